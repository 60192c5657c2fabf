"""Writing to the store in a worker: each update and each written graph publishes a generation of its own.

A worker that is killed half-way leaves the published generation as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from service.workers.wire import Reply, Request
from sparql.media import GRAPHS
from sparql.store import DEFAULT_GRAPH, Store, Writer
from sparql.syntax.tokens import query_form
from sparql.syntax.using import with_dataset


class MissingGraphError(Exception):
    """The store has no graph of that name."""


class UnknownFormatError(Exception):
    """No parser reads this media type."""


class UnwritableError(Exception):
    """The store's disk is full or cannot be written; the message is the system's."""


def update(store: Store, request: Request) -> Reply:
    """Carry out a SPARQL update. One without any operation, which the grammar allows, publishes nothing."""
    text = with_dataset(request.text, request.default_graphs, request.named_graphs)
    if not query_form(text):
        ox.Store().update(text, base_iri=BASE, prefixes=PREFIXES)  # raises SyntaxError if it is not SPARQL at all
        return Reply(version=store.version() or "")
    with _writing(store, "SPARQL update", request) as writer:
        writer.update(text)
    return Reply(version=store.version() or "")


def put_graph(store: Store, request: Request) -> Reply:
    """Replace the content of a graph by what was sent."""
    quads = list(_sent(request))
    with _writing(store, f"PUT {request.graph or 'the default graph'}", request) as writer:
        created = not writer.has_graph(request.graph)
        writer.replace_graph(request.graph, quads)
    return Reply(version=store.version() or "", created=created)


def post_graph(store: Store, request: Request) -> Reply:
    """Add what was sent to a graph."""
    quads = list(_sent(request))
    with _writing(store, f"POST {request.graph or 'the default graph'}", request) as writer:
        created = not writer.has_graph(request.graph)
        if created:
            writer.replace_graph(request.graph, quads)
        else:
            writer.extend(quads)
    return Reply(version=store.version() or "", created=created)


def delete_graph(store: Store, request: Request) -> Reply:
    """Remove a graph."""
    with _writing(store, f"DELETE {request.graph or 'the default graph'}", request) as writer:
        if not writer.has_graph(request.graph):
            raise MissingGraphError(f"There is no graph <{request.graph}> here.")
        writer.drop_graph(request.graph)
    return Reply(version=store.version() or "")


@contextmanager
def _writing(store: Store, reason: str, request: Request) -> Iterator[Writer]:
    """Open the writer, waiting until the one before it has released the store.

    At most half of the request's time limit is spent on waiting, so that the other half is left for writing.
    """
    try:
        with store.writing(reason, patience=request.seconds / 2) as writer:
            yield writer
    except OSError as error:
        raise UnwritableError(str(error)) from None


def _sent(request: Request) -> Iterator[ox.Quad]:
    """Yield the triples that were sent, as quads of the graph that the request names."""
    graph = ox.DefaultGraph() if request.graph == DEFAULT_GRAPH else ox.NamedNode(request.graph)
    for media_type, body in _parts(request.media_type, request.body):
        form = GRAPHS.get(media_type)
        if form is None:
            raise UnknownFormatError(f"{media_type or 'No media type'} is not read here; send {', '.join(GRAPHS)}.")
        base = request.graph or None
        for quad in ox.parse(body, form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the media type and content of each document sent: one, or several in a form (Graph Store Protocol, 5.5)."""
    message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    if not message.is_multipart():
        yield message.get_content_type() if content_type else "", body
        return
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield part.get_content_type(), payload
