"""What a worker does with a request: evaluate it and write the result, within the caps."""

import re
import signal
import socket
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from service.workers.wire import Reply, Request, encode, receive_request
from service.workers.writing import Results, write
from sparql.tokens import tokenize

_PLACE: Final = re.compile(r"^error at (\d+):(\d+): (.*)", re.DOTALL)
_CHARACTER_CLASS: Final = re.compile(r"\['(?:[^']|'(?! ?[,|\]]))*'[^]]*\](?:, )?")
_GRACE: Final = 2.0
"""Seconds that a worker waits beyond the time limit before it ends itself."""


class Worker:
    """One process, one request at a time."""

    def __init__(self, store: ox.Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def serve(self, connection: socket.socket) -> None:
        """Answer requests until the service hangs up."""
        while (request := receive_request(connection)) is not None:
            signal.setitimer(signal.ITIMER_REAL, request.seconds + _GRACE)  # SIGALRM, left at its default, kills
            reply = self._reply(request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.sendall(encode(reply))

    def _reply(self, request: Request) -> Reply:
        try:
            serialised = write(lambda: evaluated(self._store, request), request)
        except SyntaxError as error:
            return _syntax_reply(str(error))
        except (ValueError, OSError, RuntimeError) as error:
            return Reply(error="evaluation", detail=str(error))
        return Reply(media_type=serialised.media_type, rows=serialised.rows, cut=serialised.cut, body=serialised.body)


def evaluated(store: ox.Store, request: Request) -> Results:
    """Evaluate a query over the dataset that the protocol names, or the query, or else over the union of all graphs."""
    named_by_protocol = bool(request.default_graphs or request.named_graphs)
    if named_by_protocol:
        return store.query(
            request.text,
            base_iri=BASE,
            prefixes=PREFIXES,
            default_graph=[ox.NamedNode(graph) for graph in request.default_graphs],
            named_graphs=[ox.NamedNode(graph) for graph in request.named_graphs],
        )
    return store.query(
        request.text, base_iri=BASE, prefixes=PREFIXES, use_default_graph_as_union=not names_dataset(request.text)
    )


def names_dataset(text: str) -> bool:
    """Tell whether a query names its dataset with FROM."""
    return any(token.is_word("FROM") for token in tokenize(text)) if "from" in text.lower() else False


def _syntax_reply(message: str) -> Reply:
    """Take the place out of the parser's message, and the classes of characters that say nothing to a reader."""
    place = _PLACE.match(message)
    if place is None:
        return Reply(error="syntax", detail=message)
    line, column, wording = place.groups()
    detail = _CHARACTER_CLASS.sub("", wording).strip(", ")
    return Reply(error="syntax", detail=detail, line=int(line), column=int(column))
