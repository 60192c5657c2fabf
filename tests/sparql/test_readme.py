"""What sparql/README.md shows works as shown: the commands, the saved question, the notebook."""

import re
import runpy
import shlex
from pathlib import Path

import httpx
import pytest

from ontology.lexicon import Lexicon
from sparql import BUNDLED_QUESTIONS
from sparql.saved import read_question
from sparql.saved.catalogue import Catalogue
from sparql.saved.names import LexiconNames
from sparql.saved.parameters import RECORDS, Type
from sparql.saved.shape import Make
from sparql.saved.values import read_values
from tests.service.conftest import client

__all__ = ["client"]

README = (Path(__file__).parents[2] / "sparql" / "README.md").read_text(encoding="utf-8")
LEXICON = Lexicon.load()
COMMANDS = re.findall(r"^    whoasks ask (.+)$", README, re.MULTILINE)


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_name_questions_and_values_that_there_are(command: str) -> None:
    name, *words = [word for word in shlex.split(command) if word not in {"--csv", "--json"}]
    question = Catalogue.load(BUNDLED_QUESTIONS, LEXICON)[name]
    given = {option.removeprefix("--"): value for option, value in zip(words[::2], words[1::2], strict=True)}
    known = {key: text for key, text in given.items() if question.parameters[key].type not in RECORDS}
    assert set(given) <= set(question.parameters)
    assert set(read_values(question.parameters, known, LexiconNames(LEXICON))) == set(known)


def test_the_example_is_a_question_without_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "firm-asks.rq"
    path.write_text(block("sparql"), encoding="utf-8")
    question = read_question(path, LexiconNames(LEXICON))
    assert (question.page, list(question.shape)) == (50, ["body", "ask", "topics", "response"])
    values = read_values(question.parameters, {"topic": "transparency"}, LexiconNames(LEXICON))
    assert "FILTER" not in question.bind(values)


def test_the_notebook_runs(client: httpx.Client, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.py"
    notebook.write_text(block("python").replace("http://127.0.0.1:8000", str(client.base_url)), encoding="utf-8")
    cells = runpy.run_path(str(notebook))
    assert cells["counts"].to_dict() == {"British Medical Association": 2, "NHS Confederation": 1}
    assert cells["quotes"] == ["Will minutes be published?"]


def test_every_type_and_make_is_told() -> None:
    for word in Type:
        assert f"`{word}`" in README
    for make in set(Make) - {Make.VALUE}:
        assert f"`{make} ?x`" in README
