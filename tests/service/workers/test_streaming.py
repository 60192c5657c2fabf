"""Large results wait on disk for clients, in no memory of the service, and are streamed to those who read trailers."""

import contextlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from service.workers import spool
from sparql.store import EmbeddedStore
from tests.service.live import Service

LONG = "x" * 3_000
COUNT = 3_000
QUERY = "SELECT ?s ?o { ?s <x:p> ?o }"
SLOW = f"{QUERY} ORDER BY ?o"
SCANS = " ".join(f"?s{i} <x:p> ?o{i} FILTER (?s{i} = ?s)" for i in range(5))
STEADY = f"SELECT ?s ?o {{ ?s <x:p> ?o . {SCANS} }}"
"""Finds row after row for about a minute; the parts of a UNION would come in any order."""
STREAMED = ("TE: trailers", "Connection: TE")


@pytest.fixture
def started(serve: Callable[..., httpx.Client]) -> Callable[..., httpx.Client]:
    """Start a service likewise, with a client that wants nothing compressed."""

    def start(**settings: object) -> httpx.Client:
        client = serve(**settings)
        client.headers["Accept-Encoding"] = "identity"
        return client

    return start


@pytest.fixture
def _store(tmp_path: Path) -> None:
    """Publish 9 MB of text."""
    graph, predicate = ox.NamedNode("x:g"), ox.NamedNode("x:p")
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.replace_graph(
            "x:g", [ox.Quad(ox.NamedNode(f"x:{i}"), predicate, ox.Literal(f"{i}{LONG}"), graph) for i in range(COUNT)]
        )


pytestmark = pytest.mark.usefixtures("_store")


@contextlib.contextmanager
def asking(client: httpx.Client, query: str, *headers: str) -> Iterator[socket.socket]:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)  # what is not read waits at the service
        connection.settimeout(60)
        connection.connect(("127.0.0.1", client.base_url.port or 0))
        lines = "".join(f"{header}\r\n" for header in headers)
        connection.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        yield connection


def received(connection: socket.socket, until: bytes) -> bytes:
    got = bytearray()
    while until not in got[-1_000_000:]:
        part = connection.recv(1 << 20)
        if not part:
            break
        got += part
    return bytes(got)


def unchunked(body: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Return what a chunked message holds, and its trailer fields."""
    whole, place = bytearray(), 0
    while size := int(body[place : (end := body.index(b"\r\n", place))], 16):
        whole += body[end + 2 : end + 2 + size]
        place = end + 2 + size + 2
    lines = body[end + 2 :].split(b"\r\n")
    return bytes(whole), dict(line.split(b": ", 1) for line in lines if line)


def test_a_client_that_reads_trailers_gets_the_same_in_chunks(started: Callable[..., httpx.Client]) -> None:
    client = started()
    plain = client.get("/sparql", params={"query": QUERY})
    assert int(plain.headers["content-length"]) > 9_000_000
    with asking(client, QUERY + " # not held", *STREAMED) as connection:
        head, _, body = received(connection, b"\r\n0\r\n\r\n").partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head
    assert b"etag: " in head
    assert unchunked(body) == (plain.content, {})


def test_it_gets_the_beginning_before_the_end_is_found_and_is_cut_off_where_that_is_not(
    started: Callable[..., httpx.Client],
) -> None:
    client = started(timeout=15)
    with asking(client, STEADY, *STREAMED) as connection:
        assert connection.recv(4_000).startswith(b"HTTP/1.1 200 ")  # and not 504, as at the end
        rest = b""
        with contextlib.suppress(ConnectionResetError):
            rest = received(connection, b"\r\n0\r\n")
    assert b"\r\n0\r\n" not in rest
    assert 'whoasks_kills_total{reason="time"} 1.0' in client.get("/metrics").text
    assert client.get("/sparql", params={"query": STEADY, "timeout": "0.5"}).status_code == 504


def test_what_was_cut_is_told_in_a_trailer(started: Callable[..., httpx.Client]) -> None:
    client = started(max_rows=2_000)
    with asking(client, QUERY, *STREAMED) as connection:
        head, _, body = received(connection, b"\r\n0\r\n").partition(b"\r\n\r\n")
        while not body.endswith(b"\r\n\r\n"):
            body += connection.recv(1 << 20)
        held = client.get("/sparql", params={"query": QUERY})
    whole, trailers = unchunked(body)
    assert b"trailer: X-Result-Cut, Link" in head
    assert whole == held.content
    assert trailers[b"X-Result-Cut"] == held.headers["X-Result-Cut"].encode() == b"rows=2000; next-offset=2000"
    assert trailers[b"Link"] == held.headers["Link"].encode()


def test_a_small_result_is_sent_whole_to_a_client_that_reads_trailers(started: Callable[..., httpx.Client]) -> None:
    with asking(started(max_rows=2), f"{QUERY} LIMIT 3", *STREAMED) as connection:
        head = received(connection, b"\r\n\r\n").partition(b"\r\n\r\n")[0]
    assert b"content-length: " in head
    assert b"x-result-cut: rows=2; next-offset=2" in head


@pytest.mark.parametrize("headers", [("TE: trailers",), ("TE: gzip", "Connection: TE"), ("Connection: TE",)])
def test_who_does_not_say_that_it_reads_trailers_gets_a_length(
    started: Callable[..., httpx.Client], headers: tuple[str, ...]
) -> None:
    with asking(started(), QUERY, *headers) as connection:
        assert b"content-length: " in received(connection, b"\r\n\r\n").partition(b"\r\n\r\n")[0]


def test_a_client_that_leaves_a_stream_stops_its_query(started: Callable[..., httpx.Client]) -> None:
    client = started(timeout=60)
    with asking(client, STEADY, *STREAMED) as connection:
        connection.recv(4_000)
        assert "whoasks_queries_running 0.0" not in client.get("/metrics").text  # beside it the survey may be running
    deadline = time.monotonic() + 20
    while "whoasks_queries_running 0.0" not in client.get("/metrics").text:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_clients_that_do_not_read_hold_no_worker_and_no_memory_of_the_service(tmp_path: Path) -> None:
    with Service(store=str(tmp_path / "store"), workers=1) as service, contextlib.ExitStack() as held:
        service.client.get("/sparql", params={"query": "ASK {}"})
        before = _resident()
        for number in range(12):
            connection = held.enter_context(asking(service.client, f"{QUERY} # {number}"))
            connection.recv(100)
        assert service.client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert _resident() - before < 60 * 1024 * 1024  # it was 12 times 9 MB, and more while they came


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_results_for_which_there_is_no_room_are_refused_until_others_have_been_fetched(
    started: Callable[..., httpx.Client],
) -> None:
    client = started(spool_bytes=15_000_000, cache_bytes=0)
    with asking(client, QUERY) as connection:
        connection.recv(100)
        refused = client.get("/sparql", params={"query": SLOW})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    assert "no room" in refused.json()["detail"]
    deadline = time.monotonic() + 20
    while client.get("/sparql", params={"query": SLOW}).status_code == 503:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_large_answers_are_kept_and_given_again(started: Callable[..., httpx.Client]) -> None:
    client = started()
    first, second = (client.get("/sparql", params={"query": QUERY}) for _ in range(2))
    assert first.content == second.content
    assert 'whoasks_cache_total{result="hit"} 1.0' in client.get("/metrics").text
    again = client.get("/sparql", params={"query": QUERY}, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_large_answers_are_compressed_once(started: Callable[..., httpx.Client], coding: str, method: str) -> None:
    client = started()
    plain = client.get("/sparql", params={"query": QUERY}, headers={"Accept-Encoding": "identity"})
    sent = {"params": {"query": QUERY}} if method == "GET" else {"data": {"query": QUERY}}
    for _ in range(2):
        answer = client.request(method, "/sparql", headers={"Accept-Encoding": coding}, **sent)  # type: ignore[arg-type]
        assert (answer.headers["Content-Encoding"], answer.content) == (coding, plain.content)
        assert int(answer.headers["Content-Length"]) < len(plain.content) // 5
    assert 'whoasks_cache_total{result="hit"} 1.0' in client.get("/metrics").text


def test_a_large_graph_is_sent_whole(started: Callable[..., httpx.Client]) -> None:
    client = started(max_rows=10)
    graph = client.get("/graphs", params={"graph": "x:g"}, headers={"Accept": "application/n-triples"})
    assert len(set(ox.parse(graph.content, format=ox.RdfFormat.N_TRIPLES))) == COUNT


def test_a_stream_has_trailers_for_a_client_of_the_standard_library(started: Callable[..., httpx.Client]) -> None:
    client = started(max_rows=1_500)
    connection = HTTPConnection("127.0.0.1", client.base_url.port)
    with contextlib.closing(connection):
        connection.request("GET", f"/sparql?query={quote(QUERY)}", headers={"TE": "trailers", "Connection": "TE"})
        answer = connection.getresponse()
        assert answer.read().count(b'{"type":"uri"') == 1_500
        connection.request("GET", "/healthz")  # the connection goes on
        assert connection.getresponse().read()


def test_a_spool_gives_its_room_back_when_nobody_has_it_any_more() -> None:
    space = spool.Space(100)
    held = spool.Spool(space)
    held.add(b"x" * 60, "")
    with pytest.raises(spool.NoSpaceError):
        spool.Spool(space).add(b"x" * 60, "")
    del held
    spool.Spool(space).add(b"x" * 60, "")
