"""What a process uses, as Linux tells it in ``/proc``; elsewhere nothing is known, and the kernel's limits remain."""

import os
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def memory_of_its_own(process_id: int) -> int:
    """Return the bytes of memory that are backed by no file; 0 where the process, or the knowledge, is gone."""
    try:
        _size, resident, shared, *_ = Path(f"/proc/{process_id}/statm").read_bytes().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE


def processor_seconds(process_id: int) -> float:
    """Return the processor time that a process has taken so far; 0 where the process, or the knowledge, is gone."""
    try:
        after_name = Path(f"/proc/{process_id}/stat").read_bytes().rpartition(b")")[2].split()
        in_user_mode, in_system_mode = after_name[11:13]
    except (OSError, ValueError):
        return 0.0
    return (int(in_user_mode) + int(in_system_mode)) / _TICKS
