"""Verdicts that fit nothing: the whole table is refused, with the line and what to write instead, and none is kept."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.plan import Plan
from loaders.review_import import checked_verdicts
from loaders.reviews.keeping import keep
from loaders.reviews.review import Review
from loaders.reviews.table import read_rows
from loaders.sources.gather import gathered
from ontology import BUNDLED
from ontology.lexicon import Lexicon
from tests.loaders.reviews.test_reviews import LETTER, MANIFEST, whoasks

PLAN = Plan(BUNDLED, jobs=1)
LEXICON = Lexicon.load(BUNDLED)
GOOD = {"response": "bma", "kind": "recommendation", "quote": "CQC must act soon.", "reviewer": "Ann"}
WORRY = "We are concerned that costs may rise."


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Two consultations, each with a response of the BMA."""
    for name in ("survey", "sequel"):
        folder = tmp_path / "corpora" / name
        folder.mkdir(parents=True)
        (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
        (folder / "consultation.yaml").write_text(MANIFEST.replace("survey", name), encoding="utf-8")
    return tmp_path / "corpora"


def fitted(corpora: Path, *rows: Mapping[str, str]) -> dict[str, list[Review]]:
    given = read_rows([GOOD | row for row in rows], Path("said.csv"), LEXICON)
    with gathered([corpora], lexicon=LEXICON, limits=Limits()) as found:
        return checked_verdicts(Path("said.csv"), given, found, PLAN)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"response": "mba"}, "“mba” is no response to survey; nearest: bma"),
        ({"consultation": "surbey"}, "“surbey” is no consultation here; write one of survey"),
        ({"quote": "CQC must act sooner."}, "holds no recommendation of these words; copy its quote"),
        ({"quote": "CQC must act sooner.", "verdict": "confirm"}, "holds no recommendation of these words"),
        ({"quote": "Nobody wrote this.", "verdict": "add"}, "the words to add stand nowhere in bma; copy them"),
        ({"quote": WORRY}, "are no recommendation but a concern; write concern under `kind`"),
        ({"quote": WORRY, "verdict": "change"}, "to make it a recommendation, write concern under `was`"),
    ],
)
def test_a_verdict_that_fits_nothing_is_told_with_its_line(corpora: Path, row: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        fitted(corpora / "survey", {"verdict": "confirm"}, {"verdict": "reject"} | row)
    assert str(caught.value).startswith("said.csv:3: ")
    assert sentence in str(caught.value)
    assert str(caught.value).endswith("nothing was kept")


def test_every_line_that_fits_nothing_is_named(corpora: Path) -> None:
    unknown = {"verdict": "reject", "response": "nobody"}
    with pytest.raises(BadInput, match=r"said\.csv:2: .*; not right either: line 4, 5; nothing was kept"):
        fitted(corpora / "survey", unknown, {"verdict": "confirm"}, unknown, {"verdict": "add", "quote": "Not there."})


def test_a_response_in_two_consultations_is_told_apart_by_the_column(corpora: Path) -> None:
    with pytest.raises(BadInput, match="responses to sequel, survey have this id; say which"):
        fitted(corpora, {"verdict": "confirm"})
    both = fitted(corpora, *({"verdict": "confirm", "consultation": name} for name in ("survey", "sequel")))
    assert {name: len(some) for name, some in both.items()} == {"survey": 1, "sequel": 1}


def test_a_verdict_may_be_on_what_an_earlier_one_added_or_rejected(corpora: Path) -> None:
    quiet = {"quote": "Mornings are quiet.", "kind": "concern"}
    earlier = [quiet | {"verdict": "add", "date": "2026-01-01"}, {"verdict": "reject", "date": "2026-01-01"}]
    keep(corpora / "survey", fitted(corpora / "survey", *earlier)["survey"], LEXICON)
    later = [quiet | {"verdict": "reject", "date": "2026-01-02"}, {"verdict": "confirm", "date": "2026-01-02"}]
    assert len(fitted(corpora / "survey", *later)["survey"]) == 2


def test_words_are_found_however_a_spreadsheet_has_broken_their_lines(corpora: Path) -> None:
    assert fitted(corpora / "survey", {"verdict": "add", "kind": "concern", "quote": "Mornings\n  are quiet."})


def test_a_table_that_fits_is_kept_beside_the_store_and_one_that_does_not_is_not(corpora: Path, tmp_path: Path) -> None:
    store, said, kept = tmp_path / "store", tmp_path / "said.csv", tmp_path / "store-reviews/survey/reviews/ann.csv"
    assert whoasks("load", corpora / "survey", store=store).returncode == 0
    for quote, code in (("CQC must act later.", 2), ("CQC must act soon.", 0)):
        with said.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, [*GOOD, "verdict"])
            out.writeheader()
            out.writerow(GOOD | {"quote": quote, "verdict": "confirm"})
        applied = whoasks("review", "apply", said, store=store)
        assert (applied.returncode, kept.is_file()) == (code, code == 0), applied.stderr
    assert f"kept 1 verdicts in {kept.parent}" in applied.stdout
