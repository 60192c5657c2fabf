"""The SPARQL endpoint apart from HTTP: from an operation to an answer with its headers, by way of the cache."""

from collections.abc import Hashable

from service.engine import Engine
from service.metrics import Metrics
from service.settings import MEGABYTE, Settings
from service.transport.answers import answer_of, media_type_of
from service.transport.bodies import too_large
from service.transport.cache import Answer, Cache
from service.transport.protocol import Operation
from service.workers.wire import Request
from sparql.tokens import query_form


class Endpoint:
    """Answers queries and carries out updates."""

    def __init__(self, settings: Settings, engine: Engine, metrics: Metrics) -> None:
        self._settings = settings
        self._engine = engine
        self._metrics = metrics
        self._cache = Cache(settings.cache_bytes)

    def held(self, key: Hashable) -> Answer | None:
        """Return the answer to what stands for a query, where it is at hand."""
        return self._cache.get(self._engine.identity, key)

    def count_lookup(self, *, hit: bool) -> None:
        """Count that an answer was, or was not, sent from the cache."""
        self._metrics.count_lookup(hit=hit)

    def cached(self, key: Hashable) -> Answer | None:
        """Return the answer likewise, and count whether it was there."""
        answer = self.held(key)
        self.count_lookup(hit=answer is not None)
        return answer

    async def query(self, operation: Operation, accept: str | None, client: str) -> Answer:
        """Answer a query, from the cache or by a worker."""
        key = (operation, accept)
        return self.cached(key) or await self.evaluate(operation, accept, client, key)

    async def evaluate(self, operation: Operation, accept: str | None, client: str, key: Hashable) -> Answer:
        """Have a worker answer a query, and keep the answer."""
        if len(operation.text) > self._settings.max_query * MEGABYTE:
            raise too_large(self._settings.max_query)
        identity = self._engine.identity
        media_type = media_type_of(operation.accept or accept, query_form(operation.text))
        reply = await self._engine.run(self._request(operation, media_type), timeout=operation.timeout, client=client)
        answer = answer_of(operation, reply, identity, self._engine.version)
        if "ETag" in answer.headers:
            self._cache.put(identity, key, answer)
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

    def _request(self, operation: Operation, media_type: str) -> Request:
        return Request(
            "query",
            operation.text,
            media_type=media_type,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            services=self._settings.allowed_services,
            offset=operation.offset,
            max_rows=self._settings.max_rows,
            max_bytes=self._settings.max_bytes,
            seconds=self._settings.timeout,
        )
