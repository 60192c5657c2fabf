"""A query that the service shortens answers as it did, whatever becomes of the dataset."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx

from service.access import new_token
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
ASKS = "SELECT (COUNT(*) AS ?n) { ?ask a <x:Ask> ; <x:topic> ?topic }"


def count(client: httpx.Client) -> str:
    found: str = client.get("/sparql", params={"query": ASKS}).json()["results"]["bindings"][0]["n"]["value"]
    return found


def survey(client: httpx.Client) -> None:
    """Wait until the service knows the statistics of what it answers from."""
    deadline = time.monotonic() + 30
    while "\nwhoasks_store_surveyed 1.0" not in client.get("/metrics").text:
        assert time.monotonic() < deadline, "no statistics were made"
        time.sleep(0.05)


def update(client: httpx.Client, text: str) -> None:
    sent = client.post("/sparql", data={"update": text}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert sent.status_code == 204


def test_what_is_redundant_in_one_version_counts_in_the_next(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:1> a <x:Ask> ; <x:topic> 1 . <x:2> a <x:Ask> ; <x:topic> 2 } }")
    client = serve(tokens=DIGEST, cache_bytes=0)
    assert count(client) == "2"
    survey(client)
    assert count(client) == "2"
    update(client, "INSERT DATA { GRAPH <x:g> { <x:3> <x:topic> 3 } }")
    assert count(client) == "2"
    update(client, "INSERT DATA { GRAPH <x:h> { <x:1> a <x:Ask> . <x:3> a <x:Ask> } }")
    survey(client)
    assert count(client) == "4"  # <x:1> is said to be an ask twice, and the engine joins with both


def test_a_mistake_is_shown_where_it_stands_in_the_query_that_was_sent(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update(
            "INSERT DATA { <x:1> <x:topic> <x:t> . <x:2> <x:topic> <x:t> . <x:3> <x:topic> <x:t> . "
            "<x:4> <x:topic> <x:t> }"
        )
    client = serve(cache_bytes=0)
    wrong = "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:topic> ?t } GROUP BY ?t ORDER BY"
    survey(client)
    assert client.get("/sparql", params={"query": wrong}).json()["column"] == len(wrong) + 1
