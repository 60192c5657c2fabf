"""Limits on one file, so that no file can stop a load."""

import resource
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits on one file; a file that exceeds them is refused with a reason, and the load continues."""

    file_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    """Most bytes that an archive or a workbook may unpack to."""
    ratio: int = 200
    """Highest compression ratio of an entry of an archive."""
    entries: int = 200_000
    """Most entries of an archive, or rows of a table."""
    characters: int = 20_000_000
    """Most code points of a canonical text."""
    seconds: float = 60
    """Wall-clock time to read and extract one file."""
    unpack_seconds: float = 600
    """Wall-clock time to unpack an archive or a table."""
    memory_bytes: int = 2048 * MEBIBYTE
    """Address space of a worker process."""


def confine(limits: Limits) -> None:
    """Limit the memory of this process, so that needing more raises MemoryError, and switch off core dumps."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(hard, limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
