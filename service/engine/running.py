"""The requests that are being evaluated, and stopping those that take too long or too much memory."""

import asyncio
import itertools
import time
from collections.abc import Mapping
from typing import Final

from service.workers.process import WorkerProcess
from service.workers.watch import processor_seconds
from service.workers.wire import Request

_WATCH_SECONDS: Final = 0.05
"""Seconds between two looks at queries that have run that long; one that takes 300 MB/s overshoots by 30 MB at most."""
_ALL_EVERY: Final = 20
"""Number of looks of which one is at short queries too, since many of them may add up to much memory."""
_PATIENCE_SECONDS: Final = 1.0
"""Processor seconds after which a query gives way to others; time spent waiting for a busy machine does not count."""


class Running:
    """A request that is being evaluated."""

    __slots__ = ("_spent_before", "client", "number", "request", "started", "worker")

    def __init__(self, number: int, client: str, request: Request, worker: WorkerProcess) -> None:
        self.number = number
        self.client = client
        self.request = request
        self.worker = worker
        self.started = time.monotonic()
        self._spent_before: float | None = None

    @property
    def text(self) -> str:
        """The query, or the action and its graph."""
        return self.request.text or f"{self.request.action} {self.request.graph}"

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self.started

    @property
    def processor_seconds(self) -> float:
        """The processor time that it has used since this was first read."""
        spent = processor_seconds(self.worker.process_id)
        if self._spent_before is None:
            self._spent_before = spent
        return spent - self._spent_before


async def watch(running: Mapping[int, Running], bound: int) -> None:
    """Stop requests that exceed their time or ``bound`` bytes of memory, and slow down long ones; never return."""
    for look in itertools.count(1):
        await asyncio.sleep(_WATCH_SECONDS)
        least = _WATCH_SECONDS if look % _ALL_EVERY else 0
        for each in [each for each in running.values() if each.seconds >= least]:
            if each.seconds > each.request.seconds:
                each.worker.stop("time")
            else:
                each.worker.check_memory(bound)
            if each.processor_seconds > _PATIENCE_SECONDS:
                each.worker.slow_down()
