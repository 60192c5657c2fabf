"""Results as bytes, within the caps on rows and bytes; what is cut is cut between two rows."""

import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ontology.vocabulary import PREFIXES
from service.workers.wire import Reply, Request
from sparql.dataset import Dataset
from sparql.endpoint import Results
from sparql.serialise import FORMATS

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_SOLUTIONS: Final = {
    "application/sparql-results+json": (ox.QueryResultsFormat.JSON, b"},{"),
    "application/sparql-results+xml": (ox.QueryResultsFormat.XML, b"</result>"),
    "text/csv": (ox.QueryResultsFormat.CSV, b"\n"),
    "text/tab-separated-values": (ox.QueryResultsFormat.TSV, b"\n"),
}
"""Each format, and what every row of it but the first has at least once."""
RDF_FORMATS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
"""The formats of graphs by media type."""


class _Overflow(Exception):
    """The result is larger than the cap."""


class _Sink(io.BytesIO):
    """A file for pyoxigraph to write to that gives up beyond the cap (0: none)."""

    def __init__(self, cap: int) -> None:
        super().__init__()
        self._cap = cap

    def write(self, part: "ReadableBuffer", /) -> int:
        written = super().write(part)
        if self._cap and self.tell() > self._cap:
            raise _Overflow
        return written


def write(evaluate: Callable[[], Results], request: Request) -> Reply:
    """Evaluate a query and write what it found; the rare result that has to be cut is evaluated once more."""
    results = evaluate()
    if isinstance(results, ox.QueryBoolean):
        form = _SOLUTIONS[request.media_type][0]
        return Reply(request.media_type, body=results.serialize(format=form) or b"")
    if isinstance(results, ox.QueryTriples):
        return _write_triples(results, evaluate, request)
    whole = None if request.offset else write_whole(results, request)
    return whole or _write_row_by_row(results if request.offset else evaluate(), request)


def write_whole(solutions: ox.QuerySolutions, request: Request) -> Reply | None:
    """Write all solutions; None where they are, or may be, more than the caps allow."""
    form, row_end = _SOLUTIONS[request.media_type]
    sink = _Sink(request.max_bytes)
    try:
        solutions.serialize(sink, format=form)
    except _Overflow:
        return None
    body = sink.getvalue()
    certainly_fits = not request.max_rows or body.count(row_end) < request.max_rows
    return Reply(request.media_type, body=body) if certainly_fits else None


def _write_row_by_row(solutions: Results, request: Request) -> Reply:
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("only solutions have rows")
    form = FORMATS[request.media_type]
    variables = [variable.value for variable in solutions.variables]
    body = bytearray(form.head(variables))
    rows, cut = 0, False
    for solution in islice(solutions, request.offset, None):
        row = (form.between if rows else b"") + form.row(variables, solution)
        too_large = request.max_bytes and len(body) + len(row) + len(form.tail) > request.max_bytes
        if too_large or (request.max_rows and rows == request.max_rows):
            cut = True
            break
        body += row
        rows += 1
    return Reply(request.media_type, rows, cut, body=bytes(body + form.tail))


def _write_triples(triples: Results, evaluate: Callable[[], Results], request: Request) -> Reply:
    """Write what CONSTRUCT or DESCRIBE found; too large in bytes, with half as many triples until it fits."""
    form = RDF_FORMATS[request.media_type]
    most = request.max_rows
    while True:
        if not isinstance(triples, ox.QueryTriples):
            raise TypeError("only a graph has triples")
        counted = _Counted(islice(triples, request.offset, None), most)
        sink = _Sink(request.max_bytes)
        try:
            ox.serialize(counted, sink, format=form, prefixes=PREFIXES)
        except _Overflow:
            most = counted.taken // 2
            triples = evaluate()
        else:
            return Reply(request.media_type, counted.taken, counted.cut, body=sink.getvalue())


def write_graph(dataset: Dataset, request: Request) -> Reply:
    """Write a graph whole."""
    if request.graph and not dataset.contains_named_graph(ox.NamedNode(request.graph)):
        return Reply(error="missing", detail=f"There is no graph <{request.graph}> here.")
    pattern = f"GRAPH {ox.NamedNode(request.graph)} {{ ?s ?p ?o }}" if request.graph else "?s ?p ?o"
    triples = dataset.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    if not isinstance(triples, ox.QueryTriples):
        raise TypeError("CONSTRUCT yields triples")
    body = ox.serialize(triples, format=RDF_FORMATS[request.media_type], prefixes=PREFIXES)
    return Reply(request.media_type, body=body or b"")


class _Counted:
    """Hands on at most so many triples (0: all), and tells whether there were more."""

    def __init__(self, triples: Iterator[ox.Triple], most: int) -> None:
        self._triples = triples
        self._most = most
        self.taken = 0
        self.cut = False

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in self._triples:
            if self._most and self.taken == self._most:
                self.cut = True
                return
            self.taken += 1
            yield triple
