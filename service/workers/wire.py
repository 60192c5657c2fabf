"""What the service and its workers say to each other over a socket.

A message is a header and a body: two unsigned 32-bit lengths in network order, the header as JSON, the body as it is.
One request, one reply, in turn. The fields are those of the dataclasses below.
"""

import socket
import struct
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import orjson

ErrorName = Literal["", "syntax", "refused", "missing", "format", "busy", "evaluation"]
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
    body: bytes = b""


def encode(message: Request | Reply) -> bytes:
    """Return the bytes of a message."""
    fields = asdict(message)
    body: bytes = fields.pop("body")
    header = orjson.dumps(fields)
    return LENGTHS.pack(len(header), len(body)) + header + body


def decode_reply(header: bytes, body: bytes) -> Reply:
    """Build the reply from the two parts of its message."""
    fields: dict[str, Any] = orjson.loads(header)
    return Reply(**fields, body=body)


def receive_request(connection: socket.socket) -> Request | None:
    """Wait for the next request; None when the service has hung up."""
    lengths = _receive(connection, LENGTHS.size)
    if lengths is None:
        return None
    header_length, body_length = LENGTHS.unpack(lengths)
    header, body = _receive(connection, header_length), _receive(connection, body_length)
    if header is None or body is None:
        return None
    fields: dict[str, Any] = orjson.loads(header)
    for name in ("default_graphs", "named_graphs", "services"):
        fields[name] = tuple(fields[name])
    return Request(**fields, body=body)


def _receive(connection: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
