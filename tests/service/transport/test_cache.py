"""Answers that are kept: by version of the dataset and query, bounded in bytes, and told by their ETag."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.access import new_token
from service.transport.cache import Answer, Cache
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
COUNT = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}


@pytest.fixture
def client(tmp_path: Path, serve: Callable[..., httpx.Client]) -> httpx.Client:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")
    return serve(tokens=DIGEST)


def insert(client: httpx.Client, triple: str) -> None:
    sent = {"update": f"INSERT DATA {{ GRAPH <x:g> {{ {triple} }} }}"}
    assert client.post("/sparql", data=sent, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 204


def lookups(client: httpx.Client) -> dict[str, float]:
    lines = [line for line in client.get("/metrics").text.splitlines() if line.startswith("whoasks_cache_total")]
    return {line.split('"')[1]: float(line.rpartition(" ")[2]) for line in lines}


def test_a_repeated_question_is_answered_from_the_cache(client: httpx.Client) -> None:
    first, second = client.get("/sparql", params=COUNT), client.get("/sparql", params=COUNT)
    assert first.content == second.content
    assert lookups(client) == {"miss": 1, "hit": 1}


def test_an_update_is_seen_at_once_and_changes_the_etag(client: httpx.Client) -> None:
    before = client.get("/sparql", params=COUNT)
    insert(client, "<x:a> <x:b> <x:d>")
    after = client.get("/sparql", params=COUNT)
    assert after.json()["results"]["bindings"][0]["n"]["value"] == "2"
    assert before.headers["etag"] != after.headers["etag"]
    assert before.headers["x-dataset-version"] != after.headers["x-dataset-version"]


@pytest.mark.parametrize("method", ["GET", "HEAD"], ids=["short way", "long way"])
def test_who_has_the_answer_already_is_told_so(client: httpx.Client, method: str) -> None:
    asked = {"query": "ASK {}"}
    etag = client.request(method, "/sparql", params=asked).headers["etag"]
    again = client.request(method, "/sparql", params=asked, headers={"If-None-Match": f'W/"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    other = client.request(method, "/sparql", params=asked, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"], ids=["short way", "long way"])
def test_tags_are_compared_without_regard_to_weakness_and_a_star_names_any(client: httpx.Client, method: str) -> None:
    asked = {"query": "ASK {}"}
    etag = client.request(method, "/sparql", params=asked).headers["etag"]
    for known in (etag.removeprefix("W/"), f"W/{etag.removeprefix('W/')}", "*"):
        assert client.request(method, "/sparql", params=asked, headers={"If-None-Match": known}).status_code == 304


def test_each_format_has_an_etag_of_its_own(client: httpx.Client) -> None:
    tags = {
        client.get("/sparql", params=COUNT, headers={"Accept": each}).headers["etag"] for each in ("text/csv", "*/*")
    }
    assert len(tags) == 2


@pytest.mark.parametrize("function", ["RAND()", "NOW()", "STRUUID()", "UUID()", "rand ()", "NOW # then\n()"])
def test_what_differs_each_time_is_not_kept(client: httpx.Client, function: str) -> None:
    answer = client.get("/sparql", params={"query": f"SELECT ({function} AS ?x) {{}}"})
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_a_query_that_only_mentions_chance_is_kept(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ('now() and rand()' AS ?uuid) {} # bnode()"})
    assert answer.headers["etag"]


@pytest.mark.parametrize(("encoding", "expected"), [("zstd", "zstd"), ("gzip", "gzip"), ("gzip;q=0", ""), ("x", "")])
def test_a_response_is_compressed_as_asked(client: httpx.Client, encoding: str, expected: str) -> None:
    query = {"query": f"SELECT ?x {{ VALUES ?x {{ '{'a' * 2_000}' }} }}"}
    for _ in range(2):
        answer = client.get("/sparql", params=query, headers={"Accept-Encoding": encoding})
        assert answer.headers.get("content-encoding", "") == expected
        assert answer.json()["results"]["bindings"][0]["x"]["value"] == "a" * 2_000


def answer(size: int) -> Answer:
    return Answer(b"x" * size, {}, "", {})


def test_the_cache_stays_within_its_bytes_and_forgets_what_was_not_wanted_for_longest() -> None:
    cache = Cache(10_000)
    assert cache.get("1", "a") is None
    for key in "abcdefgh":
        cache.put("1", key, answer(1_000))
        cache.get("1", "a")
    assert cache.size <= 10_000
    assert cache.get("1", "a") is not None
    assert cache.get("1", "b") is None


def test_an_answer_of_an_earlier_version_is_neither_given_nor_kept() -> None:
    cache = Cache(10_000)
    cache.get("1", "a")
    cache.put("1", "a", answer(10))
    assert cache.get("2", "a") is None
    cache.put("1", "b", answer(10))
    assert cache.get("2", "b") is None
