"""Work that would hold up everybody else if it were done where requests are answered."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from service.workers.spool import Spool

Read = TypeVar("Read")
_LARGE: Final = 128 * 1024
"""Bytes from which on a result takes longer to read than a thread to begin."""


async def apart(read: Callable[[bytes], Read], body: bytes | Spool) -> Read:
    """Return what is read from the body of a result: in a thread where it is large."""

    def work() -> Read:
        return read(bytes(body))

    return await asyncio.to_thread(work) if len(body) > _LARGE else work()
