"""What the service and its workers say to each other over a socket.

A message is a header and a body: two unsigned 32-bit lengths in network order, the header as a JSON array, the body as
it is. One request, one reply, in turn; the body of a large reply comes in pieces, each with a header that says that
more follows, and what there is to say of it with the last. The array holds the fields of the dataclasses below in their
order, the body left out. This runs for every query, so it says what it does by hand.
"""

import socket
import struct
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

ErrorName = Literal["", "syntax", "refused", "missing", "format", "disk", "busy", "evaluation"]
_AT_ONCE: Final = 65_536
"""Bytes to read at first; most requests are smaller, and a message begins with at least its lengths."""
_TUPLES: Final = (3, 4, 6)
"""Places of the fields that are tuples, which JSON makes lists."""
LENGTHS: Final = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class Request:
    """Something for a worker to evaluate."""

    action: Literal["query", "update", "put-graph", "post-graph", "delete-graph", "get-graph"]
    text: str = ""
    """The query or the update; nothing where a graph is read or written."""
    media_type: str = ""
    """How to write the result, or how the body is written."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """The dataset that the protocol names; with none of both it is the whole store or what the query says."""
    graph: str = ""
    """IRI of the graph to read or write; empty for the default graph."""
    services: tuple[str, ...] = ()
    """Endpoints that SERVICE may call."""
    offset: int = 0
    """Rows or triples to leave out at the beginning."""
    max_rows: int = 0
    max_bytes: int = 0
    """Caps on the result; 0 for none."""
    coding: str = ""
    """In which content coding to write the result; empty for none."""
    seconds: float = 60
    """After so long the worker ends itself, should the service have died meanwhile."""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request."""

    media_type: str = ""
    rows: int | None = None
    """How many rows or triples the body holds, where they were counted."""
    cut: bool = False
    """Whether there was more than the caps allow."""
    created: bool = False
    """Whether the graph that was written is new."""
    version: str = ""
    """The generation that a write published."""
    error: ErrorName = ""
    detail: str = ""
    line: int = 0
    column: int = 0
    coding: str = ""
    """The content coding of the body; empty for none."""
    more: bool = False
    """Whether this is a piece, and another follows."""
    body: bytes = b""


def encode_request(request: Request) -> bytes:
    """Return the bytes of a request."""
    header = orjson.dumps(
        (
            request.action,
            request.text,
            request.media_type,
            request.default_graphs,
            request.named_graphs,
            request.graph,
            request.services,
            request.offset,
            request.max_rows,
            request.max_bytes,
            request.coding,
            request.seconds,
        )
    )
    return LENGTHS.pack(len(header), len(request.body)) + header + request.body


def encode_reply(reply: Reply) -> bytes:
    """Return the bytes of a reply."""
    header = orjson.dumps(
        (
            reply.media_type,
            reply.rows,
            reply.cut,
            reply.created,
            reply.version,
            reply.error,
            reply.detail,
            reply.line,
            reply.column,
            reply.coding,
            reply.more,
        )
    )
    return LENGTHS.pack(len(header), len(reply.body)) + header + reply.body


def decode_reply(header: bytes, body: bytes) -> Reply:
    """Build the reply from the two parts of its message."""
    fields: list[Any] = orjson.loads(header)
    fields.append(body)
    return Reply(*fields)


def receive_request(connection: socket.socket) -> Request | None:
    """Wait for the next request; None when the service has hung up."""
    received = connection.recv(_AT_ONCE)
    if len(received) < LENGTHS.size:
        return None
    header_length, body_length = LENGTHS.unpack_from(received)
    body_start = LENGTHS.size + header_length
    missing = body_start + body_length - len(received)
    if missing:
        rest = _receive(connection, missing)
        if rest is None:
            return None
        received += rest
    fields: list[Any] = orjson.loads(received[LENGTHS.size : body_start])
    for place in _TUPLES:
        fields[place] = tuple(fields[place])
    fields.append(received[body_start:])
    return Request(*fields)


def _receive(connection: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
