"""Memory and processor time of a process, from Linux's ``/proc``; elsewhere only the kernel's own limits apply."""

import os
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def memory_of_its_own(process_id: int) -> int:
    """Return the memory, in bytes, that a process shares with no file; 0 if that is not known."""
    try:
        _size, resident, shared, *_ = Path(f"/proc/{process_id}/statm").read_bytes().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE


def processor_seconds(process_id: int) -> float:
    """Return the processor time that a process has used so far; 0 if that is not known."""
    try:
        after_name = Path(f"/proc/{process_id}/stat").read_bytes().rpartition(b")")[2].split()
        in_user_mode, in_system_mode = after_name[11:13]
    except (OSError, ValueError):
        return 0.0
    return (int(in_user_mode) + int(in_system_mode)) / _TICKS
