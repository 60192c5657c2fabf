"""A repeated question is answered as it is read, as the application would, and only where a request begins."""

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from service.transport.access import new_token
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
QUERY = "SELECT ?o { <x:a> ?p ?o . <x:a> ?q ?o }"
PLAIN = f"GET /sparql?query={quote(QUERY)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@pytest.fixture
def client(tmp_path: Path, serve: Callable[..., httpx.Client]) -> httpx.Client:
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.update(f"INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> <x:c>, '{'long' * 300}' }} }}")
    return serve(tokens=DIGEST)


def connected(client: httpx.Client) -> socket.socket:
    return socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=30)


def exchange(connection: socket.socket, data: bytes) -> tuple[bytes, bytes]:
    """Send bytes; return the head and the body of the next response."""
    connection.sendall(data)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65_536)
    return head, body


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
