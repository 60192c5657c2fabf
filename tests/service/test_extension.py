"""The model is the program: a topic, a body and a question added to copies of the folders work everywhere at once."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from ontology.reference import Reference
from ontology.sources import Sources
from service.cli import app
from service.soundness import Folders, check
from sparql import BUNDLED_QUESTIONS
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
        done = CliRunner().invoke(app, ["ontology", *arguments])
        assert done.exit_code == 0, done.output
    (questions / "night-asks.rq").write_text(QUESTION, encoding="utf-8")
    return Folders(ontology, questions)


def test_what_an_editor_adds_is_sound(folders: Folders) -> None:
    assert check(folders, fast=True) == []


def test_what_an_editor_adds_works_everywhere(
    folders: Folders, tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    letter = tmp_path / "letters" / "bma.txt"
    letter.parent.mkdir()
    letter.write_text(LETTER, encoding="utf-8")
    store = tmp_path / "store"
    load(EmbeddedStore(store), [letter.parent], Plan(folders.ontology, jobs=1))
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
    assert "National Night Council" in Reference(Sources.read(folders.ontology)).html()
    assert "National Night Council" in client.get("/ontology/reference").text


def test_a_running_service_takes_up_a_sound_edit_and_keeps_the_last_sound_version_of_a_broken_one(
    folders: Folders, serve: Callable[..., httpx.Client], caplog: pytest.LogCaptureFixture
) -> None:
    client = serve(ontology=str(folders.ontology), questions=str(folders.questions))
    bodies = folders.ontology / "bodies.ttl"
    sound = bodies.read_text(encoding="utf-8")

    def asked_of(label: str) -> int:
        return client.get("/questions/what-is-asked-of", params={"addressee": label}).status_code

    assert asked_of("Dusk Board") != 200
    bodies.write_text(sound.replace('"NNC"@en', '"NNC"@en, "Dusk Board"@en'), encoding="utf-8")
    wait_until(lambda: asked_of("Dusk Board") == 200)
    bodies.write_text(sound.replace('"NNC"@en', '"NNC"@en, "CQC"@en, "Dawn Board"@en'), encoding="utf-8")
    wait_until(lambda: "“CQC” names more than one body" in caplog.text)
    assert asked_of("Dusk Board") == 200
    assert asked_of("Dawn Board") != 200


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
