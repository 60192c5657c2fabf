"""The engine as one client sees it: queries that answer a client count towards that client's share.

Such a query is read whole or not at all: the caps on what the public may fetch do not apply to it, a cap on what the
service itself can hold does.
"""

from dataclasses import dataclass

from service import outcomes
from service.engine import Engine
from service.workers.wire import Request
from sparql.results import Table


@dataclass(frozen=True)
class OnBehalf:
    """Runs queries for a client; the empty string stands for the service itself."""

    engine: Engine
    client: str

    @property
    def version(self) -> str:
        """The generation that queries are answered from; empty before the first publication."""
        return self.engine.version

    @property
    def identity(self) -> str:
        """What tells this state of the dataset from any other."""
        return self.engine.identity

    async def select(self, text: str) -> Table:
        """Evaluate a SELECT query of the service's own. Raises Problem, 507 for a result that is too large."""
        return await self.engine.select(text, client=self.client)

    async def results(self, text: str, media_type: str) -> bytes:
        """Evaluate any query of the service's own, written in a media type. Raises Problem as ``select`` does."""
        request = Request("query", text, media_type, max_bytes=outcomes.MOST_READ)
        reply = await self.engine.run(request, client=self.client)
        if reply.cut:
            raise outcomes.of_cut()
        return reply.body
