"""All fronts of the service: started over a generation, replaced when they die, ended when the generation changes."""

import asyncio
import contextlib
import logging
import socket
from dataclasses import replace
from typing import Final, Protocol

from service.fronts.control import FrontSettings
from service.fronts.process import FrontProcess
from service.metrics import Metrics
from service.workers.pool import Pool
from service.workers.process import WorkerLost

log = logging.getLogger(__name__)

_START_SECONDS: Final = 60.0
"""Seconds that a front may take to start, even on a busy machine."""
_RESTART_SECONDS: Final = 0.5
"""Seconds before a front that died is replaced, so that one which always dies does not keep the machine busy."""


class Server(Protocol):
    """The server behind the fronts."""

    async def accept(self) -> None:
        """Accept new connections."""

    def rest(self) -> None:
        """Leave new connections to the fronts."""

    async def adopt(self, connection: socket.socket, data: bytes, /) -> None:
        """Take over a connection, with the bytes that a front has read of it."""


class Fronts:
    """The fronts over the generation in use. There are none unless it is in memory, which they share."""

    def __init__(self, listener: socket.socket, count: int, metrics: Metrics, server: Server) -> None:
        self._listener = listener
        self._count = count
        self._metrics = metrics
        self._server = server
        self._fronts: list[FrontProcess] = []
        self._starting: asyncio.Task[None] | None = None

    async def follow(self, pool: Pool | None, settings: FrontSettings) -> None:
        """Answer from another pool; return when no front answers from the one before."""
        await self.close()
        if pool is not None and pool.in_memory and self._count:
            self._starting = asyncio.create_task(self._keep(pool, settings))

    @property
    def process_ids(self) -> set[int]:
        """The processes of the fronts that are running."""
        return {front.process_id for front in self._fronts if not front.gone.is_set()}

    async def update_metrics(self) -> None:
        """Bring the metrics of the fronts up to date."""
        self._metrics.fronts.set(sum(front.ready.is_set() for front in self._fronts))
        await asyncio.gather(*(front.update_metrics() for front in self._fronts))

    async def close(self) -> None:
        """End all fronts; the server accepts the connections from then on."""
        if self._starting is not None:
            self._starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._starting
            self._starting = None
        fronts, self._fronts = self._fronts, []
        if fronts:
            await self._server.accept()
            await asyncio.gather(*(front.end() for front in fronts))

    async def _keep(self, pool: Pool, settings: FrontSettings) -> None:
        """Start the fronts, and replace each that dies."""
        while True:
            try:
                while len(self._fronts) < self._count:
                    self._fronts.append(await self._started(pool, settings))
                async with asyncio.timeout(_START_SECONDS):
                    await asyncio.gather(*(front.ready.wait() for front in self._fronts))
            except (WorkerLost, OSError, TimeoutError):
                log.exception("the fronts cannot be started; the service accepts connections itself")
                return
            self._server.rest()
            await _first_gone(self._fronts)
            self._fronts = [front for front in self._fronts if not front.gone.is_set()]
            if not self._fronts:
                await self._server.accept()
            log.warning("a front ended unexpectedly; another takes its place")
            await asyncio.sleep(_RESTART_SECONDS)

    async def _started(self, pool: Pool, settings: FrontSettings) -> FrontProcess:
        control, process_id = await pool.front(self._listener)
        place = min(set(range(self._count)) - {front.place for front in self._fronts})
        front = FrontProcess(control, process_id, place, self._server.adopt, self._metrics)
        front.start(replace(settings, place=place, fronts=self._count))
        return front


async def _first_gone(fronts: list[FrontProcess]) -> None:
    waiting = [asyncio.ensure_future(front.gone.wait()) for front in fronts]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
