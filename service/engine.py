"""Queries over the published dataset: evaluated in processes that can be stopped, within limits."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final

from service.admission import Admission
from service.errors import Problem
from service.metrics import Metrics
from service.searching import TextSearch
from service.settings import Settings
from service.workers.pool import Reason, WorkerLost, WorkerProcess
from service.workers.published import Published
from service.workers.wire import Reply, Request
from sparql.results import Table

MEGABYTE: Final = 1024 * 1024
_WATCH_SECONDS: Final = 0.05
"""How often the memory of running queries is looked at; at 300 MB/s one overshoots its bound by 15 MB."""
_PATIENCE_SECONDS: Final = 1.0
"""After so long a query has to give way to shorter ones."""
_STOPPED: Final[dict[Reason, tuple[int, str]]] = {
    "time": (504, "The query was stopped: it ran longer than {seconds:g} s. Make it more selective, or add a LIMIT."),
    "memory": (507, "The query was stopped: it needed more than {memory} MB of memory. Make it more selective."),
    "request": (503, "The query was stopped by an administrator."),
    "crash": (500, "The process that evaluated the query ended unexpectedly; the service goes on."),
}
_READING: Final = frozenset({"query", "get-graph"})
_STATUS: Final = {"refused": 403, "missing": 404, "format": 415, "busy": 503, "evaluation": 400}
"""Status of each kind of error that a worker reports."""


@dataclass(frozen=True)
class Running:
    """A query that is being evaluated."""

    number: int
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

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._published = Published(settings.store, settings.workers, settings.quads_in_memory)
        self._admission = Admission(settings.workers, settings.queue)
        self._numbers = itertools.count(1)
        self._writing = asyncio.Lock()
        self._watcher: asyncio.Task[None] | None = None
        self.running: dict[int, Running] = {}
        """What is being evaluated, by number."""
        self.text = TextSearch(settings.store)
        """The full text of the published generation."""

    @property
    def version(self) -> str:
        """The generation that queries are answered from; empty before the first publication."""
        return self._published.pool.version if self._published.pool is not None else ""

    @property
    def identity(self) -> str:
        """What tells this state of the dataset from any other, also of another store of the same name."""
        return self._published.identity

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._admission.waiting

    @property
    def problem(self) -> str:
        """Why the dataset that is published now cannot be answered from; empty while all is well."""
        return self._published.problem

    async def start(self) -> None:
        """Open the published generation and follow the store from now on."""
        await self._published.start()
        self._watcher = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop everything."""
        if self._watcher is not None:
            self._watcher.cancel()
            with suppress(asyncio.CancelledError):
                await self._watcher
        await self._published.close()

    async def select(self, text: str, *, timeout: float | None = None, client: str = "") -> Table:
        """Evaluate a SELECT query and return its table; raises ``Problem`` for what the query did wrong."""
        request = Request("query", text, "application/sparql-results+json")
        reply = await self.run(request, timeout=timeout, client=client)
        return Table.from_json(reply.body)

    async def run(self, request: Request, *, timeout: float | None = None, client: str = "") -> Reply:
        """Have a worker answer a request within ``timeout`` seconds, which may only lower the service's limit."""
        seconds = min(timeout or self._settings.timeout, self._settings.timeout)
        if request.action == "query":
            request = replace(request, text=await self.text.expand(request.text, self.version))
        if request.action in _READING:
            return await self._timed(replace(request, seconds=seconds), client)
        async with self._writing:  # the store has one writer; the next waits here rather than fail there
            reply = await self._timed(replace(request, seconds=seconds), client)
            await self._published.refresh()
            return reply

    async def _timed(self, request: Request, client: str) -> Reply:
        started = time.monotonic()
        outcome = "stopped"
        try:
            reply = await self._evaluate(request, client)
            outcome = reply.error or "answered"
        finally:
            self._metrics.queries.labels(request.action, outcome).inc()
            self._metrics.seconds.observe(time.monotonic() - started)
        if reply.error:
            raise _problem(reply)
        return reply

    def stop(self, number: int) -> bool:
        """Stop a query; False where none of that number runs."""
        running = self.running.get(number)
        if running is None:
            return False
        running.worker.stop("request")
        return True

    async def _evaluate(self, request: Request, client: str) -> Reply:
        async with self._admission.slot(client, request.seconds):
            pool = self._published.pool
            if pool is None:
                raise Problem(503, "The store is being opened; try again in a moment.", headers={"Retry-After": "1"})
            worker = await pool.take()
            clock = asyncio.get_running_loop().call_later(request.seconds, worker.stop, "time")
            try:
                with self._listed(worker, request, client):
                    return await worker.ask(request)
            except WorkerLost as lost:
                raise self._stopped(lost.reason, request.seconds) from None
            finally:
                clock.cancel()
                pool.give_back(worker)

    def _stopped(self, reason: Reason, seconds: float) -> Problem:
        self._metrics.kills.labels(reason).inc()
        status, detail = _STOPPED[reason]
        return Problem(status, detail.format(seconds=seconds, memory=self._settings.query_memory), reason=reason)

    @contextmanager
    def _listed(self, worker: WorkerProcess, request: Request, client: str) -> Iterator[None]:
        running = Running(next(self._numbers), client, request.text or f"{request.action} {request.graph}", worker)
        self.running[running.number] = running
        try:
            yield
        finally:
            del self.running[running.number]

    async def _watch(self) -> None:
        """Stop what grows too large, and slow down what takes long."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            for running in list(self.running.values()):
                running.worker.check_memory(self._settings.query_memory * MEGABYTE)
                if running.seconds > _PATIENCE_SECONDS:
                    running.worker.slow_down()


def _problem(reply: Reply) -> Problem:
    if reply.error == "syntax":
        where = f" at line {reply.line}, column {reply.column}" if reply.line else ""
        detail = f"SPARQL syntax error{where}: {reply.detail}"
        return Problem(400, detail, line=reply.line or None, column=reply.column or None)
    return Problem(_STATUS[reply.error], reply.detail)
