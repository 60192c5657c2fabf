"""What people say of statements: kept beside the corpus, attributed, in the graph, and there after every load."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from loaders import BUNDLED_CORPUS
from loaders.errors import BadInput
from loaders.pipeline import Plan, load
from loaders.reviews.table import COLUMNS
from ontology import BUNDLED
from sparql.store import EmbeddedStore

PLAN = Plan(BUNDLED, jobs=1)
LETTER = """Question 1: Should it change?

- = a review of the fee, which councils should publish
- +44 numbers must be put on signs
- @ministers should read this

We agree. NHSEI should publish the minutes. CQC must act soon. We are concerned that costs may rise. Mornings are quiet.
"""
MANIFEST = """id: survey
title: A survey
owner: nhsei
questions: [{number: 1, text: "Should it change?"}]
responses: [{file: letter.txt, respondent: bma}]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "consultation.yaml").write_text(MANIFEST, encoding="utf-8")
    return folder


def whoasks(*arguments: str | Path, store: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from service.cli import main; main()", *map(str, arguments)]
    environment = {**os.environ, "WHOASKS_STORE": str(store), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def reviewed(store: EmbeddedStore) -> dict[str, tuple[str, str, str]]:
    """Return the review status, topics and reviewer of each statement by its words."""
    rows = store.query(
        """SELECT ?quote ?review (GROUP_CONCAT(DISTINCT STR(?topic)) AS ?topics) (SAMPLE(?name) AS ?reviewer) {
        ?statement a wa:Statement ; wa:quote ?quote ; wa:review ?review . OPTIONAL { ?statement wa:topic ?topic }
        OPTIONAL { ?statement prov:wasAttributedTo/skos:prefLabel ?name } } GROUP BY ?quote ?review"""
    )
    return {
        row["quote"].value: (
            row["review"].value.rsplit("/", 1)[-1],
            row["topics"].value.rsplit("/", 1)[-1],
            row["reviewer"].value if row["reviewer"] else "",
        )
        for row in rows
    }


def write_reviews(corpus: Path, *rows: dict[str, str]) -> None:
    folder = corpus / "reviews"
    folder.mkdir()
    with (folder / "anna.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        out.writerows({"response": "bma", "kind": "recommendation", "reviewer": "Anna B."} | row for row in rows)


def test_verdicts_beside_the_corpus_are_in_the_graph_after_every_load(corpus: Path, tmp_path: Path) -> None:
    write_reviews(
        corpus,
        {"quote": "NHSEI should publish the minutes.", "verdict": "change", "topics": "transparency"},
        {"quote": "CQC must act soon.", "verdict": "reject"},
        {"quote": "We are concerned that costs may rise.", "verdict": "confirm", "kind": "concern"},
        {"quote": "Mornings are quiet.", "verdict": "add"},
    )
    store = EmbeddedStore(tmp_path / "store")
    load(store, [corpus], PLAN)
    expected = {
        "NHSEI should publish the minutes.": ("corrected", "transparency", "Anna B."),
        "Mornings are quiet.": ("added", "other", "Anna B."),
    }
    found = reviewed(store)
    assert {quote: found[quote] for quote in expected} == expected
    assert found["We are concerned that costs may rise."][::2] == ("confirmed", "Anna B.")
    assert "CQC must act soon." not in found
    (corpus / "letter.txt").write_text(f"Dear all,\n\n{LETTER}", encoding="utf-8")
    load(store, [corpus], PLAN)
    assert reviewed(store) == found


def test_a_verdict_on_words_that_are_gone_is_said_and_does_no_harm(corpus: Path, tmp_path: Path) -> None:
    write_reviews(corpus, {"quote": "Nobody wrote this.", "verdict": "confirm"})
    summary = load(EmbeddedStore(tmp_path / "store"), [corpus], PLAN)
    assert any("“Nobody wrote this.” by Anna B. fits no statement any more" in note for note in summary.notes)


def test_a_reviewer_adds_a_claim_of_who_answers_to_whom(corpus: Path, tmp_path: Path) -> None:
    claim = {"quote": "CQC must act soon.", "kind": "accountability", "addressees": "cqc", "account_to": "nhsei"}
    write_reviews(corpus, claim | {"verdict": "add", "modality": "sought"})
    store = EmbeddedStore(tmp_path / "store")
    load(store, [corpus], PLAN)
    [row] = store.query(
        """SELECT ?who ?to ?modality ?review { ?claim a wa:AccountabilityClaim ; wa:quote "CQC must act soon." ;
        wa:accountableBody ?who ; wa:accountTo ?to ; wa:modality ?modality ; wa:review ?review }"""
    )
    assert [term.value.rsplit("/", 1)[-1] for term in row] == ["cqc", "nhsei", "sought", "added"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"quote": "x", "verdict": "maybe"}, "“maybe” is no verdict; there are confirm, reject, change, add"),
        ({"quote": "x", "verdict": "add", "kind": "wish"}, "“wish” is no kind"),
        ({"quote": "x", "verdict": "change", "topics": "weather"}, "weather is not among the topics of the ontology"),
        ({"quote": "x", "verdict": "add", "reviewer": ""}, "a verdict needs its reviewer"),
        ({"quote": "x", "verdict": "add", "kind": "accountability"}, "needs who answers, among its addressees"),
        ({"quote": "x", "verdict": "add", "date": "yesterday"}, "“yesterday” is no date; write it as 2031-05-28"),
        ({"quote": "x", "verdict": "add", "start": "12a", "end": "13"}, "start “12a” and end “13” cannot be the place"),
        ({"quote": "x", "verdict": "add", "end": "x"}, "end “x” cannot be the place of any words; copy both"),
        ({"quote": "x", "verdict": "add", "start": "12", "end": "12"}, "start “12” and end “12” cannot be the place"),
        ({"quote": "x", "verdict": "add", "modality": "likely"}, "“likely” is no modality; there are current"),
    ],
)
def test_a_wrong_verdict_stops_the_load_with_its_line(
    corpus: Path, tmp_path: Path, row: dict[str, str], sentence: str
) -> None:
    write_reviews(corpus, row)
    with pytest.raises(BadInput) as caught:
        load(EmbeddedStore(tmp_path / "store"), [corpus], PLAN)
    assert "anna.csv:2: " in str(caught.value)
    assert sentence in str(caught.value)


def test_a_verdict_may_be_written_with_a_capital_as_spreadsheets_do(corpus: Path, tmp_path: Path) -> None:
    write_reviews(corpus, {"quote": "CQC must act soon.", "verdict": "Reject"})
    load(EmbeddedStore(tmp_path / "store"), [corpus], PLAN)
    assert "CQC must act soon." not in reviewed(EmbeddedStore(tmp_path / "store"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_statements_go_out_to_a_table_and_verdicts_come_back(corpus: Path, tmp_path: Path, suffix: str) -> None:
    store, table = tmp_path / "store", tmp_path / f"statements{suffix}"
    load(EmbeddedStore(store), [corpus], PLAN)
    assert whoasks("review", "export", table, store=store).returncode == 0
    _judge_all(table)
    applied = whoasks("review", "apply", table, "--reviewer", "Anna B.", "--corpus", corpus, store=store)
    assert applied.returncode == 0, applied.stderr
    assert {(status, by) for status, _topics, by in reviewed(EmbeddedStore(store)).values()} == {
        ("confirmed", "Anna B.")
    }
    assert (corpus / "reviews" / "anna-b.csv").is_file()


def test_an_ask_of_a_party_that_the_ontology_does_not_hold_is_reviewed_like_others(
    corpus: Path, tmp_path: Path
) -> None:
    fares = "Ferry operators must publish their fares."
    (corpus / "letter.txt").write_text(f"Question 1: Should it change?\n\n{fares}\n", encoding="utf-8")
    store, table = EmbeddedStore(tmp_path / "store"), tmp_path / "statements.csv"
    load(store, [corpus], PLAN)
    assert whoasks("review", "export", table, store=store.folder).returncode == 0
    _judge_all(table)
    applied = whoasks("review", "apply", table, "--reviewer", "Anna B.", "--corpus", corpus, store=store.folder)
    assert applied.returncode == 0, applied.stderr
    found = store.query("SELECT ?review ?whom { ?ask wa:review ?review ; wa:addressee/skos:prefLabel ?whom }")
    assert [(row["review"].value.rsplit("/", 1)[-1], row["whom"].value) for row in found] == [
        ("confirmed", "Ferry operators")
    ]


def _judge_all(table: Path) -> None:
    """Write “confirm” beside every statement."""
    if table.suffix == ".xlsx":
        book = openpyxl.load_workbook(table)
        sheet = book.worksheets[0]
        column = next(cell.column for cell in sheet[1] if cell.value == "verdict")
        for line in range(2, sheet.max_row + 1):
            sheet.cell(line, column).value = "confirm"
        book.save(table)
        return
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with table.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(row | {"verdict": "confirm"} for row in rows)


def test_gold_counts_what_it_writes_and_says_which_responses_are_no_files(corpus: Path, tmp_path: Path) -> None:
    (corpus / "export.csv").write_text(
        "Organisation,Q1\nFirst,CQC must act.\nSecond,CQC must wait.\n", encoding="utf-8"
    )
    said = {"verdict": "confirm", "quote": "CQC must act soon."}
    write_reviews(
        corpus,
        said,
        *({"response": name, "quote": "CQC must act.", "verdict": "confirm"} for name in ("first", "second")),
    )
    made = whoasks("review", "gold", tmp_path / "gold", "--corpus", corpus, store=tmp_path / "store")
    assert [path.name for path in (tmp_path / "gold").iterdir()] == ["bma.json"]
    assert made.stdout == f"wrote 1 annotations into {tmp_path / 'gold'}\n"
    assert made.stderr.startswith("left out 2 responses packed in a table or an archive, the first of them ")
    assert "export.csv, row 2" in made.stderr


def test_gold_says_what_a_corpus_without_a_manifest_needs(corpus: Path, tmp_path: Path) -> None:
    (corpus / "consultation.yaml").unlink()
    refused = whoasks("review", "gold", tmp_path / "gold", "--corpus", corpus, store=tmp_path / "store")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "holds no consultation.yaml" in refused.stderr
    assert "`id: corpus`" in refused.stderr


def test_reviewed_responses_become_gold_for_evaluation(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(BUNDLED_CORPUS / "sof-2021-22", corpus)
    write_reviews(corpus, {"quote": "But clarity is needed on what", "verdict": "add", "kind": "clarity-request"})
    made = whoasks("review", "gold", tmp_path / "gold", "--corpus", corpus, store=tmp_path / "store")
    assert made.returncode == 0, made.stderr
    assert [path.name for path in (tmp_path / "gold").iterdir()] == ["bma.json"]
    assert "But clarity is needed on what" in (tmp_path / "gold" / "bma.json").read_text(encoding="utf-8")
    assert whoasks("evaluate", tmp_path / "gold", "--corpus", corpus, store=tmp_path / "store").returncode == 0
