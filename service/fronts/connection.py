"""The connections of a front: their requests are answered at once, or they are handed over to the service."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, cast

from service.fronts.answering import Answering
from service.fronts.http import head_of, read_plain
from service.transport.observing import Observer
from service.transport.responding import RawResponse

_CHUNK: Final = 16_384
"""Most bytes that are read from a connection at a time; a plain request has fewer."""


@dataclass
class Shared:
    """What the connections of a front share."""

    answering: Answering
    observer: Observer
    give: Callable[[int, bytes], None]
    """Hands a descriptor over to the service, with the bytes that were read from it and not answered."""
    count_changed: Callable[[], None]
    """Called when a connection has ended."""
    connections: "set[Connection]" = field(default_factory=set)
    buffer: bytearray = field(default_factory=lambda: bytearray(_CHUNK))
    """Read by all connections in turn: each has copied what it received before the next one is read."""
    date: bytes = b""
    """The header ``Date``."""
    answered: int = 0
    """Number of answers with a body."""
    unchanged: int = 0
    """Number of answers with a 304."""
    seconds: float = 0.0
    """Time spent on all answers."""
    empty: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the last connection has ended."""


class Connection(asyncio.BufferedProtocol):
    """One connection of a client."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._transport: asyncio.Transport | None = None
        self._unanswered: bytes | None = None
        """The bytes to hand over with the connection, once its last answer has been sent; None if it stays here."""
        self._client: tuple[str, int] | None = None
        self.last_read = time.monotonic()

    @property
    def is_leaving(self) -> bool:
        """Whether it will be handed over as soon as its last answer has been sent."""
        return self._unanswered is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=0)
        self._client = transport.get_extra_info("peername")
        self._shared.connections.add(self)
        self._shared.empty.clear()

    def connection_lost(self, _error: Exception | None, /) -> None:
        self._shared.connections.discard(self)
        self._shared.count_changed()
        if not self._shared.connections:
            self._shared.empty.set()

    def get_buffer(self, _size: int, /) -> bytearray:
        return self._shared.buffer

    def buffer_updated(self, size: int, /) -> None:
        data = bytes(self._shared.buffer[:size])
        started = self.last_read = time.monotonic()
        request = read_plain(data)
        response = self._shared.answering.answer(request) if request is not None else None
        if response is None or self._transport is None:
            self.hand_over(data)
            return
        head = head_of(response.status, response.headers)
        self._transport.write(b"".join((head, self._shared.date, b"\r\n", bytes(response.body))))
        self._record(response, time.monotonic() - started)

    def pause_writing(self) -> None:
        """Stop reading from a client that does not read its answers."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Read again or, if the connection was only waiting for its last answer to be sent, hand it over."""
        if self._unanswered is not None:
            self._give_away(self._unanswered)
        elif self._transport is not None:
            self._transport.resume_reading()

    def hand_over(self, data: bytes) -> None:
        """Hand the connection over to the service, with the bytes that were read and not answered."""
        if self._transport is None or self._transport.is_closing() or self._unanswered is not None:
            return
        self._unanswered = data
        self._transport.pause_reading()
        if not self._transport.get_write_buffer_size():
            self._give_away(data)

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    def _give_away(self, data: bytes) -> None:
        if self._transport is not None:
            self._shared.give(self._transport.get_extra_info("socket").fileno(), data)
            self._transport.abort()  # closes this process's descriptor only: the service has its own

    def _record(self, response: RawResponse, seconds: float) -> None:
        shared = self._shared
        shared.answered += bool(response.body)
        shared.unchanged += not response.body
        shared.seconds += seconds
        scope = {"method": "GET", "path": "/sparql", "client": self._client}
        shared.observer.note(scope, response.status, len(response.body), seconds, response.digest)
