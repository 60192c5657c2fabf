"""``whoasks ask NAME`` and ``whoasks questions``: saved questions on the command line, run as programs."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.ask import flags_last

WHOASKS = Path(sys.executable).with_name("whoasks")


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a question that is right and one that is wrong."""
    folder = tmp_path_factory.mktemp("questions")
    (folder / "named.rq").write_text(
        "#+ summary: Bodies by name\nSELECT ?body ?label { ?body skos:prefLabel ?label "
        "FILTER(CONTAINS(LCASE(?label), LCASE(?_name))) } ORDER BY ?label"
    )
    (folder / "wrong.rq").write_text("#+ summary: Wrong\n#+ page: none\nSELECT * {}")
    return folder


def whoasks(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    wanted = {**os.environ, "COLUMNS": "200", **environment}
    return subprocess.run([WHOASKS, *words], capture_output=True, text=True, check=False, env=wanted)


def test_the_questions_are_listed_and_a_wrong_file_is_named(questions: Path) -> None:
    run = whoasks("questions", "--json", "--questions", str(questions))
    assert {"named", "statements"} <= {question["name"] for question in json.loads(run.stdout)["questions"]}
    assert f"{questions}/wrong.rq:2: “page” must be a whole number" in run.stderr


def test_a_question_that_is_not_saved_names_its_nearest(questions: Path) -> None:
    run = whoasks("ask", "namd", "--name", "x", "--questions", str(questions))
    assert (run.returncode, run.stdout) == (2, "")
    assert "named" in run.stderr


@pytest.mark.parametrize("words", [["--json", "named", "--name", "x"], ["named", "--name", "x", "--json"]])
def test_the_format_may_stand_on_either_side_of_the_question(words: list[str]) -> None:
    assert flags_last(["ask", *words]) == ["ask", "named", "--name", "x", "--json"]
    assert flags_last(["load", "--json", "x"]) == ["load", "--json", "x"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cli") / "store")


def test_the_first_question_builds_the_bundled_dataset_and_is_answered(store: str) -> None:
    run = whoasks("ask", "who-asks-for", "--topic", "CQC alignment", "--json", "--store", store)
    assert run.returncode == 0, run.stderr
    answers = json.loads(run.stdout)["answers"]
    assert {answer["body"]["id"] for answer in answers} == {"bma", "nhs-confederation"}
    table = whoasks("ask", "who-asks-for", "--topic", "cqc-alignment", "--csv", "--store", store)
    quotes = [row["ask_quote"] for row in csv.DictReader(io.StringIO(table.stdout))]
    assert quotes == [answer["ask"]["quote"] for answer in answers]
    shown = whoasks("ask", "who-asks-for", "--topic", "cqc-alignment", "--limit", "1", "--store", store)
    assert "“" in shown.stdout
    assert "there are more" in shown.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--topic", "cqc-alingment"], "nearest: cqc-alignment"),
        (["--topic", "bma"], "is a body"),
        (["--topic", "transparency", "--limit", "none"], "“limit” must be a whole number"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_exit_code_two(store: str, words: list[str], sentence: str) -> None:
    run = whoasks("ask", "who-asks-for", *words, "--store", store)
    assert (run.returncode, run.stdout) == (2, "")
    assert sentence in run.stderr
    assert run.stderr.count("\n") == 1


def test_ids_are_completed_in_the_shell() -> None:
    words = "whoasks ask who-asks-for --topic cqc"
    run = whoasks(_WHOASKS_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD="4")
    assert "cqc-alignment" in run.stdout.split()
