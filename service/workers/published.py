"""The pool of workers over the published generation, replaced without a pause when another one is published."""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from service.workers.nursery import Nursery
from service.workers.pool import Pool
from service.workers.process import WorkerLost
from sparql.store import EmbeddedStore, Generation
from sparql.store.location import is_remote, open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

_FOLLOW_SECONDS: Final = 0.25
"""Seconds between two checks whether another generation has been published."""
_RETRY_SECONDS: Final = 2.0
"""Seconds before a generation that could not be opened is tried again, which may take much work."""
_QUADS_AT_ONCE: Final = 200_000
"""Quads that are read into memory within a second; a larger generation is answered from the disk until it is."""


class Published:
    """Follows a store, so that ``pool`` always answers from the generation published last."""

    def __init__(self, location: str, workers: int, quads_in_memory: int) -> None:
        self.pool: Pool | None = None
        self.problem = ""
        """Why the generation published last cannot be used; empty if it is in use."""
        self.identity = ""
        """Version and time of the generation in use."""
        self.switched: Callable[[], Awaitable[None]] = _nothing
        """Called after a switch to another pool, before ``refresh`` returns."""
        self._location = location
        self._store = open_store(location)
        self._workers = workers
        self._quads_in_memory = quads_in_memory
        self._nursery: Nursery | None = None
        self._switching = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Open the published generation and follow the store from now on."""
        await self.refresh()
        self._tasks.append(asyncio.create_task(self._follow()))

    async def close(self) -> None:
        """Stop following, and stop the workers."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self.pool is not None:
            await self.pool.close()
        if self._nursery is not None:
            await self._nursery.close()

    async def refresh(self) -> None:
        """Switch to the generation that is published now. Raises StoreError if the store is damaged."""
        async with self._switching:
            version = await asyncio.to_thread(self._store.version) or ""
            if not version and isinstance(self._store, EmbeddedStore):
                await asyncio.to_thread(self._store.check)
            if self.pool is not None and self.pool.version == version and self.pool.alive:
                return
            generation = await asyncio.to_thread(self._generation, version)
            quads = generation.quads if generation is not None else 0
            fits = quads <= self._quads_in_memory and not is_remote(self._location)
            await self._open(version, in_memory=fits and (quads <= _QUADS_AT_ONCE or self.pool is None))
            self.identity = f"{version} {generation.created if generation is not None else ''}"
            log.info("answering from generation %s", version or "(none)")
            await self.switched()
            if fits and self.pool is not None and not self.pool.in_memory:
                self._tasks.append(asyncio.create_task(self._lift(version)))

    async def _lift(self, version: str) -> None:
        """Read a large generation into memory, and switch to that."""
        try:
            pool = await self._started(version, in_memory=True)
        except (WorkerLost, RuntimeError, OSError):
            log.exception("generation %s cannot be brought into memory; it is answered from the disk", version)
            return
        async with self._switching:
            if self.pool is not None and self.pool.version == version:
                self._replace(pool)
                await self.switched()
                log.info("generation %s is in memory", version)
            else:
                pool.retire()

    async def _open(self, version: str, *, in_memory: bool) -> None:
        self._replace(await self._started(version, in_memory=in_memory))

    async def _started(self, version: str, *, in_memory: bool) -> Pool:
        if self._nursery is None or not self._nursery.alive:
            self._nursery = await Nursery.start(self._location)
        pool = Pool(await self._nursery.holder(), version, self._workers, in_memory=in_memory)
        try:
            await pool.start()
        except BaseException:
            pool.retire()
            raise
        return pool

    def _replace(self, pool: Pool) -> None:
        old, self.pool = self.pool, pool
        if old is not None:
            old.retire()

    def _generation(self, version: str) -> Generation | None:
        return next((each for each in self._store.history() if each.version == version), None)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_RETRY_SECONDS if self.problem else _FOLLOW_SECONDS)
            self._tasks = [task for task in self._tasks if not task.done()]
            try:
                await self.refresh()
                self.problem = ""
            except Exception as error:
                if str(error) != self.problem:
                    log.exception("the published generation cannot be opened; the one before it still answers")
                self.problem = str(error)


async def _nothing() -> None:
    """Do nothing: the default of ``switched``."""
