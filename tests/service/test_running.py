"""Running it: backups while it writes, and an end that finishes what runs."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from service.access import new_token
from service.cli import app
from sparql.store import EmbeddedStore
from tests.sparql_server import free_port

TOKEN, DIGEST = new_token()
GRAPH = "http://example.org/graph"
SLOW = """
SELECT (COUNT(*) AS ?n) {
  { SELECT ?c { ?a ?b ?c } LIMIT 1500 } { SELECT ?f { ?d ?e ?f } LIMIT 1500 }
  FILTER(STRLEN(CONCAT("-", STR(?c), STR(?f))) > 0)
}"""


def numbers(store: EmbeddedStore) -> set[int]:
    rows = store.query("SELECT ?n { <http://example.org/s> <http://example.org/did> ?n }")
    return {int(row["n"].value) for row in rows}


@contextmanager
def written_to(client: httpx.Client) -> Iterator[list[int]]:
    """Send one update after the other meanwhile; yields the numbers of those that were acknowledged."""
    acknowledged: list[int] = []
    stopping = threading.Event()

    def write() -> None:
        while not stopping.is_set():
            number = len(acknowledged)
            triple = f"<http://example.org/s> <http://example.org/did> {number}"
            sent = {"update": f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triple} }} }}"}
            answer = client.post("/sparql", data=sent, headers={"Authorization": f"Bearer {TOKEN}"})
            assert answer.status_code == 204, answer.text
            acknowledged.append(number)

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        try:
            yield acknowledged
        finally:
            stopping.set()
            writing.result()


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300  # `whoasks serve` builds the bundled dataset first
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_backup_taken_while_updates_go_on_is_restored_while_updates_go_on(
    tmp_path: Path, serve: Callable[..., httpx.Client]
) -> None:
    store = EmbeddedStore(tmp_path / "store")
    run = CliRunner(env={"WHOASKS_STORE": str(store.folder)})
    client = serve(tokens=DIGEST)
    with written_to(client) as acknowledged:
        until(lambda: len(acknowledged) > 2)
        before = len(acknowledged)
        assert run.invoke(app, ["backup", str(tmp_path / "backup")]).exit_code == 0
        after = len(acknowledged) + 1  # the one under way may be published already
        until(lambda: len(acknowledged) > after + 2)
        assert run.invoke(app, ["restore", str(tmp_path / "backup")]).exit_code == 0
        restored = len(acknowledged) + 1
        until(lambda: len(acknowledged) > restored + 2)
    found = numbers(store)
    assert set(range(before)) <= found
    assert not found & set(range(after + 1, after + 3))
    assert set(range(restored + 1, len(acknowledged))) <= found


@pytest.mark.parametrize("encoding", ["gzip", "identity"], ids=["by the application", "past it"])
def test_told_to_end_it_finishes_what_runs_takes_nothing_new_and_exits_without_error(
    tmp_path: Path, encoding: str
) -> None:
    port = free_port()
    command = [Path(sys.executable).parent / "whoasks", "serve", "--port", str(port), "--no-access-log"]
    environment = {**os.environ, "WHOASKS_STORE": str(tmp_path / "store")}
    address, asked = f"http://127.0.0.1:{port}", {"Accept-Encoding": encoding}
    with running(command, environment) as service, ThreadPoolExecutor() as pool:
        until(lambda: answers(f"{address}/healthz"))
        slow = pool.submit(httpx.get, f"{address}/sparql", params={"query": SLOW}, headers=asked, timeout=60)
        until(lambda: "whoasks_queries_running 1.0" in httpx.get(f"{address}/metrics", timeout=60).text)
        service.send_signal(signal.SIGTERM)
        until(lambda: not answers(f"{address}/healthz"))
        assert slow.result().json()["results"]["bindings"][0]["n"]["value"] == str(1_500**2)
        assert service.wait(60) == 0


@contextmanager
def running(command: list[str | Path], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, and end it with the block if it has not ended by then."""
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=60).is_success
    except httpx.TransportError:
        return False
