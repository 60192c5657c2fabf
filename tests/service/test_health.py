"""Whether the service says truly that it lives and can answer."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ontology import BUNDLED
from sparql.store import EmbeddedStore


def test_without_a_dataset_the_service_lives_and_is_not_ready(serve: Callable[..., httpx.Client]) -> None:
    client = serve()
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_another_process_publishes_is_served_soon(tmp_path: Path, serve: Callable[..., httpx.Client]) -> None:
    client = serve()
    with EmbeddedStore(tmp_path / "store").writing("another") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")
    deadline = time.monotonic() + 60
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert client.get("/readyz").json()["dataset_version"] == "000001"
    assert client.get("/sparql", params={"query": "ASK { <x:a> ?p ?o }"}).json()["boolean"] is True


def test_a_generation_that_cannot_be_read_is_told_and_the_earlier_one_answers(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    store = EmbeddedStore(tmp_path / "store")
    for number in (1, 2):
        with store.writing(f"generation {number}") as writer:
            writer.update(f"INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> {number} }} }}")
    store.rollback("000001")
    client = serve()
    for file in store.data("000002").glob("*.sst"):
        file.write_bytes(b"")
    store.rollback("000002")
    deadline = time.monotonic() + 60
    while not (problems := client.get("/readyz").json()["problems"]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert "000002" in problems[0]
    assert client.get("/sparql", params={"query": "ASK { <x:a> <x:b> 1 }"}).json()["boolean"] is True


def test_a_store_that_loses_what_it_publishes_is_told_and_the_generation_in_use_answers(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
    client = serve()
    (tmp_path / "store" / "CURRENT").unlink()
    deadline = time.monotonic() + 60
    while not (problems := client.get("/readyz").json()["problems"]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert "`whoasks rollback 000001`" in problems[0]
    assert client.get("/sparql", params={"query": "ASK { <x:a> <x:b> 1 }"}).json()["boolean"] is True


def test_a_broader_topic_that_there_is_not_is_told_from_the_start(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    shutil.copytree(BUNDLED, tmp_path / "ontology", ignore=shutil.ignore_patterns("__pycache__"))
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")
    with (tmp_path / "ontology" / "topics.ttl").open("a", encoding="utf-8") as topics:
        topics.write("topic:transparency skos:broader topic:openness .\n")
    (problem,) = serve(ontology=tmp_path / "ontology").get("/readyz").json()["problems"]
    assert "topics.ttl" in problem
    assert "topic/openness> is referred to here and described nowhere" in problem


@pytest.mark.parametrize("broken", [b"\nthis is no Turtle", b"\n# not UTF-8: \xe9\n"])
def test_a_broken_edit_of_the_ontology_is_told_and_the_earlier_one_stays(
    tmp_path: Path, serve: Callable[..., httpx.Client], broken: bytes
) -> None:
    shutil.copytree(BUNDLED, tmp_path / "ontology", ignore=shutil.ignore_patterns("__pycache__"))
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")
    client = serve(ontology=tmp_path / "ontology")
    assert client.get("/readyz").json()["problems"] == []
    topics = tmp_path / "ontology" / "topics.ttl"
    topics.write_bytes(topics.read_bytes() + broken)
    deadline = time.monotonic() + 60
    while not (problems := client.get("/readyz").json()["problems"]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "earlier" in problems[0]
    assert client.get("/questions").status_code == 200
