"""What a process uses, as Linux tells it in ``/proc``; elsewhere nothing is known, and the kernel's limits remain."""

import os
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def memory_of_its_own(process_id: int) -> int:
    """Return the bytes of memory that are backed by no file; 0 where the process, or the knowledge, is gone."""
    try:
        _size, resident, shared, *_ = Path(f"/proc/{process_id}/statm").read_bytes().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE
