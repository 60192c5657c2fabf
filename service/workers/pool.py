"""The workers over one generation: taken for a request, given back, replaced when they have ended."""

import asyncio
import contextlib
import socket
from collections.abc import Coroutine

from service.workers.nursery import Holder
from service.workers.process import WorkerLost, WorkerProcess


class Pool:
    """The workers over one generation of the dataset."""

    def __init__(self, holder: Holder, version: str, size: int, *, in_memory: bool) -> None:
        self.version = version
        self.in_memory = in_memory
        self._holder = holder
        self._size = size
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._awaited = 0
        """Workers that requests wait for while they are made."""
        self._retired = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def alive(self) -> bool:
        """Whether new workers can be had."""
        return self._holder.alive

    async def start(self) -> None:
        """Open the generation and fork the workers; returns when all are ready."""
        await self._holder.open(self.version, in_memory=self.in_memory)
        await self._replenish()

    def take_idle(self) -> WorkerProcess | None:
        """Take a worker that has nothing to do, if there is one."""
        if not self._idle:
            return None
        worker = self._idle.pop()
        self._busy.add(worker)
        return worker

    async def take_new(self) -> WorkerProcess:
        """Take a worker that is made for this; raises ``WorkerLost`` where that cannot be."""
        self._awaited += 1
        try:
            worker = await self._holder.worker(self._forget)
            self._busy.add(worker)
            return worker
        finally:
            self._awaited -= 1
            self._end_if_done()

    async def front(self, listener: socket.socket) -> tuple[socket.socket, int]:
        """Have a front made over this generation; raises ``WorkerLost`` where that cannot be."""
        return await self._holder.front(listener)

    def give_back(self, worker: WorkerProcess) -> None:
        """Return a worker; one that still owes an answer is stopped, and another takes its place."""
        self._busy.discard(worker)
        if worker.busy:
            worker.stop("request")
        elif self._retired or worker.spent:
            worker.hang_up()
        elif worker.alive:
            self._idle.append(worker)
        self._end_if_done()

    def retire(self) -> None:
        """Take no more requests; what runs is finished first."""
        self._retired = True
        for worker in self._idle:
            worker.hang_up()
        self._idle.clear()
        self._end_if_done()

    async def close(self) -> None:
        """Stop everything now."""
        for worker in list(self._busy):
            worker.stop("request")
        self.retire()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _end_if_done(self) -> None:
        if self._retired and not self._busy and not self._awaited:
            self._holder.end()

    async def _replace(self) -> None:
        with contextlib.suppress(WorkerLost):  # the holder is gone as well: another pool will be made
            await self._replenish()

    async def _replenish(self) -> None:
        while not self._retired and len(self._idle) + len(self._busy) < self._size:
            worker = await self._holder.worker(self._forget)
            if self._retired:  # meanwhile: nobody would ever ask it anything, nor hang up
                worker.hang_up()
            else:
                self._idle.append(worker)

    def _forget(self, worker: WorkerProcess) -> None:
        """Replace a worker that is no more."""
        self._busy.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not self._retired:
            self._spawn(self._replace())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
