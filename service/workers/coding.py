"""Content codings, by which a body is smaller on its way (RFC 9110, section 8.4.1)."""

import zlib
from collections.abc import Callable
from typing import Final, Protocol

from zstandard import ZstdCompressor

CODINGS: Final = ("zstd", "gzip")
"""Those that are written here, the better first."""
SMALLEST: Final = 500
"""Bytes from which on it is worth while."""
_GZIP_LEVEL: Final = 5
_GZIP_WINDOW: Final = 31
"""The largest window, and the header and trailer of gzip around it (as zlib counts)."""
_ZSTD: Final = ZstdCompressor(level=3)


class Encoder(Protocol):
    """Takes a body in parts."""

    def compress(self, part: bytes, /) -> bytes:
        """Return what can be sent by now."""

    def flush(self) -> bytes:
        """Return the rest."""


_ENCODERS: Final[dict[str, Callable[[], Encoder]]] = {
    "zstd": _ZSTD.compressobj,
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW),
}


def encoder(coding: str) -> Encoder:
    """Return what writes one body in a coding."""
    return _ENCODERS[coding]()
