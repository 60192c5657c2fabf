"""What a stranger asks to be shown goes through the caps of the public, and holds nobody up."""

import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from service.engine import Engine
from service.engine.parsing import parse_result
from service.workers.wire import Request
from sparql.store import EmbeddedStore

Serve = Callable[..., httpx.Client]
ALL = "SELECT * { ?s ?p ?o . ?a ?b ?c }"
PAGE = {"Accept": "text/html"}


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> None:
    """Publish 50 quads, of which two by two make 2,500 rows."""
    graph, predicate = ox.NamedNode("urn:x:graph"), ox.NamedNode("urn:x:number")
    quads = [ox.Quad(ox.NamedNode(f"urn:x:{each}"), predicate, ox.Literal(each), graph) for each in range(50)]
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.replace_graph(graph.value, quads)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Request, str]]:
    """Return what workers are asked from now on, and for whom."""
    found: list[tuple[Request, str]] = []
    run = Engine.run

    async def noted(engine: Engine, request: Request, **how: object) -> object:
        found.append((request, str(how.get("client", ""))))
        return await run(engine, request, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "run", noted)
    return found


def called(client: httpx.Client, tool: str, **given: object) -> dict[str, object]:
    """Call a tool as an agent does."""
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": given}}
    answer = client.post("/mcp", json=message, headers={"Accept": "application/json, text/event-stream"})
    result: dict[str, object] = answer.json()["result"]["structuredContent"]
    return result


@pytest.mark.parametrize(("public", "shown"), [(0, 1_000), (7, 7), (100_000, 1_000)])
def test_an_agent_is_given_rows_within_the_caps_and_told_of_others(
    serve: Serve, asked: list[tuple[Request, str]], public: int, shown: int
) -> None:
    client = serve(max_rows=public)
    answer = called(client, "sparql", query=ALL)
    assert (len(answer["rows"]), answer["more"]) == (shown, True)  # type: ignore[arg-type]
    assert [(request.max_rows, whom) for request, whom in asked if request.text == ALL] == [(shown, "127.0.0.1")]


def test_an_agent_is_told_when_that_was_all(serve: Serve) -> None:
    answer = called(serve(max_rows=50), "sparql", query="SELECT * { ?s ?p ?o }")
    assert (len(answer["rows"]), answer["more"]) == (50, False)  # type: ignore[arg-type]


@pytest.mark.parametrize(("public", "shown"), [(0, 200), (7, 7)])
def test_the_plain_page_shows_rows_within_the_caps_and_tells_of_others(
    serve: Serve, asked: list[tuple[Request, str]], public: int, shown: int
) -> None:
    page = serve(max_rows=public).get("/sparql", params={"query": ALL, "plain": "true"}, headers=PAGE)
    assert f"{shown} rows, the first of more." in page.text
    assert [(request.max_rows, whom) for request, whom in asked if request.text == ALL] == [(shown, "127.0.0.1")]


def test_few_rows_of_many_bytes_are_cut_too(serve: Serve) -> None:
    longer = " ".join(f"BIND(CONCAT(?{each}, ?{each}, ?{each}, ?{each}) AS ?{each}4)" for each in ("x", "x4", "x44"))
    query = f'SELECT ?x444 {{ ?s ?p ?o BIND("{"x" * 10_000}" AS ?x) {longer} }}'
    answer = called(serve(), "sparql", query=query)
    assert answer["more"] is True
    assert 0 < len(answer["rows"]) < 10  # type: ignore[arg-type]


async def test_a_large_result_is_read_in_a_thread_of_its_own() -> None:
    here = threading.get_ident()
    assert await parse_result(lambda _: threading.get_ident(), b"x" * 1_000_000) != here
    assert await parse_result(lambda _: threading.get_ident(), b"x") == here
