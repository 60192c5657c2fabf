"""Turns of the writers: one update, graph or load at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.engine import outcomes
from service.errors import Problem
from service.workers.process import WorkerProcess


class WriterTurns:
    """Admits one writer at a time to the store."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._stopped: WorkerProcess | None = None
        """A worker that was stopped while it wrote; it may hold the store's own lock for another moment."""

    @asynccontextmanager
    async def turn(self, seconds: float) -> AsyncIterator[None]:
        """Be the only writer until the block ends. Raises Problem 503 if other writers take longer than that."""
        try:
            async with asyncio.timeout(seconds):
                await self._lock.acquire()
        except TimeoutError:
            detail = f"Other writes took more than {seconds:g} s; try again."
            raise Problem(503, detail, headers=outcomes.LATER) from None
        try:
            if self._stopped is not None:
                await self._stopped.ended(seconds)
            self._stopped = None
            yield
        finally:
            self._lock.release()

    def was_stopped(self, worker: WorkerProcess) -> None:
        """Have the next writer wait until the process of a stopped one has ended."""
        self._stopped = worker
