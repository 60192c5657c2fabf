"""How much one file may cost, so that no file can stop a load."""

import resource
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds on one file; what exceeds them is refused with a sentence, and the load goes on."""

    file_bytes: int = 64 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    """What an archive or a workbook may unpack to in all."""
    ratio: int = 200
    """How many times its packed size an entry of an archive may unpack to."""
    entries: int = 200_000
    """Entries of an archive, or rows of a table."""
    characters: int = 20_000_000
    """Code points of one canonical text."""
    seconds: float = 60
    """Wall-clock time to read and extract one file."""
    unpack_seconds: float = 600
    """Wall-clock time to unpack an archive or a table."""
    memory_bytes: int = 2048 * MEBIBYTE
    """Address space of a worker process."""


def confine(limits: Limits) -> None:
    """Bound the memory of this process; what needs more meets a MemoryError. Core dumps are switched off."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(hard, limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
