"""The SPARQL endpoint over HTTP, against a live service."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from service.access import new_token
from sparql.store import EmbeddedStore

GRAPH = "http://example.org/graph"
TOKEN, DIGEST = new_token()
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(tmp_path: Path, serve: Callable[..., httpx.Client]) -> httpx.Client:
    """A service over three quads in a named graph."""
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.replace_graph(GRAPH, [_quad(number) for number in range(3)])
    return serve(tokens=DIGEST)


def _quad(number: int) -> ox.Quad:
    subject, predicate = ox.NamedNode(f"http://example.org/{number}"), ox.NamedNode("http://example.org/p")
    return ox.Quad(subject, predicate, ox.Literal(str(number)), ox.NamedNode(GRAPH))


def test_a_query_sees_the_named_graphs_as_one(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?o { ?s ?p ?o } ORDER BY ?o"})
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert [row["o"]["value"] for row in answer.json()["results"]["bindings"]] == ["0", "1", "2"]


def test_well_known_prefixes_need_no_declaration(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s a wa:Ask ; skos:prefLabel ?l }"})
    assert answer.json()["boolean"] is False


def test_a_syntax_error_is_told_with_line_and_column(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\n{ ?s % ?o }"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["line"] == 2


@pytest.mark.parametrize(
    ("parameter", "text", "sentence"),
    [
        ("query", "", "line 1, column 1: the query is empty"),
        ("query", "# what I want\n", "the query is empty"),
        ("query", "PREFIX a: <http://a#>\nDELETE WHERE { ?s ?p ?o }", "line 2, column 1: DELETE begins an update"),
        ("query", "drop all", "DROP begins an update, and a query is expected here"),
        ("update", "SELECT * { ?s ?p ?o }", "SELECT begins a query, and an update is expected here"),
        (
            "query",
            "BASE <http://a/>\nSELEC ?s { ?s ?p ?o }",
            "line 2, column 1: SELEC begins no query; SELECT, ",
        ),
        ("update", "INSRT DATA { <a:s> <a:p> 1 }", "line 1, column 1: INSRT begins no update; INSERT, DELETE"),
    ],
)
def test_what_is_no_query_is_told_as_such(client: httpx.Client, parameter: str, text: str, sentence: str) -> None:
    answer = client.post("/sparql", data={parameter: text}, headers=BEARER)
    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]


def test_a_graph_that_cannot_be_read_is_told_with_line_and_column(client: httpx.Client) -> None:
    turtle = {**BEARER, "Content-Type": "text/turtle"}
    answer = client.put("/graphs", params={"graph": GRAPH}, content=b"<a:b> <a:c> 1 .\n<a:b> c:d 1 .", headers=turtle)
    assert answer.status_code == 400
    assert (answer.json()["line"], answer.json()["column"]) == (2, 7)
    assert answer.json()["detail"].count("line 2") == 1


def test_a_query_that_runs_too_long_is_stopped_and_others_go_on(client: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(20)) + " }"
    assert client.get("/sparql", params={"query": endless, "timeout": "0.3"}).status_code == 504
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("accept", [BROWSER, "*/*"])
@pytest.mark.parametrize(
    ("query", "asked", "media_type"),
    [
        ("SELECT * { ?s ?p ?o }", {"format": "csv"}, "text/csv"),
        ("SELECT * { ?s ?p ?o }", {"format": "json"}, "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"format": "json"}, "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {"format": "ttl"}, "text/turtle"),
        ("SELECT * { ?s ?p ?o }", {"accept": "csv"}, "text/csv"),
        ("SELECT * { ?s ?p ?o }", {"accept": "text/csv"}, "text/csv"),
    ],
)
def test_a_format_can_be_asked_for_in_the_address(
    client: httpx.Client, query: str, asked: dict[str, str], media_type: str, accept: str
) -> None:
    answer = client.get("/sparql", params={"query": query, **asked}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media_type)
    posted = client.post("/sparql", data={"query": query, **asked}, headers={"Accept": accept})
    assert posted.headers["content-type"] == answer.headers["content-type"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"format": "cvs"}, 400),
        ({"accept": "cvs"}, 400),
        ({"format": "csv", "accept": "json"}, 400),
        ({"format": "ttl"}, 406),
    ],
)
def test_a_format_that_there_is_not_is_refused(client: httpx.Client, asked: dict[str, str], status: int) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", **asked})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    if status == 400:
        assert answer.json()["parameter"] in asked


@pytest.mark.parametrize(("path", "method", "status"), [("/nothing", "GET", 404), ("/sparql", "PATCH", 405)])
def test_every_error_is_a_problem(client: httpx.Client, path: str, method: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK{}",
        "/sparql",
        "/questions",
        "/search?q=x",
        "/healthz",
        "/metrics",
        "/bodies",
        "/.well-known/void",
    ],
)
def test_head_has_the_status_and_headers_of_get_and_no_body(client: httpx.Client, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert "HEAD" in client.options(path.partition("?")[0]).headers["allow"]


def test_head_does_not_open_the_stream_of_the_agents(client: httpx.Client) -> None:
    assert client.head("/mcp").is_client_error


def test_a_graph_that_cannot_be_read_is_not_called_sparql(serve: Callable[..., httpx.Client]) -> None:
    token, digest = new_token()
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "text/turtle"}
    answer = serve(tokens=digest).put("/graphs?graph=x:g", content="<x:a> <x:b>", headers=sent)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The graph that was sent has a syntax error")


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_graph_that_is_not_here_is_empty_in_the_dataset_of_a_request(
    client: httpx.Client, parameter: str, method: str
) -> None:
    sent = {"query": "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", parameter: "http://example.org/unknown"}
    answer = client.get("/sparql", params=sent) if method == "GET" else client.post("/sparql", data=sent)
    assert answer.json()["boolean"] is False


def test_the_dataset_of_the_request_holds_instead_of_that_of_the_query(client: httpx.Client) -> None:
    query = "ASK FROM <http://example.org/unknown> { ?s ?p ?o }"
    assert client.get("/sparql", params={"query": query, "default-graph-uri": GRAPH}).json()["boolean"] is True
