"""``If-None-Match``: 304 says that an answer still holds, and is never given for another one or for an error."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from sparql.store import EmbeddedStore
from tests.service.conftest import DATA

GRAPH = ox.NamedNode("https://w3id.org/whoasks/graph/response/demo/all")
ADDRESSES = (
    "/questions/who-asks-for?topic=transparency",
    "/questions/who-asks-for?topic=transparency&format=csv",
    "/statements?kind=ask",
    "/compare",
    "/topic/transparency",
    "/topic/transparency?format=ttl",
)


def built(folder: Path, *, without: str = "") -> str:
    """Build a store from the small dataset of tests/sparql/questions, without what has these words."""
    quads = (ox.Quad(q.subject, q.predicate, q.object, GRAPH) for q in ox.parse(path=DATA, format=ox.RdfFormat.TURTLE))
    with EmbeddedStore(folder).writing("test") as writer:
        writer.replace_graph(GRAPH.value, (quad for quad in quads if not without or without not in str(quad)))
    return str(folder)


def test_the_answer_of_another_store_of_the_same_version_is_not_taken_for_one_that_is_held(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    first = serve(store=built(tmp_path / "first"))
    second = serve(store=built(tmp_path / "second", without="transparency"))
    assert first.get(ADDRESSES[0]).json()["dataset_version"] == second.get(ADDRESSES[0]).json()["dataset_version"]
    for address in ADDRESSES:
        held = {"If-None-Match": first.get(address).headers["ETag"]}
        assert (address, first.get(address, headers=held).status_code) == (address, 304)
        assert second.get(address, headers=held).status_code != 304


def test_an_answer_that_its_question_makes_otherwise_now_does_not_hold(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    store, replies = built(tmp_path / "store"), []
    for name in ("count", "triples"):
        folder = tmp_path / name
        folder.mkdir()
        header = f"#+ transform:\n#+   {name}: ?n\n"
        (folder / "counted.rq").write_text(f"{header}SELECT (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o }}\n")
        replies.append(serve(store=store, questions=str(folder)).get("/questions/counted"))
    assert [list(reply.json()["answers"][0]) for reply in replies] == [["count"], ["triples"]]
    assert replies[0].headers["ETag"] != replies[1].headers["ETag"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/questions/who-asks-for?topic=transparency&offset=9999", 404),
        ("/questions/who-asks-for?topic=transparancy", 404),
        ("/compare?consultation=nope", 404),
        ("/topic/nope", 404),
        *((address, 304) for address in ADDRESSES),
    ],
)
def test_whatever_there_is_does_not_mean_what_there_is_not(client: httpx.Client, address: str, status: int) -> None:
    reply = client.get(address, headers={"If-None-Match": "*"})
    assert reply.status_code == status
    assert ("ETag" in reply.headers) == (status == 304)
