"""Odd and hostile HTTP: each request gets a clear problem, none a 500, and none keeps a connection or memory."""

import gzip
import logging
import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from service.access import new_token
from service.fronts import limits
from sparql.store import EmbeddedStore
from tests.service.live import Service

TOKEN, DIGEST = new_token()
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """One service for all of them: it has to bear them all."""
    store = tmp_path_factory.mktemp("store")
    with EmbeddedStore(store).writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c>, <x:d> } }")
    with Service(store=str(store), tokens=DIGEST) as service:
        yield service.client


def connected(client: httpx.Client) -> socket.socket:
    return socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=60)


def sent(client: httpx.Client, data: bytes) -> bytes:
    """Send bytes; return all that comes until the service hangs up."""
    with connected(client) as connection:
        connection.sendall(data)
        got = bytearray()
        while part := connection.recv(65_536):
            got += part
    return bytes(got)


def problem(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    detail: str = answer.json()["detail"]
    return detail


@pytest.mark.parametrize("value", ["1e300", "9" * 30, "-1", "1.5", "NaN", "1_0", "٣", "x"])
def test_an_offset_that_is_no_count_is_refused(client: httpx.Client, value: str) -> None:
    assert "whole number" in problem(client.get("/sparql", params={"query": "ASK {}", "offset": value}), 400)


@pytest.mark.parametrize("value", ["NaN", "-1", "inf", "0x1", "", "5s"])
def test_a_timeout_that_is_no_time_is_refused(client: httpx.Client, value: str) -> None:
    assert "`timeout`" in problem(client.get("/sparql", params={"query": "ASK {}", "timeout": value}), 400)


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_is_no_iri_is_told_by_its_parameter(client: httpx.Client, parameter: str) -> None:
    assert f"`{parameter}`" in problem(client.get("/sparql", params={"query": "ASK {}", parameter: "a b"}), 400)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/sparql", "application/sparql-query"),
        ("/questions/who-asks-for", "application/json"),
        ("/mcp", "application/json"),
    ],
)
def test_a_body_that_is_compressed_is_refused(client: httpx.Client, path: str, kind: str) -> None:
    coded = {"Content-Type": kind, "Content-Encoding": "gzip"}
    answer = client.post(path, content=gzip.compress(b"ASK {}"), headers=coded)
    assert "gzip" in problem(answer, 415)
    assert answer.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /healthz HTTP/1.1\r\nBad Header: 1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /ask?q=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nASK\r\n0\r\n\r\n",
    ],
    ids=["tls", "a header", "a length", "a long address", "two lengths", "a chunk"],
)
def test_what_is_no_http_gets_a_problem(client: httpx.Client, data: bytes) -> None:
    head, _, body = sent(client, data).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    assert b"no HTTP/1.1" in body


def test_headers_without_end_are_refused(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        got = b""
        try:
            for _ in range(1_000):
                connection.sendall(b"X-Long: " + b"x" * 10_000 + b"\r\n")
        except ConnectionError:
            pass
        else:
            pytest.fail("the service took ten megabytes of headers")
        while part := _received(connection):
            got += part
    assert not got or got.startswith(b"HTTP/1.1 431 ")


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65_536)
    except ConnectionError:
        return b""


@pytest.mark.parametrize(
    ("begun", "answer"),
    [
        (b"", b""),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"HTTP/1.1 408 "),
        (b"GET /sparql?query=ASK", b"HTTP/1.1 408 "),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nASK", b"HTTP/1.1 408 "),
    ],
    ids=["nothing", "a head", "an address", "a body"],
)
def test_who_leaves_a_request_unfinished_is_let_go(
    client: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    begun: bytes,
    answer: bytes,
) -> None:
    monkeypatch.setattr(limits, "_LOOK_SECONDS", 0.1)
    monkeypatch.setattr(limits, "_SILENT_SECONDS", 0.3)
    with caplog.at_level(logging.ERROR):
        assert sent(client, begun).startswith(answer)
        assert client.get("/healthz").status_code == 200
    assert not caplog.records


def test_who_sends_a_head_a_sign_at_a_time_is_let_go(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_LOOK_SECONDS", 0.1)
    monkeypatch.setattr(limits, "_HEAD_SECONDS", 0.5)
    with connected(client) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        connection.settimeout(0.1)
        deadline, got = time.monotonic() + 20, b""
        while not got:
            assert time.monotonic() < deadline
            connection.sendall(b"x")
            try:
                got = connection.recv(65_536)
            except TimeoutError:
                continue
    assert got.startswith(b"HTTP/1.1 408 ")


def test_a_slow_answer_is_not_taken_for_a_slow_client(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(limits, "_SILENT_SECONDS", 0.2)
    endless = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(60))} }}"
    given = {"query": endless, "timeout": "1"}
    for answer in (client.get("/sparql", params=given), client.post("/sparql", data=given)):
        assert problem(answer, 504)


@pytest.mark.parametrize("offer", ["Upgrade: websocket\r\nConnection: Upgrade", "Upgrade: h2c\r\nConnection: Upgrade"])
def test_who_offers_another_protocol_is_answered_in_this_one(client: httpx.Client, offer: str) -> None:
    data = f"GET /healthz HTTP/1.1\r\nHost: x\r\n{offer}\r\n\r\n".encode()
    with connected(client) as connection:
        connection.sendall(data)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_what_is_no_message_for_agents_gets_a_problem(client: httpx.Client) -> None:
    assert "application/json" in problem(
        client.post("/mcp", content=b"{}", headers={"Content-Type": "text/plain"}), 415
    )
    problem(client.post("/mcp", content=b" " * 2_000_000, headers=JSON), 413)
    answer = client.put("/mcp", content=b"{}", headers=JSON)
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, POST, OPTIONS"


def test_tags_may_come_in_several_lines(client: httpx.Client) -> None:
    for query, method in (("ASK {}", "GET"), ("ASK { }", "POST")):
        given = {"params" if method == "GET" else "data": {"query": query}}
        tag = client.request(method, "/sparql", **given).headers["ETag"]  # type: ignore[arg-type]
        lines = [("If-None-Match", '"other"'), ("If-None-Match", tag), ("If-None-Match", '"third"')]
        assert client.request(method, "/sparql", headers=lines, **given).status_code == 304  # type: ignore[arg-type]
