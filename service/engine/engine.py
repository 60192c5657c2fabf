"""Queries over the published dataset: evaluated in processes that can be stopped, within limits."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from service.answers.searching import TextSearch
from service.engine import outcomes
from service.engine.admission import Admission
from service.engine.parsing import parse_result
from service.engine.running import Running, watch
from service.engine.shortening import Shortener
from service.engine.writing import WriterTurns
from service.errors import Problem
from service.metrics import Metrics
from service.settings import MEGABYTE, Settings
from service.workers.pool import Pool
from service.workers.process import Reason, WorkerLost
from service.workers.published import Published
from service.workers.spool import Spool
from service.workers.wire import Reply, Request
from sparql.media import TABLE
from sparql.results import Table
from sparql.store.location import is_remote

Written = TypeVar("Written")
_READING: Final = frozenset({"query", "get-graph"})


class Engine:
    """Evaluates SPARQL in workers, with limits, turns between clients and one writer at a time."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._published = Published(settings.store, settings.workers, settings.quads_in_memory)
        self._admission = Admission(settings.workers, settings.queue)
        self._numbers = itertools.count(1)
        self._writers = WriterTurns()
        self._watcher: asyncio.Task[None] | None = None
        self._remote = is_remote(settings.store)
        self._shortener: tuple[Pool, Shortener] | None = None
        """The shortener of queries, and the pool over the generation that it is for."""
        self._published.switched = self._switched
        self._tell_of_switch: Callable[[], Awaitable[None]] | None = None
        self.running: dict[int, Running] = {}
        """What is being evaluated, by number."""
        self.text = TextSearch(settings.store)
        """The full text of the published generation."""

    @property
    def version(self) -> str:
        """The generation that queries are answered from; empty before the first publication."""
        return self._published.pool.version if self._published.pool is not None else ""

    @property
    def pool(self) -> Pool | None:
        """The workers over the generation that queries are answered from."""
        return self._published.pool

    @property
    def identity(self) -> str:
        """Identifies this state of the dataset, even among stores at the same location."""
        return self._published.identity

    @property
    def surveyed(self) -> bool:
        """Whether the statistics for shortening queries are available."""
        return self._shortener is not None and self._shortener[1].ready

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._admission.waiting

    @property
    def problem(self) -> str:
        """Why the newest published dataset cannot be used; empty if all is well."""
        return self._published.problem

    async def start(self) -> None:
        """Open the published generation and follow the store from now on."""
        await self._published.start()
        self._watcher = asyncio.create_task(watch(self.running, self._settings.query_memory * MEGABYTE))

    async def close(self) -> None:
        """Stop everything."""
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        self._forget_statistics()
        await self.text.close()
        await self._published.close()

    def on_switch(self, tell: Callable[[], Awaitable[None]]) -> None:
        """Register a function that is called when another pool takes over, before its publisher gets a reply."""
        self._tell_of_switch = tell

    async def _switched(self) -> None:
        self._forget_statistics()
        if self.pool is not None and not self._remote:
            self._shortener = self.pool, Shortener(partial(self._select_from, self.pool))
            self.text.prepare(self.version)
        if self._tell_of_switch is not None:
            await self._tell_of_switch()

    def _forget_statistics(self) -> None:
        if self._shortener is not None:
            self._shortener[1].close()
            self._shortener = None

    async def select(self, text: str, *, client: str = "") -> Table:
        """Evaluate a SELECT query of the service's own. Raises Problem as ``results`` does."""
        return await parse_result(Table.from_json, await self.results(text, TABLE, client=client))

    async def results(self, text: str, media_type: str, *, client: str = "") -> bytes:
        """Evaluate a query of the service's own and return its whole result in a media type.

        Clients' queries go through the endpoint, which applies the public caps. Raises Problem, 507 for a result that
        is too large to be read.
        """
        reply = await self.run(Request("query", text, media_type, max_bytes=outcomes.MOST_READ), client=client)
        if reply.cut:
            raise outcomes.of_cut()
        return reply.body

    async def run(
        self, request: Request, *, timeout: float | None = None, client: str = "", spool: Spool | None = None
    ) -> Reply:
        """Have a worker answer a request within ``timeout`` seconds, which can only lower the service's limit.

        A large result goes into the spool, if there is one, and not into the reply. Raises Problem if the request is
        refused, fails or is stopped.
        """
        limit = self._settings.timeout
        seconds = min(timeout, limit) if timeout else limit
        if seconds != request.seconds:
            request = replace(request, seconds=seconds)
        if request.action == "query" and "matches" in request.text:
            request = replace(request, text=await self.text.expand(request.text, self.version))
        if request.action in _READING:
            return await self._timed(request, client, spool=spool)
        async with self._writers.turn(request.seconds):
            reply = await self._timed(request, client)
            await self._published.refresh()
            return reply

    async def _timed(
        self, request: Request, client: str, *, pool: Pool | None = None, spool: Spool | None = None
    ) -> Reply:
        started = time.monotonic()
        outcome = "stopped"
        try:
            if not self._admission.try_enter(client):
                await self._admission.enter(client, request.seconds)
            try:
                reply = await self._evaluate(request, client, pool, spool)
            finally:
                self._admission.leave(client)
            outcome = reply.error or "answered"
        finally:
            self._metrics.count_query(request.action, outcome, time.monotonic() - started)
        if reply.error:
            raise outcomes.of_reply(request, reply)
        return reply

    async def published_by(self, write: Callable[[], Awaitable[Written]]) -> Written:
        """Let ``write`` write to the store while no update does, and switch to what it has published."""
        async with self._writers.turn(self._settings.timeout):
            written = await write()
            await self._published.refresh()
            return written

    def stop(self, number: int) -> bool:
        """Stop a query by its number; tell whether there was one."""
        running = self.running.get(number)
        if running is None:
            return False
        running.worker.stop("request")
        return True

    async def _evaluate(self, request: Request, client: str, pool: Pool | None, spool: Spool | None) -> Reply:
        shortened = request
        if pool is None:
            pool = self._published.pool
            if pool is None:
                raise Problem(503, "The store is being opened; try again in a moment.", headers=outcomes.LATER)
            shortened = self._shortened(request, pool)
        try:
            worker = pool.take_idle() or await pool.take_new()
        except WorkerLost as lost:
            raise self._stopped(lost.reason, request.seconds) from None
        running = Running(next(self._numbers), client, request, worker)
        self.running[running.number] = running
        try:
            reply = await worker.ask(shortened, spool)
            unclear = reply.error and shortened is not request  # an error must be about the query as it was sent
            again = unclear and (spool is None or spool.clear())
            return await worker.ask(request, spool) if again else reply
        except WorkerLost as lost:
            raise self._stopped(lost.reason, request.seconds) from None
        finally:
            del self.running[running.number]
            pool.give_back(worker)
            if not worker.alive and request.action not in _READING:
                self._writers.was_stopped(worker)

    def _shortened(self, request: Request, pool: Pool) -> Request:
        """Shorten a query over the whole dataset, if the statistics of the generation allow it."""
        if request.action != "query" or request.default_graphs or request.named_graphs:
            return request
        if self._shortener is None or self._shortener[0] is not pool:
            return request
        text = self._shortener[1].shorten(request.text)
        return request if text == request.text else replace(request, text=text)

    async def _select_from(self, pool: Pool, text: str) -> Table:
        request = Request("query", text, TABLE, seconds=self._settings.timeout)
        return await parse_result(Table.from_json, (await self._timed(request, "", pool=pool)).body)

    def _stopped(self, reason: Reason, seconds: float) -> Problem:
        self._metrics.kills.labels(reason).inc()
        return outcomes.of_stop(reason, seconds, self._settings.query_memory)
