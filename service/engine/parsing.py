"""Parsing large results in a thread, so that the event loop is not blocked."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from service.workers.spool import Spool

Read = TypeVar("Read")
_LARGE: Final = 128 * 1024
"""Size of a result, in bytes, above which parsing it takes longer than starting a thread."""


async def parse_result(read: Callable[[bytes], Read], body: bytes | Spool) -> Read:
    """Return what ``read`` makes of the body of a result, in a thread if the body is large."""

    def work() -> Read:
        return read(bytes(body))

    return await asyncio.to_thread(work) if len(body) > _LARGE else work()
