"""The metrics of the service, for Prometheus."""

import asyncio
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The metrics of one application; nothing is global, so that a process can hold several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.sources: list[Callable[[], Awaitable[None]]] = []
        """Functions that fetch figures kept elsewhere."""
        self._children: dict[tuple[object, ...], Counter] = {}
        registry = self.registry
        self.requests = Counter(
            "whoasks_requests", "HTTP requests, by method and status.", ["method", "status"], registry=registry
        )
        self.queries = Counter(
            "whoasks_queries",
            "Requests to the workers, by action and outcome.",
            ["action", "outcome"],
            registry=registry,
        )
        self.seconds = Histogram(
            "whoasks_query_seconds", "Time that workers took to answer.", buckets=_SECONDS, registry=registry
        )
        self.seconds_at_once = Counter(
            "whoasks_query_seconds_at_once",
            "Time spent on queries that fronts answered themselves, without a worker.",
            registry=registry,
        )
        self.kills = Counter("whoasks_kills", "Workers that were stopped, by reason.", ["reason"], registry=registry)
        self.cache = Counter("whoasks_cache", "Look-ups in the cache, by result.", ["result"], registry=registry)
        self.fronts = Gauge("whoasks_fronts", "Fronts: processes that accept connections.", registry=registry)
        self.running = Gauge("whoasks_queries_running", "Queries that are being evaluated.", registry=registry)
        self.waiting = Gauge("whoasks_queries_waiting", "Queries that wait for a worker.", registry=registry)
        self.surveyed = Gauge(
            "whoasks_store_surveyed", "1 if the statistics of the generation in use are available.", registry=registry
        )
        self.version = Gauge("whoasks_store_version", "Number of the generation in use.", registry=registry)

    def count_query(self, action: str, outcome: str, seconds: float) -> None:
        """Count a request to the workers."""
        self._child(self.queries, action, outcome).inc()
        self.seconds.observe(seconds)

    def count_at_once(self, answered: int, unchanged: int, seconds: float) -> None:
        """Count queries that fronts have answered, with a body and with a 304."""
        self._child(self.queries, "query", "at once").inc(answered + unchanged)
        self._child(self.requests, "GET", "200").inc(answered)
        self._child(self.requests, "GET", "304").inc(unchanged)
        self.seconds_at_once.inc(seconds)

    def count_request(self, method: str, status: int) -> None:
        """Count an HTTP request."""
        self._child(self.requests, method, str(status)).inc()

    def count_lookup(self, *, hit: bool) -> None:
        """Count a look-up in the cache."""
        self._child(self.cache, "hit" if hit else "miss").inc()

    def _child(self, counter: Counter, *labels: str) -> Counter:
        """Return the counter with these labels, from a cache that is faster than the library's."""
        key = (counter, *labels)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = counter.labels(*labels)
        return child

    async def gather(self) -> None:
        """Bring all figures up to date."""
        await asyncio.gather(*(source() for source in self.sources))

    def exposition(self) -> bytes:
        """Write all figures in Prometheus' text format."""
        return generate_latest(self.registry)
