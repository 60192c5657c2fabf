"""The file that a worker writes a result to: a large one leaves in pieces while it is written, a small one whole."""

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

from service.workers.coding import SMALLEST, Encoder, encoder

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PIECE: Final = 128 * 1024
"""Size from which a piece is sent, in bytes before compression."""
Send = Callable[[bytes, str], None]
"""Sends a piece, given with the coding of all pieces."""


class Sink(Protocol):
    """The methods of a file that pyoxigraph needs to write to it."""

    def write(self, part: "ReadableBuffer", /) -> int:
        """Take bytes; return their number."""

    def flush(self) -> None:
        """Pass on what was taken."""


def file(sink: Sink) -> IO[bytes]:
    """Return a sink with the type that pyoxigraph declares."""
    return cast("IO[bytes]", sink)


class Outlet:
    """A file that pyoxigraph writes a result to."""

    def __init__(self, send: Send, coding: str) -> None:
        self._send = send
        self._coding = coding
        self._encoder: Encoder | None = None
        self._kept = bytearray()
        self._begun = False
        self.size = 0
        """Bytes written so far, before compression."""

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
        """Do nothing: pieces are sent once they are large enough."""

    def finish(self, rest: bytes = b"") -> tuple[bytes, str]:
        """Append ``rest`` and return what has not been sent yet, which is all of a small result, with its coding."""
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
