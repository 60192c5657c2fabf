"""The SPARQL endpoint apart from HTTP: from an operation to an answer with its headers, by way of the cache."""

from collections.abc import Hashable
from hashlib import blake2b
from typing import Final
from urllib.parse import quote

from service.engine import Engine
from service.metrics import Metrics
from service.settings import Settings
from service.transport.cache import Answer, Cache
from service.transport.headers import start_of
from service.transport.negotiation import choose
from service.transport.observing import query_digest
from service.transport.protocol import Operation
from service.workers.wire import Reply, Request
from sparql.tokens import query_form

SOLUTIONS: Final = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
"""How SELECT and ASK results can be had: the media types to ask for, and what is sent for each."""
GRAPHS: Final = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/n-quads": "application/n-quads",
    "application/trig": "application/trig",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
}
"""How triples can be had."""
_FICKLE: Final = ("now(", "rand(", "uuid(", "bnode(", "service")
"""What makes a query answer differently each time; with a blank between name and bracket it is merely cached."""
_LONGEST_LINK: Final = 8000
"""Characters that an address may have, as most programs see it."""


class Endpoint:
    """Answers queries and carries out updates."""

    def __init__(self, settings: Settings, engine: Engine, metrics: Metrics) -> None:
        self._settings = settings
        self._engine = engine
        self._metrics = metrics
        self._cache = Cache(settings.cache_bytes)

    def cached(self, key: Hashable) -> Answer | None:
        """Return the answer to what stands for a query, where it is at hand."""
        answer = self._cache.get(self._engine.identity, key)
        self._metrics.count_lookup(hit=answer is not None)
        return answer

    async def query(self, operation: Operation, accept: str | None, client: str) -> Answer:
        """Answer a query, from the cache or by a worker."""
        key = (operation, accept)
        return self.cached(key) or await self.evaluate(operation, accept, client, key)

    async def evaluate(self, operation: Operation, accept: str | None, client: str, key: Hashable) -> Answer:
        """Have a worker answer a query, and keep the answer."""
        identity = self._engine.identity
        offers = GRAPHS if query_form(operation.text) in {"CONSTRUCT", "DESCRIBE"} else SOLUTIONS
        media_type = choose(operation.accept or accept, offers)
        reply = await self._engine.run(self._request(operation, media_type), timeout=operation.timeout, client=client)
        answer = self._answer(operation, reply, identity)
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

    def _answer(self, operation: Operation, reply: Reply, identity: str) -> Answer:
        text = reply.media_type.startswith("text/")
        media_type = f"{reply.media_type}; charset=utf-8" if text else reply.media_type
        headers = {"Content-Type": media_type, "Vary": "Accept"}
        headers["X-Dataset-Version"] = self._engine.version
        if any(word in operation.text.lower() for word in _FICKLE):
            headers["Cache-Control"] = "no-store"
        else:
            headers["Cache-Control"] = "public, no-cache"  # keep it, and ask with its ETag whether it still holds
            headers["ETag"] = _etag(identity, operation, reply.media_type)
        if reply.cut:
            headers |= _cut(operation, reply)
        return Answer(reply.body, headers, query_digest(operation.text), start_of(200, headers, len(reply.body)))


def _etag(identity: str, operation: Operation, media_type: str) -> str:
    asked = (identity, media_type, operation.text, operation.default_graphs, operation.named_graphs, operation.offset)
    return f'W/"{blake2b(repr(asked).encode(), digest_size=12).hexdigest()}"'


def _cut(operation: Operation, reply: Reply) -> dict[str, str]:
    """Say that there is more, and where the rest is to be had."""
    offset = operation.offset + (reply.rows or 0)
    graphs = [("default-graph-uri", graph) for graph in operation.default_graphs]
    graphs += [("named-graph-uri", graph) for graph in operation.named_graphs]
    parameters = [("query", operation.text), *graphs, ("offset", str(offset)), ("accept", reply.media_type)]
    address = "/sparql?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters)
    headers = {"X-Result-Cut": f"rows={reply.rows}; next-offset={offset}"}
    if len(address) <= _LONGEST_LINK:
        headers["Link"] = f'<{address}>; rel="next"'
    return headers
