"""A graph that holds nothing is a graph, for those who read it as for those who write it."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.access import new_token
from tests.sparql_server import OxigraphServer

TOKEN, DIGEST = new_token()
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle", "Accept": "text/turtle"}
TRIPLE = "<urn:x:a> <urn:x:b> <urn:x:c> ."
LIFE = [
    ("PUT", 201),
    ("GET", 200),
    ("HEAD", 200),
    ("PUT", 204),
    ("GET", 200),
    ("DELETE", 204),
    ("GET", 404),
    ("DELETE", 404),
]
"""What is asked of an empty graph from its making to its end, and the statuses of the answers."""


@pytest.fixture(params=[10_000_000, 0], ids=["in memory", "on disk"])
def client(request: pytest.FixtureRequest, serve: Callable[..., httpx.Client]) -> httpx.Client:
    return graph_store(serve, quads_in_memory=request.param)


def graph_store(serve: Callable[..., httpx.Client], **settings: object) -> httpx.Client:
    started = serve(tokens=DIGEST, **settings)
    started.headers.update(HEADERS)
    started.params = httpx.QueryParams(graph="urn:x:graph")
    return started


def test_an_empty_graph_is_made_read_replaced_and_removed(client: httpx.Client) -> None:
    assert lived(client) == LIFE


def test_so_it_is_on_a_sparql_server(tmp_path: Path, serve: Callable[..., httpx.Client]) -> None:
    server = OxigraphServer(tmp_path / "server")
    try:
        assert lived(graph_store(serve, store=server.address)) == LIFE
    finally:
        server.stop()


def lived(client: httpx.Client) -> list[tuple[str, int]]:
    statuses = []
    for method, _ in LIFE:
        answer = client.request(method, "/graphs", content=b"" if method == "PUT" else None)
        statuses.append((method, answer.status_code))
    return statuses


def test_a_graph_that_is_emptied_stays_beside_one_that_is_not(client: httpx.Client) -> None:
    full = {"graph": "urn:x:full"}
    assert client.put("/graphs", params=full, content=TRIPLE).status_code == 201
    assert client.put("/graphs", content=TRIPLE).status_code == 201
    assert client.put("/graphs", content="").status_code == 204
    emptied, other = client.get("/graphs"), client.get("/graphs", params=full)
    assert (emptied.status_code, emptied.text) == (200, "")
    assert (other.status_code, "urn:x:a" in other.text) == (200, True)
    query = "SELECT ?g { GRAPH ?g {} } ORDER BY ?g"
    rows = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text.split()
    assert rows == ["g", "urn:x:full", "urn:x:graph"]
