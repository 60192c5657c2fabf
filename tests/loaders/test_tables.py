"""Files that hold many responses: survey exports, JSON lines, archives; each row or file is a response of its own."""

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from loaders.document import Extraction
from loaders.errors import BadInput
from loaders.pipeline import Plan, load
from loaders.sources.gather import gathered
from loaders.standalone import extract_file
from ontology import BUNDLED
from sparql.store import EmbeddedStore

PLAN = Plan(BUNDLED, jobs=2)
HEAD = [
    "Response ID",
    "Organisation",
    "Submitted",
    "Q1 choice",
    "1. Do you agree with the plan?",
    "2. What is missing?",
]
ROWS = [
    [
        "R-7",
        "British Medical Association",
        "14/05/2021",
        "Agree",
        "NHSEI should publish the minutes.",
        "We need clarity.",
    ],
    ["R-8", "Ms A. Person", "2021-05-15", "Disagree", "", "CQC must be consulted."],
]
MAPPED = """
id: survey
title: A survey
owner: nhsei
questions:
  - {number: 1, text: "Do you agree with the plan?"}
  - {number: 2, text: "What is missing?"}
tables:
  - file: "*.*"
    id: Response ID
    respondent: Organisation
    date: Submitted
    stances: {1: Q1 choice}
    answers: {1: "1. Do you agree with the plan?", 2: "2. What is missing?"}
"""


def write_csv(path: Path) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([HEAD, *ROWS])
    path.write_text(out.getvalue(), encoding="utf-8-sig")


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.save(path)


def write_jsonl(path: Path) -> None:
    lines = (json.dumps(dict(zip(HEAD, row, strict=True))) for row in ROWS)
    path.write_text("\n".join(lines), encoding="utf-8")


WRITERS = {"export.csv": write_csv, "export.xlsx": write_xlsx, "export.jsonl": write_jsonl}


def asked(extraction: Extraction) -> list[tuple[str | None, str]]:
    text = extraction.document.text
    return [(ask.question, ask.span.of(text)) for ask in extraction.asks]


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("manifest", [MAPPED, None], ids=["mapped", "guessed"])
def test_each_row_of_an_export_is_a_response(tmp_path: Path, name: str, manifest: str | None) -> None:
    WRITERS[name](tmp_path / name)
    if manifest:
        (tmp_path / "consultation.yaml").write_text(manifest, encoding="utf-8")
    first, second = extract_file(tmp_path / name, PLAN)
    assert asked(first) == [("1", ROWS[0][4]), ("2", ROWS[0][5])]
    assert asked(second) == [("2", ROWS[1][5])]
    assert (first.context.respondent, first.context.date) == ("bma", "2021-05-14")
    assert (second.context.respondent, second.context.respondent_label) == (None, "Ms A. Person")


def test_a_response_without_a_title_is_called_after_its_respondent_and_a_row_after_its_table(tmp_path: Path) -> None:
    write_csv(tmp_path / "export.csv")
    found = extract_file(tmp_path / "export.csv", PLAN)
    titles = ["Response of British Medical Association", "Response of Ms A. Person"]
    assert [extraction.context.title for extraction in found] == titles
    assert [extraction.document.name for extraction in found] == ["export.csv, row 2", "export.csv, row 3"]


def test_the_number_of_a_question_is_no_part_of_its_words(tmp_path: Path) -> None:
    write_csv(tmp_path / "export.csv")
    first, _ = extract_file(tmp_path / "export.csv", PLAN)
    assert [(answer.question, answer.asked) for answer in first.answers] == [
        ("1", "Do you agree with the plan?"),
        ("2", "What is missing?"),
    ]


def test_a_question_stands_in_the_head_of_the_choice_where_that_of_the_reasons_is_none(tmp_path: Path) -> None:
    lines = ["Organisation,1. Do you agree?,1. Please explain", "CQC,Agree,It is fair."]
    (tmp_path / "export.csv").write_text("\n".join(lines), encoding="utf-8")
    (only,) = extract_file(tmp_path / "export.csv", PLAN)
    assert [(answer.stance, answer.asked) for answer in only.answers] == [("agree", "Do you agree?")]


def test_rows_that_name_no_respondent_are_told_and_called_after_the_row(tmp_path: Path) -> None:
    lines = ["Organisation,Q1", "First,CQC must act.", " ,CQC must wait.", ",CQC must go."]
    (tmp_path / "survey.csv").write_text("\n".join(lines), encoding="utf-8")
    with gathered([tmp_path / "survey.csv"], lexicon=PLAN.lexicon(), limits=PLAN.limits) as found:
        assert [source.context.respondent_label for source in found.sources] == [
            "First",
            "survey, row 3",
            "survey, row 4",
        ]
        assert found.notes[1] == f"{tmp_path}/survey.csv: “Organisation” is empty in row 3, 4, called after the row"


def test_a_closed_choice_is_the_stance_of_its_answer(tmp_path: Path) -> None:
    write_csv(tmp_path / "export.csv")
    (tmp_path / "consultation.yaml").write_text(MAPPED, encoding="utf-8")
    assert [extraction.answers[0].stance for extraction in extract_file(tmp_path / "export.csv", PLAN)] == [
        "agree",
        "disagree",
    ]


def test_a_table_without_the_columns_that_the_manifest_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "consultation.yaml").write_text(MAPPED, encoding="utf-8")
    with pytest.raises(BadInput, match=r"has no column 1\. Do you agree .*, which the manifest names; it has a, b"):
        extract_file(tmp_path / "export.csv", PLAN)


def test_a_table_in_which_nothing_can_be_guessed_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="map them under `tables`"):
        extract_file(tmp_path / "export.csv", PLAN)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"Q1,Q2\n\x93yes\x94,no\n", r"a\.csv:2: is not UTF-8"),
        ("a.csv", b"Q1,Q2\n", "holds no rows"),
        ("a.xlsx", b"PK not a workbook", "is damaged"),
        ("a.jsonl", b'{"Q1": "yes"}\n{', r"a\.jsonl:2: is not JSON"),
        ("a.jsonl", b"[1]\n", r"a\.jsonl:1: holds a line that is no JSON object"),
        ("a.zip", b"PK", "is damaged"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        extract_file(tmp_path / name, PLAN)


def test_an_archive_is_loaded_like_a_folder_and_cannot_write_outside_its_own(tmp_path: Path) -> None:
    letter = "Question 1: Why?\n\nNHSEI should publish the minutes.\n"
    path = tmp_path / "letters.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../kent.txt", letter)
        archive.writestr("deep/essex.txt", letter)
        archive.writestr("broken.txt", b"\x93")
        archive.writestr("inner.zip", b"PK")
    store = EmbeddedStore(tmp_path / "store")
    summary = load(store, [path], PLAN)
    assert (summary.read, summary.loaded) == (4, 2)
    assert sorted(str(error).removeprefix(str(path)).split(" (")[0] for error in summary.quarantined) == [
        "/broken.txt:1: is not UTF-8",
        "/inner.zip: is packed within an archive; unpack it first",
    ]
    rows = store.query("SELECT ?response { ?response a wa:Response }")
    assert sorted(row["response"].value.removeprefix("https://w3id.org/whoasks/response/") for row in rows) == [
        "letters/essex",
        "letters/kent",
    ]
    assert load(store, [path], PLAN).published is None


def test_a_bomb_is_named_as_such(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 50_000_000)
    with pytest.raises(BadInput, match="as a ZIP bomb does"):
        extract_file(tmp_path / "bomb.zip", PLAN)


def test_what_was_guessed_of_a_table_is_said(tmp_path: Path) -> None:
    write_csv(tmp_path / "export.csv")
    summary = load(EmbeddedStore(tmp_path / "store"), [tmp_path / "export.csv"], PLAN)
    assert summary.loaded == 2
    assert any("by the heads of its columns" in note for note in summary.notes)


@pytest.mark.parametrize(
    "cell",
    ["Councils should publish maps", "Cap the fee at five pounds", "More bins by the river", "Better buses, please"],
)
def test_a_cell_is_read_however_short_and_without_a_full_stop(tmp_path: Path, cell: str) -> None:
    with (tmp_path / "export.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, ["R-9", "A. Person", "2021-05-15", "Agree", cell, f"{cell}\n\n{cell}"]])
    (found,) = extract_file(tmp_path / "export.csv", PLAN)
    assert asked(found) == [("1", cell), ("2", cell), ("2", cell)]
    assert found.answers[0].stance == "agree"
