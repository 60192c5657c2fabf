"""A query that the service shortens answers as it did, whatever becomes of the dataset."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx

from service.transport.access import new_token
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
ASKS = "SELECT (COUNT(*) AS ?n) { ?ask a <x:Ask> ; <x:topic> ?topic }"


def count(client: httpx.Client) -> str:
    found: str = client.get("/sparql", params={"query": ASKS}).json()["results"]["bindings"][0]["n"]["value"]
    return found


def answered(client: httpx.Client) -> float:
    lines = client.get("/metrics").text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("whoasks_queries_total"))


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
    while answered(client) < 3:  # the query, and the two that prove it redundant
        time.sleep(0.01)
    assert count(client) == "2"
    update(client, "INSERT DATA { GRAPH <x:g> { <x:3> <x:topic> 3 } }")
    assert count(client) == "2"
    update(client, "INSERT DATA { GRAPH <x:h> { <x:1> a <x:Ask> . <x:3> a <x:Ask> } }")
    asked = [count(client) for _ in range(20)]
    assert set(asked) == {"4"}  # <x:1> is said to be an ask twice, and the engine joins with both
