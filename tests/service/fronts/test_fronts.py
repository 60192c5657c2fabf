"""Fronts answer look-ups as the service would, hand over all else, and follow what is published."""

import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import uvicorn

from service.access import new_token
from service.app import create_app
from service.fronts.direct import DirectProtocol
from service.fronts.serving import Serving
from service.settings import Settings
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
LOOKUP = {"query": "SELECT ?p ?o { <x:a> ?p ?o }"}
HUB = 3_000
LIMIT_SECONDS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("fronts") / "store"
    with EmbeddedStore(store).writing("test") as writer:
        links = " , ".join(f"<x:{number:030}>" for number in range(HUB))
        about = f"<x:a> <x:b> 1, 'two'@en ; <x:c> '{'c' * 900}' . <x:hub> <x:b> {links}"
        writer.update(f"INSERT DATA {{ GRAPH <x:g> {{ {about} }} }}")
    return store


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Serving]:
    settings = Settings.model_validate({"store": str(folder), "workers": 2, "fronts": 2, "tokens": DIGEST})
    app = create_app(settings)
    config = uvicorn.Config(app, port=0, http=DirectProtocol, log_config=None, server_header=False)
    server = Serving(config, settings, app.held.engine, app.held.metrics)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    yield server
    server.should_exit = True
    thread.join()


@pytest.fixture
def client(server: Serving) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=LIMIT_SECONDS) as client:
        wait_until(lambda: figure(client, "whoasks_fronts") == 2)
        yield client


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def figure(client: httpx.Client, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def at_once(client: httpx.Client) -> float:
    return figure(client, 'whoasks_queries_total{action="query",outcome="at once"}')


def fresh(client: httpx.Client) -> httpx.Client:
    """Return a client with a connection of its own, which a front will take."""
    return httpx.Client(base_url=client.base_url, timeout=LIMIT_SECONDS, headers={"Accept-Encoding": "identity"})


def seen(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    return answer.status_code, {name: value for name, value in answer.headers.items() if name != "date"}, answer.content


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept": "text/csv"},
        {"Accept": "application/sparql-results+xml, text/csv;q=0.5"},
        {"Accept": "text/tab-separated-values"},
        {"If-None-Match": 'W/"other"'},
        {"Connection": "keep-alive"},
    ],
    ids=str,
)
def test_a_front_says_what_the_service_says(client: httpx.Client, headers: dict[str, str]) -> None:
    before = at_once(client)
    with fresh(client) as another:
        at_front = another.get("/sparql", params=LOOKUP, headers=headers)
    assert at_once(client) == before + 1
    with fresh(client) as another:
        by_service = another.get("/sparql", params={**LOOKUP, "timeout": "5"}, headers=headers)
    assert at_once(client) == before + 1
    assert seen(at_front) == seen(by_service)
    assert at_front.headers["date"]


def test_who_has_the_answer_already_is_told_so(client: httpx.Client) -> None:
    with fresh(client) as another:
        etag = another.get("/sparql", params=LOOKUP).headers["etag"]
        again = another.get("/sparql", params=LOOKUP, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


OTHERS: dict[str, tuple[Callable[[httpx.Client], httpx.Response], int]] = {
    "another address": (lambda client: client.get("/healthz"), 200),
    "no address": (lambda client: client.get("/nothing"), 404),
    "HEAD": (lambda client: client.head("/sparql", params=LOOKUP), 200),
    "a form": (lambda client: client.post("/sparql", data=LOOKUP), 200),
    "a large body": (lambda client: client.post("/sparql", data={"query": "x" * 2_000_000}), 413),
    "a mistake": (lambda client: client.get("/sparql", params={"query": "SELECT ?p { <x:a> ?p"}), 400),
    "a count": (lambda client: client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}), 200),
    "no such format": (lambda client: client.get("/sparql", params=LOOKUP, headers={"Accept": "image/png"}), 406),
    "no UTF-8": (lambda client: client.get("/sparql?query=%FF"), 400),
}


@pytest.mark.parametrize(("ask", "status"), OTHERS.values(), ids=OTHERS)
def test_a_connection_goes_on_at_the_service_whatever_it_asks(
    client: httpx.Client, ask: Callable[[httpx.Client], httpx.Response], status: int
) -> None:
    with fresh(client) as another:
        assert another.get("/sparql", params=LOOKUP).status_code == 200
        answer = ask(another)
        assert answer.status_code == status, answer.text
        assert another.get("/sparql", params=LOOKUP).json()["results"]["bindings"]


def test_a_large_answer_is_whole_and_not_a_fronts(client: httpx.Client) -> None:
    before = at_once(client)
    with fresh(client) as another:
        found = another.get("/sparql", params={"query": "SELECT ?o { <x:hub> ?p ?o }"}).json()
    assert len(found["results"]["bindings"]) == HUB
    assert at_once(client) == before


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_what_is_to_be_compressed_is(client: httpx.Client, encoding: str) -> None:
    with fresh(client) as another:
        answer = another.get("/sparql", params=LOOKUP, headers={"Accept-Encoding": encoding})
    assert answer.headers["content-encoding"] == encoding
    assert len(answer.json()["results"]["bindings"]) == 3


def request_bytes(query: str = LOOKUP["query"]) -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@pytest.mark.parametrize("cut", [3, 20, 60, -3])
def test_a_request_that_comes_in_two_parts_is_answered(client: httpx.Client, cut: int) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), LIMIT_SECONDS) as connection:
        connection.sendall(request_bytes()[:cut])
        time.sleep(0.05)
        connection.sendall(request_bytes()[cut:])
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_two_requests_at_once_get_two_answers(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), LIMIT_SECONDS) as connection:
        connection.sendall(request_bytes() * 2)
        received = b""
        while received.count(b"HTTP/1.1 200") < 2:
            part = connection.recv(65_536)
            assert part
            received += part


def test_an_update_is_seen_at_once_on_every_connection(client: httpx.Client) -> None:
    rows = []
    with fresh(client) as kept:
        for number in range(3):
            text = f"INSERT DATA {{ GRAPH <x:g> {{ <x:new> <x:b> {number} }} }}"
            sent = client.post("/sparql", data={"update": text}, headers={"Authorization": f"Bearer {TOKEN}"})
            assert sent.status_code == 204
            with fresh(client) as another:
                for each in (kept, another):
                    answer = each.get("/sparql", params={"query": "SELECT ?o { <x:new> <x:b> ?o }"})
                    rows.append(len(answer.json()["results"]["bindings"]))
                    assert answer.headers["x-dataset-version"] == sent.headers["x-dataset-version"]
    assert rows == [1, 1, 2, 2, 3, 3]


def test_a_front_that_is_killed_is_replaced(client: httpx.Client, server: Serving) -> None:
    assert server.fronts is not None
    fronts = server.fronts
    killed, kept = sorted(fronts.process_ids)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: len(fronts.process_ids - {killed}) == 2)
    assert kept in fronts.process_ids
    before = at_once(client)
    with fresh(client) as another:
        assert another.get("/sparql", params=LOOKUP).status_code == 200
    assert at_once(client) == before + 1


@pytest.mark.usefixtures("client")
def test_the_front_with_fewer_connections_takes_the_next(server: Serving) -> None:
    assert server.fronts is not None
    halted = min(server.fronts.process_ids)
    connections: list[socket.socket] = []

    def connect(number: int) -> None:
        for _ in range(number):
            connections.append(socket.create_connection(("127.0.0.1", server.port), timeout=LIMIT_SECONDS))
            connections[-1].sendall(f"GET /sparql?query={quote(LOOKUP['query'])} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert connections[-1].recv(65_536).startswith(b"HTTP/1.1 200")

    def most_go_there() -> bool:
        before = sockets_of(halted)
        connect(6)
        return sockets_of(halted) - before >= 5

    try:
        os.kill(halted, signal.SIGSTOP)
        wait_until(lambda: Path(f"/proc/{halted}/stat").read_text().rpartition(")")[2].split()[0] == "T")
        connect(8)  # which all go to the other: none waits for a front that does not answer
        os.kill(halted, signal.SIGCONT)
        wait_until(most_go_there)  # once it runs again, and the machine lets it
    finally:
        os.kill(halted, signal.SIGCONT)
        for connection in connections:
            connection.close()


def sockets_of(process_id: int) -> int:
    return sum("socket:" in str(each.readlink()) for each in Path(f"/proc/{process_id}/fd").iterdir())
