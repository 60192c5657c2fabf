"""Short lines without a full stop: prose in every format where they state or order something, titles where not."""

from html import escape
from pathlib import Path

import docx
import pytest

from loaders.document import BlockKind, Context
from loaders.extract import RuleExtractor
from loaders.find.layout import units
from loaders.find.passages import is_heading
from loaders.readers import read
from ontology import BUNDLED
from ontology.lexicon import Lexicon

PROSE = [
    "Ferries should carry a spare lamp",
    "Cap the toll at three pounds",
    "Please mend the steps",
    "The toll must fall; ports should say how it is spent",
    "I worry that the toll drives crews away",
    "We'd like the port to answer",
    "Nobody tells crews whom to ring",
]
TITLES = [
    "Next steps",
    "Why ports must be lit",
    "A summary of what we want",
    "More information about us",
    "Ports Must Be Lit",
    "II. The lamps are late",
    "To whom it may concern",
    "Dear Harbour Master",
    "Will May, Chief Executive",
    "4 Harbour Street",
    "Yours sincerely",
]


def write(folder: Path, form: str, lines: list[str]) -> Path:
    path = folder / f"a.{form}"
    if form == "docx":
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif form == "html":
        path.write_text("".join(f"<p>{escape(line)}</p>" for line in lines), "utf-8")
    else:
        path.write_text("\n\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("form", ["txt", "md", "html", "docx"])
def test_a_short_line_that_states_or_orders_something_is_prose(tmp_path: Path, form: str) -> None:
    document = read(write(tmp_path, form, PROSE))
    found = RuleExtractor(Lexicon.load(BUNDLED))(document, Context())
    stated = {statement.span for statement in (*found.asks, *found.concerns)}
    assert sorted(span.of(document.text) for span in stated) == sorted(PROSE)


@pytest.mark.parametrize("form", ["txt", "md", "html", "docx"])
def test_titles_addresses_and_salutations_stay_what_they_are(tmp_path: Path, form: str) -> None:
    document = read(write(tmp_path, form, TITLES))
    titles = [unit.span.of(document.text) for unit in units(document) if is_heading(document.text, unit)]
    assert titles == [title.removeprefix("II. ") for title in TITLES]
    found = RuleExtractor(Lexicon.load(BUNDLED))(document, Context())
    assert not [*found.asks, *found.concerns]


def test_a_heading_that_the_format_marks_is_one_whatever_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h2>Ports should be lit</h2><p>Yes.</p>", "utf-8")
    (tmp_path / "b.md").write_text("## Ports should be lit\n\nYes.\n", "utf-8")
    for name in ("a.html", "b.md"):
        assert units(read(tmp_path / name))[0].kind is BlockKind.HEADING


def test_the_only_line_of_an_answer_is_its_body(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Q1. What else?\n\nQuieter horns at night\n\nQ2. Why?\n\nSleep.\n", "utf-8")
    document = read(tmp_path / "a.txt")
    found = RuleExtractor(Lexicon.load(BUNDLED))(document, Context(questions=(("1", "What else?"), ("2", "Why?"))))
    assert [answer.span.of(document.text) for answer in found.answers] == ["Quieter horns at night", "Sleep."]
