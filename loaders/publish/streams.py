"""Handing prepared graphs to the store piece by piece, as one file, so that they are never all in memory."""

from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Final

import zstandard
from typing_extensions import Buffer

_PIECE: Final = 1 << 20
"""Most bytes in a piece."""


def unpacked(file: Path) -> Iterator[bytes]:
    """Yield the contents of a Zstandard file, piece by piece."""
    with file.open("rb") as packed:
        yield from zstandard.ZstdDecompressor().read_to_iter(packed, write_size=_PIECE)


def as_stream(pieces: Iterable[bytes]) -> IO[bytes]:
    """Return a file that reads as the pieces joined; it takes the next piece only when it needs it."""
    return BufferedReader(_Stream(filter(None, pieces)))


class _Stream(RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        room = memoryview(buffer)
        self._rest = self._rest or memoryview(next(self._pieces, b""))
        length = min(len(room), len(self._rest))
        room[:length] = self._rest[:length]
        self._rest = self._rest[length:]
        return length
