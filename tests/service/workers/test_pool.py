"""What becomes of workers that are being made when their pool is told to end."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from service.workers.pool import Pool
from service.workers.process import WorkerProcess

if TYPE_CHECKING:
    from service.workers.nursery import Holder


class SlowWorker:
    busy = spent = False
    alive = True

    def hang_up(self) -> None:
        self.alive = False


class SlowHolder:
    """Makes a worker when it is told to go on."""

    alive = True

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.made: list[SlowWorker] = []

    async def open(self, _version: str, *, in_memory: bool) -> None:
        pass

    async def worker(self, _lost: Callable[[WorkerProcess], None]) -> SlowWorker:
        await self.go_on.wait()
        self.made.append(SlowWorker())
        return self.made[-1]

    def end(self) -> None:
        self.alive = False


async def _begun(work: asyncio.Task[object]) -> None:
    await asyncio.sleep(0)
    assert not work.done()


async def test_a_worker_that_is_ready_after_its_pool_has_retired_is_let_go() -> None:
    holder = SlowHolder()
    pool = Pool(cast("Holder", holder), "000001", 1, in_memory=True)
    starting: asyncio.Task[object] = asyncio.create_task(pool.start())
    await _begun(starting)
    pool.retire()
    holder.go_on.set()
    await starting
    assert [worker.alive for worker in holder.made] == [False]
    assert pool.take_idle() is None


async def test_a_pool_that_retires_makes_the_worker_that_a_request_waits_for() -> None:
    holder = SlowHolder()
    pool = Pool(cast("Holder", holder), "000001", 1, in_memory=True)
    taking: asyncio.Task[object] = asyncio.create_task(pool.take_new())
    await _begun(taking)
    pool.retire()
    assert holder.alive
    holder.go_on.set()
    worker = cast("SlowWorker", await taking)
    assert worker.alive
    pool.give_back(cast("WorkerProcess", worker))
    assert not worker.alive
    assert not holder.alive
