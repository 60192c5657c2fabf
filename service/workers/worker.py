"""The worker's process: it answers one request at a time."""

import re
import signal
import socket
from functools import partial
from typing import Final

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from service.workers import changes, formats
from service.workers.outlet import Send
from service.workers.wire import ErrorName, Reply, Request, encode_reply, receive_request
from sparql.dataset import Dataset
from sparql.store import Store, StoreError
from sparql.store.endpoint import Results
from sparql.syntax import faults, guard
from sparql.syntax.using import DatasetConflictError

_PLACE: Final = re.compile(r"^(?:.*\n)?error at (\d+):(\d+): (.*)", re.DOTALL)
_GRAPH_PLACE: Final = re.compile(
    r"Parser error at line (\d+) (?:between columns |column )(\d+)(?: and \d+)?: (.*)", re.DOTALL
)
"""How pyoxigraph's messages give the place of a syntax error in a query or update, and in a graph."""
_CHARACTER_CLASS: Final = re.compile(r"\['(?:[^']|'(?! ?[,|\]]))*'[^]]*\](?:, )?")
_PREFIXES: Final = [(name, f"{name}:", iri) for name, iri in PREFIXES.items()]
_ERRORS: Final[dict[type[Exception], ErrorName]] = {
    guard.RefusedError: "refused",
    changes.MissingGraphError: "missing",
    changes.UnknownFormatError: "format",
    changes.UnwritableError: "disk",
    StoreError: "busy",
    DatasetConflictError: "evaluation",
    ValueError: "evaluation",
    OSError: "evaluation",
    RuntimeError: "evaluation",
}
"""The kind of error that each exception is reported as; the first match counts."""
_GRACE: Final = 2.0
"""Seconds beyond the time limit after which a worker ends itself."""


class Worker:
    """Answers requests over a dataset and a store."""

    def __init__(self, dataset: Dataset, store: Store) -> None:
        self._dataset = dataset
        self._store = store

    def serve(self, connection: socket.socket) -> None:
        """Answer requests until the service closes the connection."""
        while (request := receive_request(connection)) is not None:
            signal.setitimer(signal.ITIMER_REAL, request.seconds + _GRACE)  # SIGALRM kills the process by default
            reply = self._reply(request, partial(_send, connection, request.media_type))
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.sendall(encode_reply(reply))

    def _reply(self, request: Request, send: Send) -> Reply:
        try:
            return self._carry_out(request, send)
        except SyntaxError as error:
            return _syntax_reply(request, error.msg)
        except tuple(_ERRORS) as error:
            kind = next(name for kind, name in _ERRORS.items() if isinstance(error, kind))
            return Reply(error=kind, detail=str(error))

    def _carry_out(self, request: Request, send: Send) -> Reply:
        match request.action:
            case "query":
                has_dataset = bool(request.default_graphs or request.named_graphs)
                guard.check(request.text, request.services, self._has_graph, names_dataset_besides=has_dataset)
                return formats.write(lambda: evaluated(self._dataset, request), request, send)
            case "update":
                guard.check(request.text, request.services, self._has_graph)
                return changes.update(self._store, request)
            case "get-graph":
                return formats.write_graph(self._dataset, request, send)
            case "put-graph":
                return changes.put_graph(self._store, request)
            case "post-graph":
                return changes.post_graph(self._store, request)
            case "delete-graph":
                return changes.delete_graph(self._store, request)

    def _has_graph(self, graph: str) -> bool:
        return self._dataset.contains_named_graph(ox.NamedNode(graph))


def _send(connection: socket.socket, media_type: str, piece: bytes, coding: str) -> None:
    connection.sendall(encode_reply(Reply(media_type, coding=coding, more=True, body=piece)))


def evaluated(store: Dataset, request: Request) -> Results:
    """Evaluate a query over the dataset that the request or the query names, or else over the union of all graphs."""
    text = request.text
    prefixes = {
        name: iri for name, mark, iri in _PREFIXES if mark in text
    }  # declaring all of them would slow the parser down
    if request.default_graphs or request.named_graphs:
        return store.query(
            text,
            base_iri=BASE,
            prefixes=prefixes,
            default_graph=[ox.NamedNode(graph) for graph in request.default_graphs],
            named_graphs=[ox.NamedNode(graph) for graph in request.named_graphs],
        )
    union = not guard.names_dataset(text)  # the flag would override FROM
    return store.query(text, base_iri=BASE, prefixes=prefixes, use_default_graph_as_union=union)


def _syntax_reply(request: Request, message: str) -> Reply:
    """Report what is wrong and where: from the tokens if they show it, otherwise from the parser's message."""
    if request.action in {"query", "update"}:
        fault = faults.find(request.text, PREFIXES, update=request.action == "update")
        if fault is not None:
            return Reply(error="syntax", detail=fault.detail, line=fault.line, column=fault.column)
    place = _PLACE.match(message) or _GRAPH_PLACE.match(message)
    if place is None:
        return Reply(error="syntax", detail=message)
    line, column, wording = place.groups()
    detail = _CHARACTER_CLASS.sub("", wording).strip(", ")
    return Reply(error="syntax", detail=detail, line=int(line), column=int(column))
