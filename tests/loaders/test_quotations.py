"""Who is quoted, and what is no quotation; each case says why it exists."""

import pytest

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.marks import uses_single_marks
from loaders.find.quotations import quotations

CASES = [
    pytest.param(
        "One nurse said: “We need more time for this.”",
        [("We need more time for this.", "One nurse")],
        id="verb-before",
    ),
    pytest.param(
        "“We need more time,” said one nurse from Hull.",
        [("We need more time,", "one nurse from Hull")],
        id="verb-after",
    ),
    pytest.param(
        'As one member, a chair of a trust, put it: "It is late."',
        [("It is late.", "one member, a chair of a trust")],
        id="apposition",
    ),
    pytest.param(
        "One nurse was tired. She said: “It is very late.”", [("It is very late.", "One nurse")], id="pronoun"
    ),
    pytest.param("“It is very late” (Parent, Leeds)", [("It is very late", "Parent, Leeds")], id="brackets"),
    pytest.param(
        "One nurse said ‘it is late and we are tired’.",
        [("it is late and we are tired", "One nurse")],
        id="single-marks",
    ),
    pytest.param("The report “Letting local systems lead” is old.", [], id="a-title"),
    pytest.param("The so-called “quick wins” are few.", [], id="a-word-held-at-arms-length"),
    pytest.param("The document states that “fees must rise next year”.", [], id="a-document-is-no-speaker"),
    pytest.param("It's the members' view and the trusts' view.", [], id="apostrophes"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_finds_speakers(text: str, expected: list[tuple[str, str]]) -> None:
    unit = Unit(Span(0, len(text)), BlockKind.PARAGRAPH)
    found = quotations(text, unit, None, single_is_speech=uses_single_marks(text))
    assert [(quotation.span.of(text), quotation.speaker) for quotation in found] == expected
