"""Measures count what they say, and the two responses are extracted as well as promised."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from loaders.errors import BadInput
from loaders.evaluate import Score, scores
from loaders.matching import Words, anchored, pairs
from ontology.lexicon import Lexicon
from service.cli import app

GOLD = Path(__file__).parents[1] / "gold"
PROMISED = {
    "segmentation": 1.0,
    "stances": 1.0,
    "asks": 0.95,
    "kind": 0.95,
    "addressees": 0.92,
    "topics": 0.90,
    "quotations": 0.97,
    "speakers": 0.97,
    "concerns": 0.85,
    "accountabilities": 0.80,
    "span integrity": 1.0,
}


def _entry(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def test_spans_match_one_to_one_from_half_of_their_words() -> None:
    text = "one two three four five six"
    words = Words(text)
    found = [_entry(text, "one two three"), _entry(text, "four")]
    wanted = [_entry(text, "one two three four five six"), _entry(text, "four five six")]
    assert [(one["quote"], other["quote"]) for one, other in pairs(words, found, wanted)] == [
        ("one two three", "one two three four five six")
    ]


def test_nothing_wanted_and_nothing_found_is_perfect() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)


def test_an_annotation_is_found_again_where_another_format_moved_it() -> None:
    ask = {"start": 0, "end": 12, "quote": "fees must fall"}
    moved = anchored({"asks": [ask]}, "Heading\n\nThe fees\nmust fall.")
    assert (moved["asks"][0]["start"], moved["asks"][0]["end"]) == (13, 27)


def _addressees(text: str, found: list[str], wanted: list[str]) -> Score:
    ask = _entry(text, text) | {
        "kind": "recommendation",
        "addressee_explicit": True,
        "topics": [],
        "summary_bullet": False,
    }
    one = {
        "answers": (),
        "asks": [ask | {"addressees": found}],
        "quotations": (),
        "concerns": (),
        "accountabilities": (),
    }
    other = one | {"asks": [ask | {"addressees": wanted}]}
    return scores(text, one, other, Lexicon.load())["addressees"]


def test_a_body_that_the_ontology_does_not_hold_is_compared_by_its_name() -> None:
    assert _addressees("Network Rail should publish its map.", ["network-rail"], ["x-network-rail"]) == Score(1, 1, 1)
    assert _addressees("Network Rail should publish its map.", ["network"], ["x-network-rail"]) == Score(0, 1, 1)


def test_a_body_that_the_ontology_has_come_to_hold_is_compared_by_its_id() -> None:
    assert _addressees("The CQC must act.", ["cqc"], ["x-care-quality-commission"]) == Score(1, 1, 1)
    assert _addressees("The CQC must act.", ["cqc"], ["x-care-commission"]) == Score(0, 1, 1)


def test_a_body_and_its_initials_are_one_body() -> None:
    text = "The Greater Wolds Ferry Board (GWFB) met, and the GWFB must publish its minutes."
    assert _addressees(text, ["gwfb"], ["x-greater-wolds-ferry-board"]) == Score(1, 1, 1)
    assert _addressees(text, ["greater-wolds-ferry-board"], ["x-gwfb"]) == Score(1, 1, 1)
    assert _addressees(text, ["gwfc"], ["x-greater-wolds-ferry-board"]) == Score(0, 1, 1)


def test_the_two_responses_are_extracted_as_well_as_promised() -> None:
    result = CliRunner().invoke(app, ["evaluate", str(GOLD), "--json"])
    measured = json.loads(result.stdout)["all"]
    short = {name: measured[name]["f1"] for name, least in PROMISED.items() if measured[name]["f1"] < least}
    assert not short


def test_every_score_of_every_document_can_be_read_on_a_narrow_terminal() -> None:
    result = CliRunner().invoke(app, ["evaluate", str(GOLD)], env={"COLUMNS": "80"})
    assert "…" not in result.stdout
    assert [line.split()[0] for line in result.stdout.splitlines() if line[:1].isalpha()] == [
        "bma.txt",
        "nhs-confederation.txt",
        "all",
    ]
    asks = [line for line in result.stdout.splitlines() if "asks" in line.split()]
    assert len(asks) == 3
    assert all(len(line.split("│")) == 9 for line in asks)


@pytest.mark.parametrize("content", ["no json", "{}"])
def test_a_file_that_is_no_annotation_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(content)
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path)])
    assert isinstance(result.exception, BadInput)
    assert result.exception.file == str(tmp_path / "bad.json")
    assert result.exception.sentence.startswith("is no annotation")
