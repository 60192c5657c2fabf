"""Who is quoted, and what is no quotation; each case says why it exists."""

from pathlib import Path

import pytest

from loaders.document import BlockKind, Context, Span
from loaders.extract import RuleExtractor
from loaders.find.layout import Unit
from loaders.find.speech.quotation_marks import uses_single_marks
from loaders.find.speech.quotations import quotations
from loaders.readers import read
from ontology.lexicon import Lexicon

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
    pytest.param(
        "A patient told us that “nobody listened to me”. “Waiting is the worst part.” – Parent, Hull.",
        [("nobody listened to me", "A patient"), ("Waiting is the worst part.", "Parent, Hull")],
        id="a-signature-before-an-earlier-speaker",
    ),
    pytest.param(
        "One nurse said: “Waiting is the worst part.” – Parent groups agree.",
        [("Waiting is the worst part.", "One nurse")],
        id="a-dash-that-goes-on",
    ),
    pytest.param(
        'Ken, one of our members: "My doctor said eight weeks. I am at sixty."',
        [("My doctor said eight weeks. I am at sixty.", "Ken, one of our members")],
        id="a-name-and-a-colon",
    ),
    pytest.param(
        'Jean, who is waiting for a hip: "I was a cook for thirty years."',
        [("I was a cook for thirty years.", "Jean, who is waiting for a hip")],
        id="a-first-name-with-its-clause",
    ),
    pytest.param(
        'And from Mr Osei: "I can wait. I cannot wait and not know."',
        [("I can wait. I cannot wait and not know.", "Mr Osei")],
        id="from-somebody",
    ),
    pytest.param(
        '"You do not tell on the people who hold your tablets." That was Marie.',
        [("You do not tell on the people who hold your tablets.", "Marie")],
        id="that-was-somebody",
    ),
    pytest.param('"You do not hold the people by the hand." That was a mistake.', [], id="that-was-something"),
    pytest.param(
        'Our trainees\' committee was blunter. "You cannot mend a bone with a leaflet," it observed.',
        [("You cannot mend a bone with a leaflet,", "Our trainees' committee")],
        id="it-for-a-body",
    ),
    pytest.param("The report “Letting local systems lead” is old.", [], id="a-title"),
    pytest.param("The so-called “quick wins” are few.", [], id="a-word-held-at-arms-length"),
    pytest.param("The document states that “fees must rise next year”.", [], id="a-document-is-no-speaker"),
    pytest.param("It's the members' view and the trusts' view.", [], id="apostrophes"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quoted_words_have_the_speaker_that_the_text_names(text: str, expected: list[tuple[str, str]]) -> None:
    unit = Unit(Span(0, len(text)), BlockKind.PARAGRAPH)
    found = quotations(text, unit, None, single_is_speech=uses_single_marks(text))
    assert [(quotation.span.of(text), quotation.speaker) for quotation in found] == expected


ASKED = Context(questions=(("1", "What else should be done?"),))
SET_APART = {
    "block.html": "<h2>1. What else should be done?</h2><blockquote>The lane floods.</blockquote><p>— Pilot, Leith</p>",
    "marks.html": "<h2>1. What else should be done?</h2><p>“The lane floods.”</p><p>— Pilot, Leith</p>",
    "block.md": "## 1. What else should be done?\n\n> The lane floods.\n>\n> — Pilot, Leith\n",
    "lines.md": "## 1. What else should be done?\n\n> The lane floods.\n> — Pilot, Leith\n",
}


@pytest.mark.parametrize("name", SET_APART)
def test_a_line_behind_a_quotation_that_opens_with_a_dash_names_its_speaker_and_asks_nothing(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(SET_APART[name], "utf-8")
    document = read(tmp_path / name)
    found = RuleExtractor(Lexicon.load())(document, ASKED)
    quoted = [(quotation.span.of(document.text), quotation.speaker) for quotation in found.quotations]
    assert quoted == [("The lane floods.", "Pilot, Leith")]
    assert not found.asks


def test_items_of_a_list_that_open_with_a_dash_name_no_speaker(tmp_path: Path) -> None:
    text = "1. What else should be done?\n\n– Less of the “horn”\n– Lights on the pier\n– A new quay\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    document = read(tmp_path / "a.txt")
    assert len(RuleExtractor(Lexicon.load())(document, ASKED).asks) == 3
