"""The messages between the service and its workers.

A message has a header and a body: two unsigned 32-bit lengths in network order, the header as a JSON array, the body as
it is. The array holds the fields of the dataclasses below in their order, without the body. Each request gets one
reply. The body of a large reply comes in several messages, of which all but the last have ``more``; the other fields of
the reply are in the last one. As this runs for every query, the fields are written out rather than found by
introspection.
"""

import socket
import struct
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

ErrorName = Literal["", "syntax", "refused", "missing", "format", "disk", "busy", "evaluation"]
_AT_ONCE: Final = 65_536
"""Bytes to read at first; most requests are smaller."""
_TUPLES: Final = (3, 4, 6)
"""Positions of the fields that are tuples, which JSON turns into lists."""
LENGTHS: Final = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker is asked to do."""

    action: Literal["query", "update", "put-graph", "post-graph", "delete-graph", "get-graph"]
    text: str = ""
    """The query or the update; empty for reading and writing graphs."""
    media_type: str = ""
    """The format of the result or, for a written graph, of the body."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """The dataset that the request names; if both are empty, that of the query or the whole store."""
    graph: str = ""
    """IRI of the graph to read or write; empty for the default graph."""
    services: tuple[str, ...] = ()
    """Endpoints that SERVICE may call."""
    offset: int = 0
    """Rows or triples to skip."""
    max_rows: int = 0
    max_bytes: int = 0
    """Caps on the result; 0 for none."""
    coding: str = ""
    """The content coding of the result; empty for none."""
    seconds: float = 60
    """Seconds after which the worker ends itself, in case the service has died."""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of a request, or a piece of its body."""

    media_type: str = ""
    rows: int | None = None
    """Number of rows or triples in the body, if they were counted."""
    cut: bool = False
    """Whether the result was cut at the caps."""
    created: bool = False
    """Whether the written graph is new."""
    version: str = ""
    """The generation that a write published."""
    error: ErrorName = ""
    detail: str = ""
    line: int = 0
    column: int = 0
    coding: str = ""
    """The content coding of the body; empty for none."""
    more: bool = False
    """Whether this is a piece of the body, and another one follows."""
    body: bytes = b""


def encode_request(request: Request) -> bytes:
    """Return a request as it is sent."""
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
    """Return a reply as it is sent."""
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
    """Return the reply of a message, given its header and its body."""
    fields: list[Any] = orjson.loads(header)
    fields.append(body)
    return Reply(*fields)


def receive_request(connection: socket.socket) -> Request | None:
    """Wait for the next request; return None once the service has closed the connection."""
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
