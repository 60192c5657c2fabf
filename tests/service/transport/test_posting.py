"""A query by POST is answered as the same query by GET, on the short way as on the long one."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from sparql.store import EmbeddedStore

QUERY = "SELECT ?o { <x:a> ?p ?o . <x:a> ?q ?o }"
RESULTS = "application/sparql-results+json"
LONG_WAY = f"{RESULTS}, text/html;q=0.1"
"""Whoever might be shown a page goes the long way."""
POSTED = {
    "as it is": {"content": QUERY, "headers": {"Content-Type": "application/sparql-query"}},
    "as a form": {"data": {"query": QUERY}},
    "after a byte order mark": {
        "content": f"\ufeff{QUERY}".encode(),
        "headers": {"Content-Type": "application/sparql-query"},
    },
    "in an odd form": {
        "content": "%71uery=SELECT+?o+%7B+<x:a>+?p+?o+.+<x:a>+?q+?o+%7D",
        "headers": {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
    },
}


@pytest.fixture
def client(tmp_path: Path, serve: Callable[..., httpx.Client]) -> httpx.Client:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update(f"INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> <x:c>, '{'long' * 300}' }} }}")
    return serve(max_query=0.01)


def post(client: httpx.Client, posted: dict[str, object], accept: str, **headers: str) -> httpx.Response:
    given = posted.get("headers")
    sent = {**(given if isinstance(given, dict) else {}), "Accept": accept, **headers}
    return client.post("/sparql", **{**posted, "headers": sent})  # type: ignore[arg-type]


@pytest.mark.parametrize("posted", POSTED.values(), ids=POSTED)
@pytest.mark.parametrize("origin", [{}, {"Origin": "http://example.org"}], ids=["same site", "other site"])
def test_the_short_way_answers_as_the_long_one(
    client: httpx.Client, posted: dict[str, object], origin: dict[str, str]
) -> None:
    short, long = (post(client, posted, accept, **origin) for accept in (RESULTS, LONG_WAY))
    by_get = client.get("/sparql", params={"query": QUERY}, headers={"Accept": RESULTS})
    assert short.status_code == long.status_code == by_get.status_code == 200
    assert short.content == long.content == by_get.content
    told = ("content-type", "etag", "cache-control", "x-dataset-version", "content-security-policy", "content-encoding")
    for name in (*told, *(["access-control-allow-origin"] if origin else [])):
        assert short.headers.get(name) == long.headers.get(name), name
    unchanged = post(client, posted, RESULTS, **{"If-None-Match": short.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    ("posted", "status"),
    [
        ({"content": "SELECT nonsense", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ({"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ({"data": {"query": f"ASK {{}} #{'x' * 20_000}"}}, 413),
        ({"data": {"nothing": "ASK {}"}}, 400),
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"content": "%75pdate=CLEAR%20ALL", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 403),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ({"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-query"}}, 400),
    ],
    ids=["syntax", "type", "size", "no query", "update", "update in escapes", "direct update", "update as query"],
)
def test_what_is_wrong_or_forbidden_is_said_the_same(
    client: httpx.Client, posted: dict[str, object], status: int
) -> None:
    short, long = (post(client, posted, accept) for accept in (RESULTS, LONG_WAY))
    assert short.status_code == long.status_code == status
    assert short.json() == long.json()
    assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


def test_a_query_that_comes_in_pieces_is_answered(client: httpx.Client) -> None:
    pieces = iter([QUERY[:10].encode(), QUERY[10:].encode()])
    answer = client.post("/sparql", content=pieces, headers={"Content-Type": "application/sparql-query"})
    assert len(answer.json()["results"]["bindings"]) == 2
