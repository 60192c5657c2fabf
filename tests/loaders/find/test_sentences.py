"""Sentences have exact spans, in whatever text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.document import Span
from loaders.find.sentences import LONGEST, clauses, sentences

CASES = [
    pytest.param("We agree. It helps.", ["We agree.", "It helps."], id="plain"),
    pytest.param(
        "As he put it: “It is hard. We try.” They left.",
        ["As he put it: “It is hard.", "We try.”", "They left."],
        id="a-quotation-of-two-sentences-is-two",
    ),
    pytest.param(
        "See e.g. Dr. Shah at 5 p.m. on Monday.", ["See e.g. Dr. Shah at 5 p.m. on Monday."], id="abbreviations"
    ),
    pytest.param(
        "Schools, trusts, etc. Members agree.", ["Schools, trusts, etc.", "Members agree."], id="etc-may-end-one"
    ),
    pytest.param("No. The fee is too high.", ["No.", "The fee is too high."], id="no-is-no-abbreviation-here"),
    pytest.param(
        "She fell ill. Mr Shah lives in Peoria, Ill. and it wrote to me. Ofwat knows.",
        ["She fell ill.", "Mr Shah lives in Peoria, Ill. and it wrote to me.", "Ofwat knows."],
        id="words-in-small-letters-are-no-abbreviations",
    ),
    pytest.param(
        "Terns nest from May. Dogs stay away.", ["Terns nest from May.", "Dogs stay away."], id="may-is-no-abbreviation"
    ),
    pytest.param("“Why?” he asked.", ["“Why?” he asked."], id="a-question-inside-a-sentence"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_cut_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text, Span(0, len(text)))] == expected


@given(st.text(alphabet=st.sampled_from("aB .?!“”\"'()\n1"), max_size=400))
def test_spans_are_in_order_and_lose_no_word(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(span.of(text) == span.of(text).strip() for span in found)
    outside = text
    for span in reversed(found):
        outside = outside[: span.start] + outside[span.end :]
    assert not any(letter.isalnum() for letter in outside)


def test_an_endless_sentence_is_cut_so_that_no_pattern_meets_it() -> None:
    text = "word " * 10_000
    assert max(span.end - span.start for span in sentences(text, Span(0, len(text)))) <= LONGEST


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The Authority should publish its accounts, and the Department should review them.", 2),
        ("The Authority should publish its accounts, and the Authority should review them.", 1),
        ("The form should be short, but NHSEI should explain it.", 1),
        ("We ask the Board to print its charts, and we urge the ports to read them.", 2),
        ("We ask the Board to print its charts, and we urge the Board to read them.", 1),
        ("The Agency could help by mending the quay, and the Board by paying for it.", 2),
        ("The Agency should mend the quay, chiefly by raising dues.", 1),
    ],
)
def test_two_bodies_asked_in_one_sentence_are_two_clauses(text: str, count: int) -> None:
    assert len(clauses(text, Span(0, len(text)))) == count
