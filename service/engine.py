"""Queries over the published dataset: evaluated in processes that can be stopped, within limits.

The dataset is followed: when another generation is published, a new pool of workers takes over, and the old one
finishes what it runs.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from service.errors import Problem
from service.settings import Settings
from service.workers.pool import Nursery, Pool, Reason, WorkerLost, WorkerProcess
from service.workers.wire import Reply, Request
from sparql.results import Table
from sparql.store import EmbeddedStore

log = logging.getLogger(__name__)

_FOLLOW_SECONDS: Final = 0.25
"""How often the store is asked whether another generation has been published."""
_STOPPED: Final[dict[Reason, tuple[int, str]]] = {
    "time": (504, "The query was stopped: it ran longer than {seconds:g} s. Make it more selective, or add a LIMIT."),
    "memory": (507, "The query was stopped: it needed more than {memory} MB of memory. Make it more selective."),
    "request": (503, "The query was stopped by an administrator."),
    "crash": (500, "The process that evaluated the query ended unexpectedly; the service goes on."),
}
_STATUS: Final = {"refused": 403, "missing": 404, "format": 415, "busy": 503, "evaluation": 400}
"""Status of each kind of error that a worker reports."""


@dataclass(frozen=True)
class Running:
    """A query that is being evaluated."""

    id: int
    client: str
    text: str
    worker: WorkerProcess
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self.started


class Engine:
    """What evaluates SPARQL for the service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = EmbeddedStore(Path(settings.store))
        self._pool: Pool | None = None
        self._numbers = itertools.count(1)
        self.running: dict[int, Running] = {}
        self._nursery: Nursery | None = None
        self._follower: asyncio.Task[None] | None = None
        self._switching = asyncio.Lock()

    @property
    def version(self) -> str:
        """The generation that queries are answered from; empty before the first publication."""
        return self._pool.version if self._pool is not None else ""

    async def start(self) -> None:
        """Open the published generation and follow the store from now on."""
        await self.refresh()
        self._follower = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop following, and stop the workers."""
        if self._follower is not None:
            self._follower.cancel()
            with suppress(asyncio.CancelledError):
                await self._follower
        if self._pool is not None:
            await self._pool.close()
        if self._nursery is not None:
            await self._nursery.close()

    async def refresh(self) -> None:
        """Take over the generation that is published now."""
        async with self._switching:
            version = self._store.version() or ""
            old = self._pool
            if old is not None and old.version == version and old.alive:
                return
            if self._nursery is None or not self._nursery.alive:
                self._nursery = await Nursery.start(self._store.folder)
            pool = Pool(await self._nursery.holder(), version, self._settings.workers)
            await pool.start(in_memory=True)
            self._pool = pool
            if old is not None:
                old.retire()
            log.info("answering from generation %s", version or "(none)")

    async def select(self, text: str, *, timeout: float | None = None, client: str = "") -> Table:
        """Evaluate a SELECT query and return its table; raises ``Problem`` for what the query did wrong."""
        request = Request("query", text, "application/sparql-results+json")
        reply = await self.run(request, timeout=timeout, client=client)
        return Table.from_json(reply.body)

    async def run(self, request: Request, *, timeout: float | None = None, client: str = "") -> Reply:
        """Have a worker answer a request within ``timeout`` seconds, which may only lower the service's limit."""
        seconds = min(timeout or self._settings.timeout, self._settings.timeout)
        reply = await self._evaluate(replace(request, seconds=seconds), client)
        if reply.error:
            raise _problem(reply)
        if reply.version:
            await self.refresh()
        return reply

    async def _evaluate(self, request: Request, client: str) -> Reply:
        pool = self._pool
        if pool is None:
            raise Problem(503, "The store is being opened; try again in a moment.", headers={"Retry-After": "1"})
        worker = await pool.take()
        clock = asyncio.get_running_loop().call_later(request.seconds, worker.stop, "time")
        try:
            with self._listed(worker, request, client):
                return await worker.ask(request)
        except WorkerLost as lost:
            status, detail = _STOPPED[lost.reason]
            memory = self._settings.query_memory
            raise Problem(status, detail.format(seconds=request.seconds, memory=memory), reason=lost.reason) from None
        finally:
            clock.cancel()
            pool.give_back(worker)

    @contextmanager
    def _listed(self, worker: WorkerProcess, request: Request, client: str) -> Iterator[None]:
        running = Running(next(self._numbers), client, request.text, worker)
        self.running[running.id] = running
        try:
            yield
        finally:
            del self.running[running.id]

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            try:
                await self.refresh()
            except Exception:
                log.exception("the published generation cannot be opened; answering from %s", self.version)


def _problem(reply: Reply) -> Problem:
    if reply.error == "syntax":
        where = f" at line {reply.line}, column {reply.column}" if reply.line else ""
        detail = f"SPARQL syntax error{where}: {reply.detail}"
        return Problem(400, detail, line=reply.line or None, column=reply.column or None)
    return Problem(_STATUS[reply.error], reply.detail)
