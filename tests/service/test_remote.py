"""A service over a dataset that lives on a real SPARQL server."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import ontology
from loaders.pipeline import Plan, load
from service.access import new_token
from sparql.store import EmbeddedStore
from sparql.store.remote import RemoteStore
from tests.servers import KINDS, started
from tests.sparql_server import SparqlServer

TOKEN, DIGEST = new_token()
QUESTION = "/questions/who-asks-for?topic=cqc-alignment"


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparqlServer]:
    """A server of each kind that the bundled corpus has been loaded into."""
    with started(request.param, tmp_path_factory.mktemp(request.param)) as server:
        load(RemoteStore(server.address), [], Plan(ontology.BUNDLED))
        yield server


def respondents(answer: httpx.Response) -> set[str]:
    return {row["body"]["id"] for row in answer.json()["answers"]}


def test_a_saved_question_is_answered_from_the_server(server: SparqlServer, serve: Callable[..., httpx.Client]) -> None:
    client = serve(store=server.address)
    assert respondents(client.get(QUESTION)) == {"nhs-confederation", "bma"}


def test_both_kinds_of_store_give_the_same_answers(
    server: SparqlServer, serve: Callable[..., httpx.Client], tmp_path: Path
) -> None:
    load(EmbeddedStore(tmp_path / "embedded"), [], Plan(ontology.BUNDLED))
    remote, embedded = serve(store=server.address), serve(store=str(tmp_path / "embedded"))
    for path in ("/questions/stance-by-question", "/questions/who-asks-for?topic=transparency"):
        assert remote.get(path).json()["answers"] == embedded.get(path).json()["answers"]


def test_a_load_by_another_process_is_followed(server: SparqlServer, serve: Callable[..., httpx.Client]) -> None:
    client = serve(store=server.address)
    before = client.get(QUESTION).json()["dataset_version"]
    with RemoteStore(server.address).writing("another process") as writer:
        writer.update("INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/s> a wa:Consultation } }")
    deadline = time.monotonic() + 60
    while client.get(QUESTION).json()["dataset_version"] == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_two_services_over_one_server_answer_from_what_either_has_written(
    server: SparqlServer, serve: Callable[..., httpx.Client]
) -> None:
    writing, reading = serve(store=server.address, tokens=DIGEST), serve(store=server.address)
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s <x:written-by> ?o }"}
    kept = reading.get("/sparql", params=count)
    assert reading.get("/sparql", params=count, headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304
    sent = writing.post(
        "/sparql",
        data={"update": "INSERT DATA { GRAPH <x:g> { <x:a> <x:written-by> 'the other' } }"},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert sent.status_code == 204
    assert writing.get("/sparql", params=count).json()["results"]["bindings"][0]["n"]["value"] == "1"
    deadline = time.monotonic() + 60
    while (seen := reading.get("/sparql", params=count)).headers["ETag"] == kept.headers["ETag"]:
        assert time.monotonic() < deadline, "the old answer is still sent"
        time.sleep(0.05)
    assert seen.json()["results"]["bindings"][0]["n"]["value"] == "1"
    assert seen.headers["X-Dataset-Version"] == sent.headers["X-Dataset-Version"]


def test_a_server_that_is_away_is_a_503_until_it_is_back(
    server: SparqlServer, serve: Callable[..., httpx.Client]
) -> None:
    client = serve(store=server.address.replace("//", "//ann:secret@"))
    assert client.get("/readyz").status_code == 200
    server.stop()
    away = client.get("/sparql", params={"query": "ASK { ?s ?p 'asked while away' }"})
    unready = _waited_for(client, 503)
    server.start()
    for answer in (away, unready):
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert answer.headers["retry-after"] == "1"
        assert "cannot be reached" in answer.text
        assert "secret" not in answer.text
    _waited_for(client, 200)
    assert respondents(client.get(QUESTION)) == {"nhs-confederation", "bma"}


def _waited_for(client: httpx.Client, readiness: int) -> httpx.Response:
    deadline = time.monotonic() + 60
    while (answer := client.get("/readyz")).status_code != readiness:
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)
    return answer


def test_a_hostile_query_is_stopped_here_though_it_runs_there(
    server: SparqlServer, serve: Callable[..., httpx.Client]
) -> None:
    client = serve(store=server.address, timeout=1)
    hostile = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert client.get("/sparql", params={"query": hostile}).status_code == 504
