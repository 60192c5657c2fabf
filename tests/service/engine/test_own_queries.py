"""What the service asks itself is whole whatever the public may have, bounded, and part of the share of its client."""

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.engine import Engine, outcomes
from service.transport import endpoint
from service.transport.endpoint import Caps
from service.workers.wire import Request
from sparql import BUNDLED_QUESTIONS
from tests.service.pages.stores import annotated_corpus, fill

Serve = Callable[..., httpx.Client]
PAGE = {"Accept": "text/html"}
SMALL = 2_000
"""Bytes that the result of hardly any query of a page fits into."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Publish the two bundled responses."""
    folder = tmp_path_factory.mktemp("own") / "store"
    return str(fill(folder, [(each, None) for each in annotated_corpus()]))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Write saved questions of every form beside the bundled ones."""
    folder = tmp_path / "questions"
    shutil.copytree(BUNDLED_QUESTIONS, folder)
    (folder / "all-of-it.rq").write_text("CONSTRUCT WHERE { ?s ?p ?o }", encoding="utf-8")
    (folder / "anything.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return for whom workers are asked from now on."""
    found: list[str] = []
    run = Engine.run

    async def noted(engine: Engine, request: Request, **how: object) -> object:
        found.append(str(how.get("client", "")))
        return await run(engine, request, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "run", noted)
    return found


@pytest.mark.parametrize("path", ["/response/sof-2021-22/bma", "/asks", "/claims", "/body/nhsei", "/topics", "/graph"])
def test_a_page_is_whole_under_any_caps_of_the_public(serve: Serve, store: str, path: str) -> None:
    whole = serve(store=store).get(path, headers=PAGE)
    narrow = serve(store=store, max_rows=5, max_bytes=SMALL, max_query=0.0001).get(path, headers=PAGE)
    assert (narrow.status_code, narrow.text) == (200, whole.text)


def test_a_page_that_needs_more_than_can_be_read_says_so(
    serve: Serve, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "_OWN", Caps(0, 10 * SMALL))
    answer = serve(store=store).get("/response/sof-2021-22/bma", headers=PAGE)
    assert answer.status_code == 507
    assert "has more than" in answer.text


def test_a_question_that_needs_more_than_can_be_read_says_so(
    serve: Serve, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "MOST_READ", SMALL)
    answer = serve(store=store).get(
        "/questions/who-asks-for?topic=transparency", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 507
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["reason"] == "size"


def test_a_question_that_makes_a_graph_too_large_to_be_read_says_so(
    serve: Serve, store: str, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "MOST_READ", SMALL)
    answer = serve(store=store, questions=questions).get("/questions/all-of-it", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["content-type"]) == (507, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/asks", "text/html"),
        ("/questions/who-asks-for?topic=transparency", "application/json"),
        ("/search?q=transparency", "application/json"),
        ("/topic/transparency", "application/json"),
        ("/topic/transparency", "text/turtle"),
        ("/questions/all-of-it", "text/turtle"),
        ("/questions/anything", "application/json"),
    ],
)
def test_what_is_asked_for_a_client_counts_towards_its_share(
    serve: Serve, store: str, questions: Path, asked: list[str], path: str, accept: str
) -> None:
    client = serve(store=store, questions=questions)
    asked.clear()
    assert client.get(path, headers={"Accept": accept}).status_code == 200
    assert asked
    assert set(asked) == {"127.0.0.1"}
