"""Reading a stream of pieces as one file."""

from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Final

import zstandard
from typing_extensions import Buffer

_PIECE: Final = 1 << 20
"""Bytes that are unpacked at a time."""


def unpacked(file: Path) -> Iterator[bytes]:
    """Yield what a file packed with Zstandard holds, piece by piece."""
    with file.open("rb") as packed:
        yield from zstandard.ZstdDecompressor().read_to_iter(packed, write_size=_PIECE)


def flow(pieces: Iterable[bytes]) -> IO[bytes]:
    """Return pieces as one file; each is called for when those before it have been read."""
    return BufferedReader(_Flow(filter(None, pieces)))


class _Flow(RawIOBase):
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
