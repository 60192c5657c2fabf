"""Marks in a text: nothing is lost, nothing is added, and a mark covers just its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.document import BlockKind, Span
from service.pages.marking import pieces
from service.pages.reading import Answer, lay_out
from service.pages.statements import Kind, Statement, Thing

TEXT = st.text(alphabet="ab \n-1.?é𝒳", max_size=80)


def statement(start: int, end: int) -> Statement:
    return Statement(f"s:{start}-{end}", Kind("ask", "k:ask", "ask"), start, end, {})


def spans(length: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    place = st.integers(0, length)
    return st.lists(st.tuples(place, place).map(sorted).map(tuple), max_size=6)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Statement]]:
    text = draw(TEXT)
    found = {(start, end) for start, end in draw(spans(len(text))) if start < end}
    return text, [statement(start, end) for start, end in sorted(found)]


@given(marked_texts())
def test_the_pieces_of_a_text_joined_are_the_text(marked: tuple[str, list[Statement]]) -> None:
    text, statements = marked
    assert "".join(piece.text for piece in pieces(text, Span(0, len(text)), statements)) == text


@given(marked_texts())
def test_the_pieces_that_a_statement_covers_are_its_words_however_others_overlap(
    marked: tuple[str, list[Statement]],
) -> None:
    text, statements = marked
    found = pieces(text, Span(0, len(text)), statements)
    for each in statements:
        assert "".join(piece.text for piece in found if each in piece.statements) == text[each.start : each.end]


@given(marked_texts())
def test_no_word_is_lost_or_repeated_when_a_response_is_laid_out(marked: tuple[str, list[Statement]]) -> None:
    text, statements = marked
    blocks = [block for group in lay_out("a.txt", text, statements, []) for block in group.blocks]
    shown = "".join(block.marker + "".join(piece.text for piece in block.pieces) for block in blocks)
    assert "".join(shown.split()) == "".join(text.split())


@given(marked_texts())
def test_every_statement_with_words_has_one_note_and_one_anchor(marked: tuple[str, list[Statement]]) -> None:
    text, statements = marked
    blocks = [block for group in lay_out("a.txt", text, statements, []) for block in group.blocks]
    covered = {each.iri for block in blocks for piece in block.pieces for each in piece.statements}
    noted = [note.statement.iri for block in blocks for note in block.notes]
    anchored = [anchor for block in blocks for anchors in block.anchors.values() for anchor in anchors]
    assert sorted(noted) == sorted(covered)
    assert len(anchored) == len(set(anchored)) == len(covered)


def test_overlapping_statements_share_the_piece_in_which_they_overlap_the_widest_outermost() -> None:
    narrow, wide = statement(4, 8), statement(0, 8)
    first, second = pieces("We ask it", Span(0, 8), [narrow, wide])
    assert (first.text, first.statements) == ("We a", (wide,))
    assert (second.text, second.statements) == ("sk i", (wide, narrow))


SURVEY = """Question 1: Do you agree?

Yes

{explained}Question 2: What else?

Nothing
"""


def answer(number: str, text: str, words: str, stance: str = "") -> Answer:
    start = text.index(words)
    stated = Span(start, start + len(stance)) if stance else None
    question = Thing(f"Question {number}", f"q:{number}")
    return Answer(question, number, "", Span(start, start + len(words)), None, 0, stated)


@pytest.mark.parametrize("explained", ["", "We have asked for it for years.\n\n"])
def test_a_reply_in_a_word_is_no_heading_and_the_question_above_it_is(explained: str) -> None:
    text = SURVEY.format(explained=explained)
    answers = [answer("1", text, f"Yes\n\n{explained}".strip(), "Yes"), answer("2", text, "Nothing")]
    blocks = [block for group in lay_out("a.csv, row 2", text, [], answers) for block in group.blocks]
    shown = {block.span.of(text): (block.kind, block.answer and block.answer.number) for block in blocks}
    assert shown["Question 1: Do you agree?"] == (BlockKind.HEADING, "1")
    assert shown["Yes"] == (BlockKind.PARAGRAPH, None)
    assert shown["Question 2: What else?"] == (BlockKind.HEADING, "2")
    assert shown["Nothing"] == (BlockKind.PARAGRAPH, None)


def test_a_part_of_an_answer_keeps_its_heading_under_that_of_the_question() -> None:
    text = "Question 1: Do you agree?\n\nBackground\n\nWe are many.\n"
    first = answer("1", text, "Background\n\nWe are many.")
    blocks = [block for group in lay_out("a.txt", text, [], [first]) for block in group.blocks]
    assert [(block.kind, block.answer) for block in blocks] == [
        (BlockKind.HEADING, first),
        (BlockKind.HEADING, None),
        (BlockKind.PARAGRAPH, None),
    ]


def test_an_answer_whose_words_begin_with_the_question_is_headed_by_them() -> None:
    text = "A letter\n\nQuestion 1: Do you agree?\n\nWe do.\n"
    first = answer("1", text, "Question 1: Do you agree?\n\nWe do.")
    blocks = [block for group in lay_out("a.txt", text, [], [first]) for block in group.blocks]
    assert [block.answer for block in blocks] == [None, first, None]


def test_answers_that_share_their_words_begin_at_one_heading() -> None:
    text = "Questions 1 and 2: the fee\n\nWe agree with both.\n"
    shared = [answer(number, text, "We agree with both.") for number in ("1", "2")]
    blocks = [block for group in lay_out("a.txt", text, [], shared) for block in group.blocks]
    assert [(block.answer, block.together) for block in blocks] == [(shared[0], [shared[1]]), (None, [])]
