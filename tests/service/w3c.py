"""The W3C's manifests of tests over HTTP, read as plain values.

They stand in ``../shared/w3c`` beside the project, or where ``WHOASKS_W3C`` says.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

FOLDER: Final = Path(os.environ.get("WHOASKS_W3C") or Path(__file__).parents[2].parent / "shared" / "w3c")
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT: Final = Namespace("http://www.w3.org/2011/http#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS_LABEL: Final = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
_STATUS: Final = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}


@dataclass(frozen=True)
class Expected:
    """What the response must be like."""

    status: frozenset[str]
    """Codes, or their classes as ``2xx``."""
    boolean: bool | None
    format: str | None
    """``boolean``, ``tabular`` or ``RDF``."""
    content_type: str | None
    body: str | None
    """A graph in Turtle."""

    def allows(self, status: int) -> bool:
        """Tell whether a status is one of those that are allowed."""
        return str(status) in self.status or f"{status // 100}xx" in self.status


@dataclass(frozen=True)
class Exchange:
    """One request, and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    expected: Expected


@dataclass(frozen=True)
class Test:
    """Requests to be made in turn, and the graphs that must be there before."""

    id: str
    graphs: dict[str, Path]
    exchanges: list[Exchange]

    __test__ = False


def tests(manifest: str) -> list[Test]:
    """Return the tests of a manifest, e.g. ``protocol/manifest.ttl``; none where the manifests are absent."""
    path = FOLDER / manifest
    if not path.exists():
        return []
    graph = Graph().parse(path)
    entries = Collection(graph, _one(graph, None, MF.entries))
    return [_test(graph, entry, path.parent) for entry in entries]


def _test(graph: Graph, entry: Node, folder: Path) -> Test:
    data = {
        str(_one(graph, node, RDFS_LABEL)): folder / Path(str(_one(graph, node, UT.graph))).name
        for node in graph.objects(entry, UT.graphData)
    }
    requests = graph.value(_one(graph, entry, MF.action), HT.requests)
    exchanges = [_exchange(graph, node) for node in _listed(graph, requests)]
    return Test(str(entry).rpartition("#")[2], data, exchanges)


def _exchange(graph: Graph, node: Node) -> Exchange:
    response = _one(graph, node, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    return Exchange(
        str(_one(graph, node, HT.methodName)),
        str(_one(graph, node, HT.absolutePath)),
        _headers(graph, node),
        _body(graph, node).encode(_encoding(graph, node)),
        Expected(
            frozenset(_status(status) for status in graph.objects(response, MF.expectedStatus)),
            None if boolean is None else bool(Literal(boolean).value),
            _text(graph.value(response, MF.expectedFormat)),
            _headers(graph, response).get("content-type"),
            _body(graph, response) or None,
        ),
    )


def _status(status: Node) -> str:
    name = str(status).rpartition("#")[2]
    return _STATUS.get(name) or name.removeprefix("StatusCode")


def _headers(graph: Graph, node: Node) -> dict[str, str]:
    return {
        str(_one(graph, header, HT.fieldName)).lower(): str(_one(graph, header, HT.fieldValue))
        for header in _listed(graph, graph.value(node, HT.headers))
    }


def _body(graph: Graph, node: Node) -> str:
    body = graph.value(node, HT.body)
    return "" if body is None else str(_one(graph, body, CNT.chars))


def _encoding(graph: Graph, node: Node) -> str:
    body = graph.value(node, HT.body)
    return "utf-8" if body is None else str(_one(graph, body, CNT.characterEncoding))


def _listed(graph: Graph, head: Node | None) -> Iterator[Node]:
    if head is not None and head != RDF.nil:
        yield from Collection(graph, head)


def _one(graph: Graph, subject: Node | None, predicate: URIRef) -> Node:
    for _, _, value in graph.triples((subject, predicate, None)):
        return value
    raise LookupError(f"{subject} has no {predicate}")


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
