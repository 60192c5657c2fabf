"""Large results on disk, between the worker that writes them and the clients that read them.

A worker is free again as soon as its result is written, however slowly a client reads it, and a slow client needs no
memory. The files have no name, so none is left behind however the service ends.
"""

import asyncio
import errno
import os
import tempfile
import weakref
from typing import IO, Final

CHUNK: Final = 256 * 1024
"""Bytes read at a time."""


class NoSpaceError(Exception):
    """The results that are being read take all the space reserved for them."""


class BrokenOffError(Exception):
    """The result is incomplete, because the worker that wrote it was stopped."""


class Space:
    """The disk space that all spools together may take."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self.taken = 0
        """Bytes on disk."""

    def take(self, size: int) -> None:
        """Reserve space, in bytes. Raises NoSpaceError if there is not enough."""
        if self.taken + size > self._capacity:
            raise NoSpaceError
        self.taken += size


class _Held:
    """The file of a spool and the space that it takes, freed when the spool is garbage-collected."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self.file: IO[bytes] | None = None
        self.size = 0

    def write(self, piece: bytes) -> None:
        self._space.take(len(piece))
        self.size += len(piece)
        if self.file is None:
            self.file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  closed by ``free``
        if self.file.write(piece) != len(piece):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def free(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None
        self._space.taken -= self.size
        self.size = 0


class Spool:
    """One result: written once, and read by any number of clients, even while it is being written."""

    def __init__(self, space: Space) -> None:
        self._held = _Held(space)
        self._size = 0
        self._is_whole = False
        self._is_broken = False
        self._is_read = False
        self._changed: asyncio.Event | None = None
        self.coding = ""
        """The content coding of its content."""
        weakref.finalize(self, self._held.free)

    def __len__(self) -> int:
        return self._size

    def __bytes__(self) -> bytes:
        return self._at(0, self._size)

    def add(self, piece: bytes, coding: str) -> None:
        """Append a piece. Raises NoSpaceError, or OSError if the disk is full."""
        self._held.write(piece)
        self._size += len(piece)
        self.coding = coding
        self._tell()

    def end(self, *, broken: bool = False) -> None:
        """Declare the result complete or, if ``broken``, incomplete for good."""
        self._is_whole, self._is_broken = not broken, broken
        self._tell()

    def clear(self) -> bool:
        """Discard the content; return False, and keep it, if some of it has been read."""
        if self._is_read:
            return False
        self._held.free()
        self._size = 0
        return True

    async def begun(self) -> None:
        """Wait until there is some content, or it is known that there will be none."""
        while not (self._size or self._is_whole or self._is_broken):
            await self._change()

    async def read(self, place: int) -> bytes:
        """Return up to ``CHUNK`` bytes from a position on, none at the end. Raises BrokenOffError if there is a gap."""
        self._is_read = True
        while place >= self._size and not self._is_whole:
            if self._is_broken:
                raise BrokenOffError
            await self._change()
        return self._at(place, min(CHUNK, self._size - place))

    def _at(self, place: int, length: int) -> bytes:
        return os.pread(self._held.file.fileno(), length, place) if self._held.file is not None else b""

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed.set()

    async def _change(self) -> None:
        if self._changed is None or self._changed.is_set():
            self._changed = asyncio.Event()
        await self._changed.wait()
