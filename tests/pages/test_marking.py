"""Marks in a text: nothing is lost, nothing is added, and a mark covers just its words."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.document import Span
from service.pages.marking import pieces
from service.pages.reading import lay_out
from service.pages.statements import Kind, Statement

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
