"""Writing results in their formats, within the caps on rows and bytes; a result is cut between two rows."""

import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ontology.vocabulary import PREFIXES
from service.workers.cutting import FORMS, CutError, Rows
from service.workers.outlet import Outlet, Send, file
from service.workers.wire import Reply, Request
from sparql.dataset import Dataset
from sparql.media import GRAPHS, RESULTS
from sparql.store.endpoint import Results

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_UNSEEN: Final = 16 * 1024
"""An upper bound, in bytes, of what pyoxigraph buffers of a graph, with the end of the document."""
_SMALL_CAP: Final = 1024 * 1024
"""Largest cap, in bytes, under which a graph is written again until it fits, rather than ended early."""


def write(evaluate: Callable[[], Results], request: Request, send: Send) -> Reply:
    """Evaluate a query and write its result; a large one is sent in pieces while it is written."""
    results = evaluate()
    if isinstance(results, ox.QueryBoolean):
        body = results.serialize(format=RESULTS[request.media_type])
        return Reply(request.media_type, body=body or b"")
    if isinstance(results, ox.QueryTriples):
        return _write_triples(results, evaluate, request, send)
    return write_solutions(results, request, send)


def write_solutions(solutions: ox.QuerySolutions, request: Request, send: Send) -> Reply:
    """Write as many solutions as the caps allow. Raises RuntimeError if they do not allow even one."""
    outlet, form = Outlet(send, request.coding), RESULTS[request.media_type]
    rows = Rows(outlet, FORMS[form], request.max_rows, request.max_bytes)
    if request.offset:
        next(islice(solutions, request.offset, request.offset), None)  # skips them
    try:
        solutions.serialize(file(rows), format=form)
        rest = rows.finish()
    except CutError:
        body, coding = outlet.finish()
        return Reply(request.media_type, rows.rows, cut=True, coding=coding, body=body)
    body, coding = outlet.finish(rest)
    return Reply(request.media_type, coding=coding, body=body)


def _write_triples(triples: ox.QueryTriples, evaluate: Callable[[], Results], request: Request, send: Send) -> Reply:
    """Write as many triples of CONSTRUCT or DESCRIBE as the caps allow."""
    if 0 < request.max_bytes <= _SMALL_CAP:
        return _write_few_triples(triples, evaluate, request, send)
    outlet = Outlet(send, request.coding)

    def is_full(triple: ox.Triple) -> bool:
        return bool(request.max_bytes) and outlet.size + _UNSEEN + _most_bytes(triple) > request.max_bytes

    counted = _Counted(islice(triples, request.offset, None), request.max_rows, is_full)
    ox.serialize(counted, file(outlet), format=GRAPHS[request.media_type], prefixes=PREFIXES)
    return _reply_of_triples(counted, outlet, request)


def _write_few_triples(
    triples: ox.QueryTriples, evaluate: Callable[[], Results], request: Request, send: Send
) -> Reply:
    """Write triples under a cap smaller than pyoxigraph's buffer: try again with half as many until they fit."""
    most = request.max_rows
    while True:
        counted = _Counted(islice(triples, request.offset, None), most)
        sink = _Sink(request.max_bytes)
        try:
            ox.serialize(counted, sink, format=GRAPHS[request.media_type], prefixes=PREFIXES)
        except _OverflowError:
            counted.cut = True
            most = counted.taken = counted.taken // 2
            if most:
                again = evaluate()
                if not isinstance(again, ox.QueryTriples):
                    raise TypeError("the same query yields triples each time") from None
                triples = again
                continue
        outlet = Outlet(send, request.coding)
        outlet.write(sink.getvalue())
        return _reply_of_triples(counted, outlet, request)


def _reply_of_triples(counted: "_Counted", outlet: Outlet, request: Request) -> Reply:
    if counted.cut and not counted.taken:
        raise RuntimeError(f"One triple alone may have more than {request.max_bytes:,} bytes, the cap on a result.")
    body, coding = outlet.finish()
    return Reply(request.media_type, counted.taken, counted.cut, coding=coding, body=body)


def write_graph(dataset: Dataset, request: Request, send: Send) -> Reply:
    """Write a whole graph."""
    if request.graph and not dataset.contains_named_graph(ox.NamedNode(request.graph)):
        return Reply(error="missing", detail=f"There is no graph <{request.graph}> here.")
    pattern = f"GRAPH {ox.NamedNode(request.graph)} {{ ?s ?p ?o }}" if request.graph else "?s ?p ?o"
    triples = dataset.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    if not isinstance(triples, ox.QueryTriples):
        raise TypeError("CONSTRUCT yields triples")
    outlet = Outlet(send, request.coding)
    ox.serialize(triples, file(outlet), format=GRAPHS[request.media_type], prefixes=PREFIXES)
    body, coding = outlet.finish()
    return Reply(request.media_type, coding=coding, body=body)


def _most_bytes(triple: ox.Triple) -> int:
    """Return an upper bound of a triple's bytes in any format: up to six a character, and names may be repeated."""
    return 6 * len(str(triple)) + 1024


class _Counted:
    """Passes on at most ``most`` triples (0: all), fewer if ``is_full`` says so, and records if there were more."""

    def __init__(
        self, triples: Iterator[ox.Triple], most: int, is_full: Callable[[ox.Triple], bool] | None = None
    ) -> None:
        self._triples = triples
        self._most = most
        self._is_full = is_full
        self.taken = 0
        self.cut = False

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in self._triples:
            if (self._most and self.taken == self._most) or (self._is_full is not None and self._is_full(triple)):
                self.cut = True
                return
            self.taken += 1
            yield triple


class _OverflowError(Exception):
    """The result is larger than the cap."""


class _Sink(io.BytesIO):
    """A file that pyoxigraph writes to, which raises _OverflowError beyond the cap."""

    def __init__(self, cap: int) -> None:
        super().__init__()
        self._cap = cap

    def write(self, part: "ReadableBuffer", /) -> int:
        written = super().write(part)
        if self.tell() > self._cap:
            raise _OverflowError
        return written
