"""The model is the program: a topic, a body and a question added to copies of the folders work everywhere at once."""

import asyncio
import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from ontology.reference import Reference
from service.app import create_app
from service.cli import app as command
from service.following import following
from service.knowledge import English, Knowledge, learn
from service.settings import Settings
from sparql import BUNDLED_QUESTIONS
from sparql.soundness import Folders, check
from sparql.store import EmbeddedStore

TOPIC = [
    "new", "topic", "night-work", "Night work",
    "--definition", "Care that is given while most people sleep.",
    "--cue", "night shift", "--cue", "out of hours",
    "--example", "Night shifts should be counted.", "--example", "Out of hours care must be measured.",
    "--counter-example", "The framework was published in March.",
]  # fmt: skip
BODY = [
    "new", "body", "night-council", "National Night Council", "--kind", "Regulator", "--alt", "NNC",
    "--definition", "The regulator of care that is given after dark.",
]  # fmt: skip
QUESTION = """#+ summary: What is asked about the night
#+ asks:
#+   - what is asked about the night by {body}
#+ parameters:
#+   body: {type: body, example: bma, description: The responding body.}
#+ shape:
#+   body: thing ?body
#+   quote: ?quote
PREFIX topic: <https://w3id.org/whoasks/topic/>
PREFIX wa: <https://w3id.org/whoasks/ontology#>
SELECT ?body ?quote WHERE {
  ?ask a wa:Ask ; wa:topic topic:night-work ; wa:quote ?quote ; wa:inResponse/wa:respondent ?body , ?__body_iri .
}
ORDER BY ?quote
"""
LETTER = """Question 1: Do you agree?

Yes, we agree. The NNC should publish its figures on night shifts. NHSEI must measure care out of hours.
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Copies of the two folders, with a topic, a body and a question added by the means that an editor has."""
    ontology = shutil.copytree(BUNDLED, tmp_path / "ontology", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    questions = shutil.copytree(BUNDLED_QUESTIONS, tmp_path / "questions")
    monkeypatch.setenv("WHOASKS_ONTOLOGY", str(ontology))
    for arguments in (TOPIC, BODY):
        done = CliRunner().invoke(command, ["ontology", *arguments])
        assert done.exit_code == 0, done.output
    (questions / "night-asks.rq").write_text(QUESTION, encoding="utf-8")
    return Folders(ontology, questions)


def test_what_an_editor_adds_is_sound(folders: Folders) -> None:
    assert check(folders, fast=True) == []


def test_what_an_editor_adds_works_everywhere(
    folders: Folders, store: Path, serve: Callable[..., httpx.Client]
) -> None:
    client = serve(store=str(store), ontology=str(folders.ontology), questions=str(folders.questions))

    answers = client.get("/questions/night-asks").json()["answers"]
    assert [answer["quote"] for answer in answers] == [
        "NHSEI must measure care out of hours.",
        "The NNC should publish its figures on night shifts.",
    ]
    asked = client.get("/questions/what-is-asked-of", params={"addressee": "NNC", "topic": "Night work"}).json()
    assert [answer["ask"]["quote"] for answer in asked["answers"]] == [answers[1]["quote"]]

    described = client.get("/openapi.json").json()
    assert described["paths"]["/questions/night-asks"]["get"]["summary"] == "What is asked about the night"
    assert "night-work" in str(described["components"]["schemas"])

    turtle = client.get("/ontology", headers={"Accept": "text/turtle"}).text
    assert "Night work" in turtle
    assert "National Night Council" in Reference.read(folders.ontology).html()
    assert "National Night Council" in client.get("/ontology/reference").text


@pytest.fixture
def store(folders: Folders, tmp_path: Path) -> Path:
    """A store into which a letter has been loaded, with the copies of the two folders."""
    letter = tmp_path / "letters" / "bma.txt"
    letter.parent.mkdir()
    letter.write_text(LETTER, encoding="utf-8")
    load(EmbeddedStore(tmp_path / "store"), [letter.parent], Plan(folders.ontology, jobs=1))
    return tmp_path / "store"


def test_a_running_service_shows_a_sound_edit_of_the_ontology_everywhere_and_keeps_it_when_the_next_is_broken(
    folders: Folders, store: Path, serve: Callable[..., httpx.Client]
) -> None:
    client = serve(store=str(store), ontology=str(folders.ontology), questions=str(folders.questions))
    bodies = folders.ontology / "bodies.ttl"
    sound = bodies.read_text(encoding="utf-8")

    def shown(label: str) -> list[bool]:
        """Tell whether a body of that name can be asked about, is in the dataset, and is in the documentation."""
        asked = client.get("/questions/what-is-asked-of", params={"addressee": label}).status_code == 200
        query = f'ASK {{ ?ask wa:addressee/skos:altLabel "{label}"@en }}'
        described = client.get("/ontology", headers={"Accept": "text/turtle"}).text
        held = client.get("/sparql", params={"query": query}).json()["boolean"]
        return [asked, held, f'"{label}"' in described, f"{label}" in client.get("/ontology/reference").text]

    assert shown("Dusk Board") == [False] * 4
    bodies.write_text(sound.replace('"NNC"@en', '"Dusk Board"@en, "NNC"@en'), encoding="utf-8")
    wait_until(lambda: shown("Dusk Board") == [True] * 4)
    assert problems(client) == []

    bodies.write_text(sound.replace('"NNC"@en', '"CQC"@en, "Dawn Board"@en, "NNC"@en'), encoding="utf-8")
    wait_until(lambda: problems(client) != [])
    assert re.search(r"the earlier ontology.*: bodies\.ttl:\d+: .*“CQC” names more than one body", problems(client)[0])
    assert "names more than one body" in client.get("/ontology", headers={"Accept": "text/html"}).text
    bodies.write_text(sound.replace('"NNC"@en', '"Dawn Board'), encoding="utf-8")
    wait_until(lambda: "not Turtle" in problems(client)[0])
    assert shown("Dusk Board") == [True] * 4
    assert shown("Dawn Board") == [False] * 4

    bodies.write_text(sound, encoding="utf-8")
    wait_until(lambda: shown("Dusk Board") == [False] * 4)
    assert problems(client) == []


def test_a_running_service_keeps_the_last_sound_version_of_a_question_that_is_broken(
    folders: Folders, store: Path, serve: Callable[..., httpx.Client]
) -> None:
    client = serve(store=str(store), ontology=str(folders.ontology), questions=str(folders.questions))
    question = folders.questions / "night-asks.rq"
    question.write_text(QUESTION.replace("about the night", "after dark"), encoding="utf-8")
    wait_until(lambda: summary(client) == "What is asked after dark")
    phrasings = folders.questions / "night-asks.asks.txt"
    phrasings.write_text("what of {nothing}\n", encoding="utf-8")
    wait_until(lambda: problems(client) != [])
    assert re.search(r"the last sound version .* stays in use: .*night-asks\.asks\.txt:1: ", problems(client)[0])
    phrasings.unlink()
    wait_until(lambda: problems(client) == [])
    question.write_text(QUESTION.replace("ORDER BY ?quote", "ORDER BY BY"), encoding="utf-8")
    wait_until(lambda: problems(client) != [])
    assert re.search(r"the last sound version .* stays in use: .*night-asks\.rq:14: not SPARQL", problems(client)[0])
    assert len(client.get("/questions/night-asks").json()["answers"]) == 2
    assert summary(client) == "What is asked after dark"
    question.unlink()
    wait_until(lambda: client.get("/questions/night-asks").status_code == 404)
    assert problems(client) == []


def test_an_edit_that_cannot_be_published_yet_is_published_when_the_other_writer_has_finished(
    folders: Folders, store: Path, serve: Callable[..., httpx.Client]
) -> None:
    client = serve(store=str(store), ontology=str(folders.ontology), questions=str(folders.questions))
    bodies = folders.ontology / "bodies.ttl"
    edited = bodies.read_text(encoding="utf-8").replace('"NNC"@en', '"Dusk Board"@en, "NNC"@en')
    with EmbeddedStore(store).writing("another"):
        bodies.write_text(edited, encoding="utf-8")
        wait_until(lambda: problems(client) != [])
        assert "another process is writing" in problems(client)[0]
    wait_until(lambda: problems(client) == [])
    assert client.get("/questions/what-is-asked-of", params={"addressee": "Dusk Board"}).status_code == 200


def test_a_question_is_answered_before_plain_english_has_learned_it(
    folders: Folders, store: Path, serve: Callable[..., httpx.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_learn = threading.Event()

    def learn_later(settings: Settings, knowledge: Knowledge) -> English:
        may_learn.wait(60)
        return learn(settings, knowledge)

    monkeypatch.setattr("service.following.learn", learn_later)
    earlier, later = (folders.questions / f"{name}.rq" for name in ("night-asks", "dusk-asks"))
    earlier.write_text(QUESTION.replace("what is asked about the night by {body}", "how do the lamps fare"))
    client = serve(store=str(store), ontology=str(folders.ontology), questions=str(folders.questions))

    def understood() -> tuple[str, int]:
        answer = client.get("/ask", params={"q": "how do the lamps fare"}).json()
        return answer["understood"]["question"], len(answer["answers"])

    earlier.rename(later)
    wait_until(lambda: client.get("/questions/dusk-asks").status_code == 200)
    assert client.get("/questions/night-asks").status_code == 404
    assert understood() == ("night-asks", 2)
    may_learn.set()
    wait_until(lambda: understood() == ("dusk-asks", 2))


async def test_a_service_that_is_told_not_to_watch_follows_no_files(folders: Folders) -> None:
    app = create_app(Settings(ontology=folders.ontology, questions=folders.questions, watch=False))
    before = asyncio.all_tasks()
    async with following(app.held):
        assert asyncio.all_tasks() == before


def problems(client: httpx.Client) -> list[str]:
    """Return what the service says is amiss."""
    found: list[str] = client.get("/readyz").json()["problems"]
    return found


def summary(client: httpx.Client) -> str:
    """Return what the description of the service says of the question that was added."""
    return str(client.get("/openapi.json").json()["paths"]["/questions/night-asks"]["get"]["summary"])


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
