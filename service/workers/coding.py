"""Content codings: compressing a body while it is written (RFC 9110, section 8.4.1)."""

import zlib
from collections.abc import Callable
from typing import Final, Protocol

from zstandard import ZstdCompressor

CODINGS: Final = ("zstd", "gzip")
"""The codings that are supported, the preferred one first."""
SMALLEST: Final = 500
"""Smallest body, in bytes, that is worth compressing."""
_GZIP_LEVEL: Final = 5
_GZIP_WINDOW: Final = 31
"""zlib's number for the largest window with the header and trailer of gzip."""
_ZSTD: Final = ZstdCompressor(level=3)


class Encoder(Protocol):
    """Compresses a body that is given in parts."""

    def compress(self, part: bytes, /) -> bytes:
        """Compress a part; return the bytes that are ready."""

    def flush(self) -> bytes:
        """Return the remaining bytes."""


_ENCODERS: Final[dict[str, Callable[[], Encoder]]] = {
    "zstd": _ZSTD.compressobj,
    "gzip": lambda: zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW),
}


def encoder(coding: str) -> Encoder:
    """Return a new encoder, for one body."""
    return _ENCODERS[coding]()
