"""Who speaks in passages with quotation marks: one passage for each way in which responses set out what was said."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from loaders.document import Context, Quotation
from loaders.extract import RuleExtractor
from loaders.readers import read
from ontology.lexicon import Lexicon

PASSAGES: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "voices" / "quoted.yaml").read_text(encoding="utf-8")
)
EXTRACT = RuleExtractor(Lexicon.load())
ASKED = Context(questions=(("1", "What else should be done?"),))


def said(text: str, folder: Path) -> tuple[str, tuple[Quotation, ...]]:
    """Return a document with a passage, as its reader has it, and the quotations in it."""
    is_markdown = any(line.startswith((">", "- ", "* ")) for line in text.split("\n"))
    path = folder / ("response.md" if is_markdown else "response.txt")
    path.write_text(f"1. What else should be done?\n\n{text}\n", encoding="utf-8")
    document = read(path)
    return document.text, EXTRACT(document, ASKED).quotations


@pytest.mark.parametrize("passage", PASSAGES["spoken"], ids=lambda passage: passage["text"][:40])
def test_what_is_spoken_is_quoted_with_whoever_speaks(passage: dict[str, Any], tmp_path: Path) -> None:
    text, found = said(passage["text"], tmp_path)
    assert [(" ".join(one.span.of(text).split()), one.speaker) for one in found] == [
        (one["words"], one["speaker"]) for one in passage["says"]
    ]


@pytest.mark.parametrize("passage", PASSAGES["not_spoken"], ids=lambda passage: passage[:40])
def test_titles_terms_laws_and_questions_in_marks_are_spoken_by_nobody(passage: str, tmp_path: Path) -> None:
    assert not said(passage, tmp_path)[1]


def test_what_is_quoted_over_two_paragraphs_is_one_quotation_and_its_words_are_not_the_respondent_s(
    tmp_path: Path,
) -> None:
    passage = "A pilot wrote: “The lamp is out.\n\n“We fear for the ferry.”\n\nFees are due in May."
    text, found = said(passage, tmp_path)
    assert [one.span.of(text) for one in found] == ["The lamp is out.\n\n“We fear for the ferry."]


@pytest.mark.parametrize(
    "passage",
    [
        "A pilot wrote: “The lamp is out.\n\nFees are due in May.",
        "A pilot wrote: “The lamp is out.\n\nThe report “A quay for all” is new.",
    ],
)
def test_a_mark_that_nothing_closes_quotes_nothing(passage: str, tmp_path: Path) -> None:
    assert not said(passage, tmp_path)[1]
