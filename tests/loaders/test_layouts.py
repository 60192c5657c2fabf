"""Responses as people send them, each laid out in another way, and what answers what in them.

``layouts/expected.yaml`` holds for each document its answers by question, as their words or as the first and the last
of them, and the name of whoever responds, which is null where nobody is named and left out where it is not asked.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.document import Context, Extraction
from loaders.extract import RuleExtractor
from loaders.readers import read
from ontology.lexicon import Lexicon

FOLDER = Path(__file__).parent / "layouts"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def extract() -> RuleExtractor:
    return RuleExtractor(Lexicon.load())


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _extracted(name: str, extract: RuleExtractor) -> Extraction:
    return extract(read(FOLDER / name), Context())


def test_every_document_is_expected_to_hold_something() -> None:
    assert {path.name for path in FOLDER.iterdir()} - {"expected.yaml"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_part_of_a_document_answers_its_question_whatever_the_layout(name: str, extract: RuleExtractor) -> None:
    found = _extracted(name, extract)
    text = found.document.text
    answers = {one.question: _words(one.span.of(text)) for one in found.answers if one.span.of(text).strip()}
    assert list(answers) == list(EXPECTED[name]["answers"])
    for question, words in EXPECTED[name]["answers"].items():
        assert all(_words(edge) in answers[question] for edge in words.split("…")), question


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if "respondent" in expected])
def test_whoever_responds_is_guessed_from_the_head_whatever_the_layout(name: str, extract: RuleExtractor) -> None:
    label = _extracted(name, extract).context.respondent_label
    wanted = EXPECTED[name]["respondent"]
    assert _words(label or "").removeprefix("the ") == _words(wanted or "").removeprefix("the ")
