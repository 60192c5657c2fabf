"""``whoasks ask NAME`` and ``whoasks questions``: saved questions on the command line, run as they are typed."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.cli import main
from service.cli.arguments import flags_last
from sparql.store import EmbeddedStore


@dataclass(frozen=True)
class Run:
    """What became of one command."""

    code: int
    out: str
    error: str


Whoasks = Callable[..., Run]


@pytest.fixture
def whoasks(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Whoasks:
    """Run the command line in this process."""

    def run(*words: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["whoasks", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            for name in ("STORE", "QUESTIONS"):
                os.environ.pop(f"WHOASKS_{name}", None)
        captured = capfd.readouterr()
        return Run(code, captured.out, captured.err)

    return run


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


def test_the_questions_are_listed_and_a_wrong_file_is_named(whoasks: Whoasks, questions: Path) -> None:
    run = whoasks("questions", "--json", "--questions", str(questions))
    assert {"named", "statements"} <= {question["name"] for question in json.loads(run.out)["questions"]}
    assert f"{questions}/wrong.rq:2: “page” must be a whole number" in run.error


def test_a_term_that_the_model_lacks_is_reported_by_the_list_and_by_the_check(whoasks: Whoasks, tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text("#+ summary: Asked of whom\nSELECT ?ask {\n  ?ask wa:addresee ?body\n}")
    told = f"{tmp_path}/odd.rq:3: "
    assert (
        f"{told}The model has no wa:addresee; nearest: wa:addressee."
        in whoasks("questions", "--questions", str(tmp_path)).error
    )
    checked = whoasks("ontology", "check", "--fast", "--questions", str(tmp_path))
    assert f"{told}warning (question) The model has no wa:addresee" in checked.out


def test_the_bundled_questions_use_no_term_that_the_model_lacks(whoasks: Whoasks) -> None:
    assert whoasks("questions").error == ""


def test_a_question_that_is_not_saved_names_its_nearest(whoasks: Whoasks, questions: Path) -> None:
    run = whoasks("ask", "namd", "--name", "x", "--questions", str(questions))
    assert (run.code, run.out) == (2, "")
    assert "named" in run.error


@pytest.mark.parametrize("words", [["--json", "named", "--name", "x"], ["named", "--name", "x", "--json"]])
def test_the_format_may_stand_on_either_side_of_the_question(words: list[str]) -> None:
    assert flags_last(["ask", *words]) == ["ask", "named", "--name", "x", "--json"]
    assert flags_last(["load", "--json", "x"]) == ["load", "--json", "x"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cli") / "store")


def test_the_first_question_builds_the_bundled_dataset_and_is_answered(whoasks: Whoasks, store: str) -> None:
    run = whoasks("ask", "who-asks-for", "--topic", "CQC alignment", "--json", "--store", store)
    assert run.out.endswith("}\n")
    assert run.code == 0, run.error
    answers = json.loads(run.out)["answers"]
    assert {answer["body"]["id"] for answer in answers} == {"bma", "nhs-confederation"}
    table = whoasks("ask", "who-asks-for", "--topic", "cqc-alignment", "--csv", "--store", store)
    quotes = [row["ask_quote"] for row in csv.DictReader(io.StringIO(table.out))]
    assert quotes == [answer["ask"]["quote"] for answer in answers]
    shown = whoasks("ask", "who-asks-for", "--topic", "cqc-alignment", "--limit", "1", "--store", store)
    assert "“" in shown.out
    assert "there are more" in shown.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--topic", "cqc-alingment"], "nearest: cqc-alignment"),
        (["--topic", "bma"], "is a body"),
        (["--topic", "transparency", "--limit", "none"], "“limit” must be a whole number"),
    ],
)
def test_a_mistake_is_one_sentence_and_the_exit_code_two(
    whoasks: Whoasks, store: str, words: list[str], sentence: str
) -> None:
    run = whoasks("ask", "who-asks-for", *words, "--store", store)
    assert (run.code, run.out) == (2, "")
    assert sentence in run.error
    assert run.error.count("\n") == 1


def test_a_sentence_is_answered_as_the_saved_question_that_it_means(whoasks: Whoasks, store: str) -> None:
    sentence = "who wants the CQC and NHS England to line up"
    reply = json.loads(whoasks("ask", sentence, "--json", "--store", store).out)
    assert reply["understood"]["question"] == "who-asks-for"
    assert reply["understood"]["parameters"] == {"topic": "cqc-alignment"}
    assert {answer["body"]["id"] for answer in reply["answers"]} == {"bma", "nhs-confederation"}
    table = whoasks("ask", sentence, "--csv", "--store", store)
    quotes = [row["ask_quote"] for row in csv.DictReader(io.StringIO(table.out))]
    assert quotes == [answer["ask"]["quote"] for answer in reply["answers"]]
    shown = whoasks("ask", sentence, "--store", store)
    assert (shown.code, "“" in shown.out) == (0, True)
    assert "understood as: who-asks-for --topic cqc-alignment" in shown.error


def test_a_sentence_that_is_not_understood_says_so_and_is_searched_for(whoasks: Whoasks, store: str) -> None:
    sentence = "what is the weather in Leeds under the framework"
    reply = json.loads(whoasks("ask", sentence, "--json", "--store", store).out)
    assert (reply["understood"]["question"], reply["answers"]) == (None, [])
    assert "searched for" in reply["note"]
    assert "results" in reply["search"]
    shown = whoasks("ask", sentence, "--store", store)
    assert shown.code == 0
    assert "not understood as a saved question" in shown.error


def test_a_sentence_of_ten_thousand_letters_is_one_plain_mistake(whoasks: Whoasks, store: str) -> None:
    run = whoasks("ask", "who asks " * 1_200, "--store", store)
    assert (run.code, run.out) == (2, "")
    assert "longer than" in run.error
    assert run.error.count("\n") == 1


def test_ids_are_completed_in_the_shell() -> None:
    completing = {"_WHOASKS_COMPLETE": "complete_bash", "COMP_CWORD": "4"}
    words = {"COMP_WORDS": "whoasks ask who-asks-for --topic cqc"}
    program = Path(sys.executable).with_name("whoasks")
    run = subprocess.run(
        [program], env={**os.environ, **completing, **words}, capture_output=True, text=True, check=True
    )
    assert "cqc-alignment" in run.stdout.split()


@pytest.mark.parametrize(
    ("query", "form", "instead"),
    [("DESCRIBE <https://w3id.org/whoasks/body/cqc>", "csv", "turtle"), ("SELECT ?a { ?a a wa:Ask }", "turtle", "csv")],
)
def test_a_format_that_cannot_hold_a_result_is_refused_with_those_that_can(
    whoasks: Whoasks, store: str, tmp_path: Path, query: str, form: str, instead: str
) -> None:
    file = tmp_path / "query.rq"
    file.write_text(query, encoding="utf-8")
    run = whoasks("query", str(file), "--format", form, "--store", store)
    assert run.code == 2
    assert instead in run.error
    assert run.out == ""


def test_a_query_may_be_given_as_it_is_in_a_file_or_on_standard_input(
    whoasks: Whoasks, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT (COUNT(?ask) AS ?asks) { ?ask a wa:Ask }"
    (tmp_path / "count.rq").write_text(query)
    monkeypatch.setattr(sys, "stdin", io.StringIO(query))
    given = (query, str(tmp_path / "count.rq"), "-")
    answers = {whoasks("--store", store, "query", each, "--format", "csv").out for each in given}
    assert len(answers) == 1
    assert whoasks("--store", store, "query", f"\n{query} }}").error == "whoasks: query:2:49: } closes nothing\n"


def test_an_earlier_version_is_named_without_its_noughts(whoasks: Whoasks, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    for graph in ("urn:a", "urn:b"):
        with EmbeddedStore(folder).writing(graph) as writer:
            writer.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}")
    assert whoasks("--store", str(folder), "rollback", "1").out == "published 000001\n"
    assert EmbeddedStore(folder).version() == "000001"


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?i) }"


def test_a_query_that_runs_too_long_ends_with_a_sentence(store: str) -> None:
    program = Path(sys.executable).with_name("whoasks")
    words = [program, "--store", store, "query", ENDLESS]
    hasty = {**os.environ, "WHOASKS_TIMEOUT": "0.3"}
    run = subprocess.run(words, env=hasty, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert "it ran longer than 0.3 s" in run.stderr
    assert "WHOASKS_TIMEOUT" in run.stderr
    assert run.stdout == ""


def test_an_interrupt_ends_a_query_that_is_being_evaluated(store: str) -> None:
    program = Path(sys.executable).with_name("whoasks")
    with subprocess.Popen([program, "--store", store, "query", ENDLESS], stderr=subprocess.PIPE) as running:
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(3)
            running.send_signal(signal.SIGINT)
            assert running.wait(10) != 0
        finally:
            running.kill()


def test_a_query_on_the_command_line_finds_by_words_too(whoasks: Whoasks, store: str) -> None:
    query = "SELECT ?quote { ?ask wa:matches \"'peer review'\" ; wa:quote ?quote }"
    run = whoasks("--store", store, "query", query, "--format", "csv")
    assert "peer review" in run.out
    wrong = whoasks("--store", store, "query", "SELECT ?ask { ?ask wa:matches ?words }")
    assert (wrong.code, wrong.out) == (2, "")
    assert "column 20" in wrong.error
