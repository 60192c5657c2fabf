"""Where a worker writes a result to: what is large leaves in pieces while it is written, what is small stays whole."""

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

from service.workers.coding import SMALLEST, Encoder, encoder

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PIECE: Final = 128 * 1024
"""Bytes from which on a piece is sent, before it is compressed."""
Send = Callable[[bytes, str], None]
"""Takes a piece, and the coding that all pieces are in."""


class Sink(Protocol):
    """What the engine needs of a file to write to."""

    def write(self, part: "ReadableBuffer", /) -> int:
        """Take bytes; return how many."""

    def flush(self) -> None:
        """Pass on what was taken."""


def file(sink: Sink) -> IO[bytes]:
    """Return a sink as the engine declares that it wants it."""
    return cast("IO[bytes]", sink)


class Outlet:
    """A file for the engine to write to."""

    def __init__(self, send: Send, coding: str) -> None:
        self._send = send
        self._coding = coding
        self._encoder: Encoder | None = None
        self._kept = bytearray()
        self._begun = False
        self.size = 0
        """Bytes that were written, before they are compressed."""

    def write(self, part: "ReadableBuffer", /) -> int:
        """Take a part of the result."""
        before = len(self._kept)
        self._kept += part
        written = len(self._kept) - before
        self.size += written
        if len(self._kept) >= PIECE:
            self._send_on()
        return written

    def flush(self) -> None:
        """Do nothing: pieces leave when they are large enough."""

    def finish(self, rest: bytes = b"") -> tuple[bytes, str]:
        """Return what has not left yet, which is all of a small result, and its coding; ``rest`` ends the result."""
        left = bytes(self._kept) + rest if self._kept else rest
        if not self._coding or (not self._begun and len(left) < SMALLEST):
            return left, ""
        self._encoder = self._encoder or encoder(self._coding)
        return self._encoder.compress(left) + self._encoder.flush(), self._coding

    def _send_on(self) -> None:
        piece = bytes(self._kept)
        self._kept.clear()
        self._begun = True
        if self._coding:
            self._encoder = self._encoder or encoder(self._coding)
            piece = self._encoder.compress(piece)
        if piece:
            self._send(piece, self._coding)
