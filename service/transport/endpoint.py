"""The SPARQL endpoint, independent of HTTP: it turns an operation into an answer, from the cache where possible."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from service.engine import Engine, outcomes
from service.engine.parsing import parse_result
from service.metrics import Metrics
from service.settings import MEGABYTE, Settings
from service.transport.answers import CUT, answer_of, headers_of, media_type_of
from service.transport.bodies import too_large
from service.transport.cache import Answer, Cache
from service.transport.observing import query_digest
from service.transport.protocol import Operation
from service.workers.spool import BrokenOffError, Space, Spool
from service.workers.wire import Request
from sparql.media import TABLE
from sparql.results import Table
from sparql.syntax.tokens import query_form

_MOST_SHOWN: Final = 4 * MEGABYTE
"""Most bytes that the first rows of a result may have to be shown."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Rows and bytes at which a result is cut; 0 for no cap."""

    rows: int
    bytes: int

    def within(self, other: "Caps") -> "Caps":
        """Return the stricter cap of the two, for rows and for bytes."""
        return Caps(_lower(self.rows, other.rows), _lower(self.bytes, other.bytes))


_OWN: Final = Caps(0, outcomes.MOST_READ)
"""Caps on what the service reads for itself."""


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query of a client, and how its answer is to be sent."""

    operation: Operation
    accept: str | None
    coding: str
    client: str
    key: Hashable
    """Key in the cache: all of the above but the client."""
    caps: Caps | None = None
    """None for the public caps."""


@dataclass(frozen=True, slots=True)
class StreamedAnswer:
    """An answer whose first bytes are in a spool while the rest is still being written."""

    body: Spool
    headers: dict[str, str]
    digest: str
    whole: asyncio.Task[Answer]
    """Ends with the complete answer, or raises Problem."""

    async def next(self, place: int) -> bytes:
        """Return the bytes from a place on, none at the end. Raises Problem if the query was stopped."""
        try:
            return await self.body.read(place)
        except BrokenOffError:
            await self.whole
            raise


class Endpoint:
    """Answers queries and carries out updates."""

    def __init__(self, settings: Settings, engine: Engine, metrics: Metrics) -> None:
        self._settings = settings
        self._engine = engine
        self._metrics = metrics
        self._cache = Cache(settings.cache_bytes)
        self._space = Space(settings.spool_bytes)
        self._public = Caps(settings.max_rows, settings.max_bytes)

    def spool(self) -> Spool:
        """Return a new spool for a large result."""
        return Spool(self._space)

    def held(self, key: Hashable) -> Answer | None:
        """Return the answer for a key, if it is cached."""
        return self._cache.get(self._engine.identity, key)

    def count_lookup(self, *, hit: bool) -> None:
        """Count a look-up in the cache."""
        self._metrics.count_lookup(hit=hit)

    def cached(self, key: Hashable) -> Answer | None:
        """Return the answer for a key, if it is cached, and count the look-up."""
        answer = self.held(key)
        self.count_lookup(hit=answer is not None)
        return answer

    async def query(self, operation: Operation, accept: str | None, client: str, coding: str = "") -> Answer:
        """Answer a query, from the cache or by a worker."""
        key = (operation, accept, coding)
        return self.cached(key) or await self.evaluate(QueryRequest(operation, accept, coding, client, key))

    async def first_rows(self, text: str, client: str, most: int) -> tuple[Table, bool]:
        """Return the first rows of a client's SELECT query, and whether there are more.

        The public caps apply. Raises Problem for a query that cannot be answered.
        """
        operation, caps = Operation("query", text), Caps(most, _MOST_SHOWN).within(self._public)
        key = (operation, caps)
        answer = self.cached(key) or await self.evaluate(QueryRequest(operation, TABLE, "", client, key, caps))
        return await parse_result(Table.from_json, answer.body), CUT[0] in answer.headers

    async def own(self, text: str, client: str) -> bytes | Spool:
        """Answer a SELECT query of the service's own, as SPARQL 1.1 Query Results JSON.

        The public caps do not apply, because a page made of half a result would be wrong. Raises Problem 507 for a
        result that is too large to be read.
        """
        operation = Operation("query", text)
        key = (operation, _OWN)
        query = QueryRequest(operation, TABLE, "", client, key, _OWN)
        answer = self.cached(key) or await self._evaluated(query, TABLE, self.spool())
        if CUT[0] in answer.headers:
            raise outcomes.of_cut()
        return answer.body

    async def evaluate(self, query: QueryRequest) -> Answer:
        """Have a worker answer a query, and keep the answer."""
        return await self._evaluated(query, self._media_type(query), self.spool())

    async def begin(self, query: QueryRequest) -> Answer | StreamedAnswer:
        """Have a worker answer a query, and return as soon as the first bytes of a large result are there."""
        spool, media_type = self.spool(), self._media_type(query)
        operation, identity, version = query.operation, self._engine.identity, self._engine.version
        whole = asyncio.create_task(self._evaluated(query, media_type, spool))
        whole.add_done_callback(_retrieve)
        begun = asyncio.create_task(spool.begun())
        try:
            await asyncio.wait({whole, begun}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            whole.cancel()
            raise
        finally:
            begun.cancel()
        if whole.done():
            return whole.result()
        headers = headers_of(operation, media_type, spool.coding, identity, version)
        return StreamedAnswer(spool, headers, query_digest(operation.text), whole)

    async def _evaluated(self, query: QueryRequest, media_type: str, spool: Spool) -> Answer:
        operation, identity, is_whole = query.operation, self._engine.identity, False
        request = self._request(query, media_type)
        try:
            reply = await self._engine.run(request, timeout=operation.timeout, client=query.client, spool=spool)
            is_whole = True
        finally:
            spool.end(broken=not is_whole)
        answer = answer_of(operation, reply, identity, self._engine.version, spool)
        if "ETag" in answer.headers:
            self._cache.put(identity, query.key, answer)
        return answer

    async def update(self, operation: Operation, client: str) -> str:
        """Carry out an update; return the version that it published."""
        request = Request(
            "update",
            operation.text,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            services=self._settings.allowed_services,
        )
        return (await self._engine.run(request, timeout=operation.timeout, client=client)).version

    def _media_type(self, query: QueryRequest) -> str:
        """Return the media type of the answer. Raises Problem 413 for a long query, 406 if no type is acceptable."""
        if len(query.operation.text) > self._settings.max_query * MEGABYTE:
            raise too_large(self._settings.max_query)
        return media_type_of(query.operation.accept or query.accept, query_form(query.operation.text))

    def _request(self, query: QueryRequest, media_type: str) -> Request:
        operation, caps = query.operation, query.caps or self._public
        return Request(
            "query",
            operation.text,
            media_type=media_type,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            services=self._settings.allowed_services,
            offset=operation.offset,
            max_rows=caps.rows,
            max_bytes=caps.bytes,
            coding=query.coding,
            seconds=self._settings.timeout,
        )


def _lower(one: int, other: int) -> int:
    """Return the lower of two caps, where 0 means no cap."""
    return min(one, other) if one and other else one or other


def _retrieve(whole: asyncio.Task[Answer]) -> None:
    """Retrieve the exception of an answer that nobody may be waiting for any more, so that asyncio does not log it."""
    if not whole.cancelled():
        whole.exception()
