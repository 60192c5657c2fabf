"""The service's side of its fronts: start them over a generation, take what they hand over, end them."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Final, Protocol

import orjson

from service.fronts.answering import Told
from service.fronts.front import CONNECTION, FIGURES, NUMBERS, PACKET, READY
from service.metrics import Metrics
from service.workers.pool import Pool
from service.workers.process import WorkerLost

log = logging.getLogger(__name__)

Adopt = Callable[[socket.socket, bytes], Awaitable[None]]
_PATIENCE_SECONDS: Final = 5.0
"""A front that has not ended, or not answered, after so long is not going to."""
_START_SECONDS: Final = 60.0
"""A front that is not ready after so long will not be, even on a machine that is busy."""
_RESPITE_SECONDS: Final = 0.5
"""Before another front takes the place of one that died: one that always dies must not keep the machine busy."""


class Front:
    """One process that takes connections."""

    def __init__(self, control: socket.socket, process_id: int, place: int, adopt: Adopt, metrics: Metrics) -> None:
        self.ready = asyncio.Event()
        self.gone = asyncio.Event()
        self._control = control
        self.process_id = process_id
        self.place = place
        self._adopt = adopt
        self._metrics = metrics
        self._told = asyncio.Event()
        self._seen = (0, 0, 0.0)
        self._adopting: set[asyncio.Future[None]] = set()
        asyncio.get_running_loop().add_reader(control, self._receive)

    def tell(self, told: Told) -> None:
        """Let it begin."""
        self._control.send(orjson.dumps(asdict(told)))

    async def count(self) -> None:
        """Have it report what it has done since it did so last."""
        self._told.clear()
        with contextlib.suppress(OSError, TimeoutError):
            self._control.send(b"?")
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._told.wait()

    async def end(self) -> None:
        """Have it hand over its connections; returns when it is gone and the service has them."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self.gone.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process_id, signal.SIGKILL)
        while self._adopting:
            await asyncio.wait(self._adopting)

    def _receive(self) -> None:
        try:
            packet, descriptors, _flags, _address = socket.recv_fds(self._control, PACKET, 1)
        except BlockingIOError:
            return
        except OSError:
            packet, descriptors = b"", []
        match packet[:1]:
            case b"":
                asyncio.get_running_loop().remove_reader(self._control)
                self._control.close()
                self.ready.set()
                self._told.set()
                self.gone.set()
            case kind if kind == READY:
                self.ready.set()
            case kind if kind == FIGURES:
                self._count(*NUMBERS.unpack(packet[1:]))
            case kind if kind == CONNECTION and descriptors:
                task = asyncio.ensure_future(self._adopt(socket.socket(fileno=descriptors[0]), packet[1:]))
                self._adopting.add(task)
                task.add_done_callback(self._adopting.discard)

    def _count(self, answered: int, unchanged: int, seconds: float) -> None:
        before, self._seen = self._seen, (answered, unchanged, seconds)
        self._metrics.count_at_once(answered - before[0], unchanged - before[1], seconds - before[2])
        self._told.set()


class Server(Protocol):
    """What is behind the fronts."""

    async def accept(self) -> None:
        """Take new connections."""

    def rest(self) -> None:
        """Leave new connections to the fronts."""

    async def adopt(self, connection: socket.socket, data: bytes, /) -> None:
        """Go on with a connection of which a front has read something."""


class Fronts:
    """The fronts over the generation that is answered from, as far as it is in memory that they can share."""

    def __init__(self, listener: socket.socket, count: int, metrics: Metrics, server: "Server") -> None:
        self._listener = listener
        self._count = count
        self._metrics = metrics
        self._server = server
        self._fronts: list[Front] = []
        self._starting: asyncio.Task[None] | None = None

    async def follow(self, pool: Pool | None, told: Told) -> None:
        """Answer from another pool; returns when none answers from an earlier one."""
        await self.close()
        if pool is not None and pool.in_memory and self._count:
            self._starting = asyncio.create_task(self._keep(pool, told))

    @property
    def process_ids(self) -> set[int]:
        """The processes that take connections now."""
        return {front.process_id for front in self._fronts if not front.gone.is_set()}

    async def count(self) -> None:
        """Bring the figures up to date."""
        self._metrics.fronts.set(sum(front.ready.is_set() for front in self._fronts))
        await asyncio.gather(*(front.count() for front in self._fronts))

    async def close(self) -> None:
        """End all fronts; the service takes the connections from then on."""
        if self._starting is not None:
            self._starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._starting
            self._starting = None
        fronts, self._fronts = self._fronts, []
        if fronts:
            await self._server.accept()
            await asyncio.gather(*(front.end() for front in fronts))

    async def _keep(self, pool: Pool, told: Told) -> None:
        """Start the fronts, and another for each that dies."""
        while True:
            try:
                while len(self._fronts) < self._count:
                    self._fronts.append(await self._begun(pool, told))
                async with asyncio.timeout(_START_SECONDS):
                    await asyncio.gather(*(front.ready.wait() for front in self._fronts))
            except (WorkerLost, OSError, TimeoutError):
                log.exception("the fronts cannot be had; the service takes connections as well")
                return
            self._server.rest()
            await _first_gone(self._fronts)
            self._fronts = [front for front in self._fronts if not front.gone.is_set()]
            if not self._fronts:
                await self._server.accept()
            log.warning("a front ended unexpectedly; another takes its place")
            await asyncio.sleep(_RESPITE_SECONDS)

    async def _begun(self, pool: Pool, told: Told) -> Front:
        control, process_id = await pool.front(self._listener)
        place = min(set(range(self._count)) - {front.place for front in self._fronts})
        front = Front(control, process_id, place, self._server.adopt, self._metrics)
        front.tell(replace(told, place=place, fronts=self._count))
        return front


async def _first_gone(fronts: list[Front]) -> None:
    waiting = [asyncio.ensure_future(front.gone.wait()) for front in fronts]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
