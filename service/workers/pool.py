"""The workers over one generation: taken for a request, given back, and replaced when they end."""

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
        """Number of workers that are being forked for a waiting request."""
        self._retired = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def alive(self) -> bool:
        """Whether new workers can be forked."""
        return self._holder.alive

    async def start(self) -> None:
        """Open the generation and fork the workers; returns when all are ready."""
        await self._holder.open(self.version, in_memory=self.in_memory)
        await self._replenish()

    def take_idle(self) -> WorkerProcess | None:
        """Take an idle worker, if there is one."""
        if not self._idle:
            return None
        worker = self._idle.pop()
        self._busy.add(worker)
        return worker

    async def take_new(self) -> WorkerProcess:
        """Fork a worker and take it. Raises WorkerLost if that fails."""
        self._awaited += 1
        try:
            worker = await self._holder.worker(self._forget)
            self._busy.add(worker)
            return worker
        finally:
            self._awaited -= 1
            self._end_if_done()

    async def front(self, listener: socket.socket) -> tuple[socket.socket, int]:
        """Fork a front over this generation. Raises WorkerLost if that fails."""
        return await self._holder.front(listener)

    def give_back(self, worker: WorkerProcess) -> None:
        """Give a worker back; one that has not answered yet is stopped and replaced."""
        self._busy.discard(worker)
        if worker.busy:
            worker.stop("request")
        elif self._retired or worker.spent:
            worker.hang_up()
        elif worker.alive:
            self._idle.append(worker)
        self._end_if_done()

    def retire(self) -> None:
        """Take no more requests, and end once those that are running have finished."""
        self._retired = True
        for worker in self._idle:
            worker.hang_up()
        self._idle.clear()
        self._end_if_done()

    async def close(self) -> None:
        """Stop all workers now."""
        for worker in list(self._busy):
            worker.stop("request")
        self.retire()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _end_if_done(self) -> None:
        if self._retired and not self._busy and not self._awaited:
            self._holder.end()

    async def _replace(self) -> None:
        with contextlib.suppress(WorkerLost):  # the holder is gone as well, so another pool will be made
            await self._replenish()

    async def _replenish(self) -> None:
        while not self._retired and len(self._idle) + len(self._busy) < self._size:
            worker = await self._holder.worker(self._forget)
            if self._retired:  # in the meantime, so nobody would ever use or end it
                worker.hang_up()
            else:
                self._idle.append(worker)

    def _forget(self, worker: WorkerProcess) -> None:
        """Replace a worker that has ended."""
        self._busy.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not self._retired:
            self._spawn(self._replace())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
