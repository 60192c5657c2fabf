"""Hostile queries: each ends in a clear problem, and the service answers others throughout."""

import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import httpx
import pyoxigraph as ox
import pytest

from service.access import new_token
from sparql.store import EmbeddedStore

GRAPH = "http://example.org/graph"
TOKEN, DIGEST = new_token()
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
UNBOUNDED_PATH = "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:z>)+ ?b . ?c (!<x:y>|^!<x:z>)+ ?d . ?e (!<x:y>)+ ?f }"
SORTED_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 10"
Serve = Callable[..., httpx.Client]


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> None:
    """Publish 2,000 quads, a ring."""
    nodes = [ox.NamedNode(f"http://example.org/{number}") for number in range(2_000)]
    predicate, graph = ox.NamedNode("http://example.org/next"), ox.NamedNode(GRAPH)
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.replace_graph(
            GRAPH, [ox.Quad(a, predicate, b, graph) for a, b in zip(nodes, nodes[1:] + nodes[:1], strict=True)]
        )


def ask(client: httpx.Client, query: str, **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters})


def problem(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    detail: str = answer.json()["detail"]
    return detail


@pytest.mark.parametrize("query", [CROSS_PRODUCT, UNBOUNDED_PATH, SORTED_PRODUCT])
def test_a_query_without_end_is_stopped_while_others_are_answered(serve: Serve, query: str) -> None:
    client = serve(workers=3, timeout=1, query_memory=4000)
    with ThreadPoolExecutor() as pool:
        hostile = pool.submit(ask, client, query)
        time.sleep(0.3)
        assert ask(client, "ASK { ?s ?p ?o }").json()["boolean"] is True
        assert not hostile.done()
        assert "longer than 1 s" in problem(hostile.result(), 504)


def test_a_second_after_the_limit_the_processor_is_free(serve: Serve) -> None:
    client = serve(timeout=0.5)
    problem(ask(client, CROSS_PRODUCT), 504)
    time.sleep(0.5)
    before = sum(os.times()[2:4]) + _descendants_seconds()
    time.sleep(1)
    assert _descendants_seconds() + sum(os.times()[2:4]) - before < 0.5


def _descendants_seconds() -> float:
    """Return the processor time that the processes below this one have used."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        process = int(path.parent.name)
        parents[process], ticks[process] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while added := {process for process, parent in parents.items() if parent in ours} - ours:
        ours |= added
    return sum(ticks[process] for process in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def test_a_client_may_lower_the_limit_and_not_raise_it(serve: Serve) -> None:
    client = serve(timeout=1)
    assert "longer than 0.2 s" in problem(ask(client, CROSS_PRODUCT, timeout="0.2"), 504)
    assert "longer than 1 s" in problem(ask(client, CROSS_PRODUCT, timeout="600"), 504)
    assert "number" in problem(ask(client, "ASK {}", timeout="soon"), 400)


def test_a_query_that_needs_too_much_memory_is_stopped(serve: Serve) -> None:
    client = serve(query_memory=64, timeout=60)
    assert "64 MB" in problem(ask(client, SORTED_PRODUCT), 507)
    assert ask(client, "ASK {}").json()["boolean"] is True


def test_a_client_that_hangs_up_frees_its_worker(serve: Serve) -> None:
    client = serve(tokens=DIGEST, timeout=60)
    with pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": CROSS_PRODUCT}, timeout=0.5)
    assert _eventually(lambda: client.get("/queries", headers=AUTHORISED).json()["running"] == [])


def test_an_administrator_sees_what_runs_and_stops_it(serve: Serve) -> None:
    client = serve(tokens=DIGEST, timeout=60)
    with ThreadPoolExecutor() as pool:
        hostile = pool.submit(ask, client, CROSS_PRODUCT)
        assert _eventually(lambda: len(client.get("/queries", headers=AUTHORISED).json()["running"]) == 1)
        [running] = client.get("/queries", headers=AUTHORISED).json()["running"]
        assert running["query"] == CROSS_PRODUCT
        assert client.delete(f"/queries/{running['number']}", headers=AUTHORISED).status_code == 204
        assert "administrator" in problem(hostile.result(), 503)
    problem(client.delete("/queries/12345", headers=AUTHORISED), 404)
    problem(client.get("/queries"), 401)


def _eventually(happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <{listener}> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <{listener}> { ?s ?p ?o } }",
        "SELECT * { BIND(<{listener}> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "PREFIX e: <{listener}> SELECT * { SeRvIcE e: { ?s ?p ?o } }",
        "SELECT * { # a comment\n service\t<{listener}> { ?s ?p ?o } }",
        "SELECT * FROM <{listener}> { ?s ?p ?o }",
        "SELECT * FROM NAMED <{listener}> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_nothing_is_fetched_for_a_query(serve: Serve, query: str) -> None:
    with _Listener() as listener:
        problem(ask(serve(), query.replace("{listener}", listener.address)), 403)
    assert not listener.called


@pytest.mark.parametrize(
    "update", ["LOAD <{listener}>", "LOAD SILENT <{listener}> INTO GRAPH <x:y>", "CLEAR ALL ; load <{listener}>"]
)
def test_nothing_is_fetched_for_an_update(serve: Serve, update: str) -> None:
    with _Listener() as listener:
        sent = {"update": update.replace("{listener}", listener.address)}
        problem(serve(tokens=DIGEST).post("/sparql", data=sent, headers=AUTHORISED), 403)
    assert not listener.called


def test_nothing_is_fetched_for_the_name_of_a_graph_that_an_update_is_to_use(serve: Serve) -> None:
    update = "INSERT { ?s a ?o } WHERE { ?s ?p ?o }"
    with _Listener() as listener:
        graph = f"urn:x> WHERE {{}} ; LOAD <{listener.address}> ; INSERT {{}} USING <urn:x"
        asked = serve(tokens=DIGEST).post(
            "/sparql", data={"update": update, "using-graph-uri": graph}, headers=AUTHORISED
        )
        problem(asked, 400)
    assert not listener.called


def test_a_service_that_is_allowed_is_called(serve: Serve) -> None:
    other = serve()
    address = f"{str(other.base_url).rstrip('/')}/sparql"
    client = serve(services=address)
    query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    assert ask(client, query).json()["results"]["bindings"][0]["n"]["value"] == "2000"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/>" }',
        "SELECT * { ?s ?p <http://example.org/SERVICE> } # LOAD <http://x/>",
        "PREFIX SERVICE: <http://x/> SELECT ?LOAD { ?LOAD SERVICE:FROM ?o }",
    ],
)
def test_a_word_that_is_no_keyword_passes(serve: Serve, query: str) -> None:
    assert ask(serve(), query).status_code == 200


class _Listener:
    """An address that notes whether anybody calls it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.called = False

    def __enter__(self) -> Self:
        self._socket.settimeout(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._socket.accept()
            self.called = True
        except TimeoutError:
            pass
        finally:
            self._socket.close()


def test_a_result_over_the_cap_on_rows_is_cut_and_the_rest_is_linked(serve: Serve) -> None:
    client = serve(max_rows=800)
    seen, path, pages = set(), "/sparql?query=SELECT ?s { ?s ?p ?o }", 0
    while path:
        answer = client.get(path)
        seen |= {row["s"]["value"] for row in answer.json()["results"]["bindings"]}
        pages += 1
        assert ("x-result-cut" in answer.headers) == ("next" in answer.links)
        path = answer.links.get("next", {}).get("url", "")
    assert (len(seen), pages) == (2_000, 3)


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT * { ?s ?p ?o }", "application/sparql-results+json"),
        ("SELECT * { ?s ?p ?o }", "application/sparql-results+xml"),
        ("SELECT * { ?s ?p ?o }", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json"),
    ],
)
def test_a_result_over_the_cap_on_bytes_is_cut_between_two_rows(serve: Serve, query: str, accept: str) -> None:
    answer = serve(max_bytes=5_000).get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert len(answer.content) <= 5_000
    assert "x-result-cut" in answer.headers
    match accept:
        case "text/csv":
            assert all(len(line.split(",")) == 3 for line in answer.text.splitlines())
        case "application/sparql-results+json" | "application/sparql-results+xml":
            form = ox.QueryResultsFormat.from_media_type(accept)
            assert len(list(ox.parse_query_results(answer.content, format=form))) > 10
        case _:
            assert len(list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(accept)))) > 10


def test_a_query_that_is_too_long_is_refused(serve: Serve) -> None:
    client = serve(max_query=0.01)
    long = "ASK {} #" + "x" * 20_000
    sent = {"Content-Type": "application/sparql-query"}
    assert "0.01 MB" in problem(client.post("/sparql", content=long, headers=sent), 413)
    problem(client.get("/sparql", params={"query": long}), 413)
    parts = (part.encode() for part in [long[:5_000], long[5_000:]])  # its length is not announced
    problem(client.post("/sparql", content=parts, headers=sent), 413)


def test_too_many_at_once_are_told_to_come_back(serve: Serve) -> None:
    client = serve(workers=1, queue=1, timeout=2)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(client, CROSS_PRODUCT), range(4)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 2
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)


def test_a_worker_that_was_killed_is_replaced_within_a_tenth_of_a_second(serve: Serve) -> None:
    client = serve(workers=1)
    problem(ask(client, CROSS_PRODUCT, timeout="0.2"), 504)
    started = time.perf_counter()
    assert ask(client, "ASK {}").status_code == 200
    assert time.perf_counter() - started < 2  # 20 ms on an idle machine


def test_writes_need_a_token(serve: Serve) -> None:
    closed, guarded = serve(), serve(tokens=DIGEST)
    update = {"update": "INSERT DATA { <x:a> <x:b> <x:c> }"}
    assert "switched off" in problem(closed.post("/sparql", data=update, headers=AUTHORISED), 403)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = guarded.post("/sparql", data=update, headers=headers)
        problem(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert guarded.put("/graphs", params={"graph": "x:g"}).status_code == 401
    assert guarded.post("/sparql", data=update, headers=AUTHORISED).status_code == 204
    assert ask(guarded, "ASK { <x:a> <x:b> <x:c> }").json()["boolean"] is True


def test_an_update_that_runs_too_long_leaves_the_store_as_it_was(serve: Serve) -> None:
    client = serve(tokens=DIGEST, timeout=1)
    endless = "INSERT { ?a ?e ?i } WHERE { GRAPH ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }"
    problem(client.post("/sparql", data={"update": endless}, headers=AUTHORISED), 504)
    assert client.post("/sparql", data={"update": "DROP SILENT GRAPH <x:y>"}, headers=AUTHORISED).status_code == 204
    count = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    assert count == "2000"
