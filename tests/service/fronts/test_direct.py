"""A plain question is answered past the application, as the application would, and only where a request begins."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from service.access import new_token
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
QUERY = "SELECT ?o { <x:a> ?p ?o . <x:a> ?q ?o }"
SLOW = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(18))} }}"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(60))} }}"
PLAIN = f"GET /sparql?query={quote(QUERY)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@pytest.fixture
def client(tmp_path: Path, serve: Callable[..., httpx.Client]) -> httpx.Client:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update(f"INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> <x:c>, '{'long' * 300}' }} }}")
    return serve(tokens=DIGEST, max_query=0.05)


def connected(client: httpx.Client) -> socket.socket:
    return socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=30)


def exchange(connection: socket.socket, data: bytes) -> tuple[bytes, bytes]:
    """Send bytes; return the head and the body of the next response, and read nothing of the one after it."""
    connection.sendall(data)
    with connection.makefile("rb", buffering=0) as reader:
        head = body = b""
        while not head.endswith(b"\r\n\r\n"):
            line = reader.readline()
            assert line, "the service has hung up"
            head += line
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        while len(body) < length:
            part = reader.read(length - len(body))
            assert part, "the service has hung up"
            body += part
    return head.removesuffix(b"\r\n\r\n"), body


def plain(query: str, *headers: str) -> bytes:
    lines = "".join(f"{header}\r\n" for header in headers)
    return f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode()


def fields(head: bytes) -> dict[bytes, bytes]:
    """Return the status line and the headers, without those that are about the connection."""
    status, *lines = head.split(b"\r\n")
    named = dict(line.split(b": ", 1) for line in lines)
    return {b"": status, **{name: value for name, value in named.items() if name not in {b"date", b"connection"}}}


def hits(client: httpx.Client) -> bool:
    return 'whoasks_cache_total{result="hit"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Accept": "text/csv"}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}, {"X-Other": "1"}],
    ids=str,
)
def test_it_answers_as_the_application_does(client: httpx.Client, headers: dict[str, str]) -> None:
    first, second = (client.get("/sparql", params={"query": QUERY}, headers=headers) for _ in range(2))
    assert hits(client)
    assert (second.status_code, second.content) == (200, first.content)
    assert {**second.headers, "date": ""} == {**first.headers, "date": ""}


def test_what_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/sparql", params={"query": QUERY}).headers["ETag"]
    again = client.get("/sparql", params={"query": QUERY}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_an_update_ends_the_old_answer(client: httpx.Client) -> None:
    before = [client.get("/sparql", params={"query": QUERY}).content for _ in range(2)]
    sent = {"update": "DELETE WHERE { GRAPH <x:g> { <x:a> <x:b> <x:c> } }"}
    assert client.post("/sparql", data=sent, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 204
    assert client.get("/sparql", params={"query": QUERY}).content not in before


def test_many_in_a_row_on_one_connection_are_all_answered(client: httpx.Client) -> None:
    with connected(client) as connection:
        answers = {exchange(connection, PLAIN)[1] for _ in range(20)}
        head, _ = exchange(connection, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (len(answers), head.split()[1]) == (1, b"200")


def test_a_body_that_looks_like_a_repeated_question_is_a_body(client: httpx.Client) -> None:
    with connected(client) as connection:
        exchange(connection, PLAIN)
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: %d\r\n\r\n" % len(PLAIN)
        )
        head, body = exchange(connection, PLAIN)
    assert head.split()[1] == b"400"
    assert b"syntax error" in body


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        (quote(QUERY), "*/*", b"200"),
        (quote("SELECT ?o { ?s ?p ?o } LIMIT 0"), "text/csv", b"200"),
        (quote("SELECT nonsense"), "*/*", b"400"),
        (quote(f"SELECT {'nonsense' * 100}"), "*/*", b"400"),
        (quote("ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"), "*/*", b"403"),
        ("ASK%7B%7D%FF", "*/*", b"400"),
        ("", "*/*", b"400"),
        (quote("ASK {}"), "image/png", b"406"),
        (f"ASK%20%7B%7D%23{'x' * 55_000}", "*/*", b"413"),
    ],
    ids=["rows", "no row", "syntax", "a long error", "refused", "encoding", "empty", "type", "size"],
)
def test_a_new_question_is_answered_as_the_application_does(
    client: httpx.Client, query: str, accept: str, status: bytes
) -> None:
    with connected(client) as connection:
        head, body = exchange(connection, plain(query, f"Accept: {accept}"))
        application, its_body = exchange(connection, plain(query, f"Accept: {accept}", "Connection: close"))
    assert head.split()[1] == status
    assert fields(head) == fields(application)
    assert body == its_body


def test_who_does_not_wait_for_an_answer_gets_all_of_them_in_turn(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(plain(quote(SLOW)))
        time.sleep(0.02)
        connection.sendall(PLAIN[:20])
        _, first = exchange(connection, PLAIN[20:])
        _, second = exchange(connection, b"")
    assert str(2**18).encode() in first
    assert b'"vars":["o"]' in second


def test_a_client_that_leaves_stops_its_query(client: httpx.Client) -> None:
    running = "whoasks_queries_running 1.0"
    with connected(client) as connection:
        connection.sendall(plain(quote(ENDLESS)))
        assert comes_true(lambda: running in client.get("/metrics").text)
    assert comes_true(lambda: running not in client.get("/metrics").text)


def comes_true(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20  # less than the time limit of a query, which would end it as well
    while not (true := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return true
