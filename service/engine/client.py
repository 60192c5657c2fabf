"""The engine as one client sees it: queries that answer a client count towards that client's share."""

from dataclasses import dataclass

from service.engine.engine import Engine
from sparql.results import Table


@dataclass(frozen=True)
class ClientEngine:
    """Runs queries for a client; the empty string stands for the service itself."""

    engine: Engine
    client: str

    @property
    def version(self) -> str:
        """The generation that queries are answered from; empty before the first publication."""
        return self.engine.version

    async def select(self, text: str) -> Table:
        """Evaluate a SELECT query of the service's own. Raises Problem, 507 for a result that is too large."""
        return await self.engine.select(text, client=self.client)

    async def results(self, text: str, media_type: str) -> bytes:
        """Evaluate any query of the service's own, written in a media type. Raises Problem as ``select`` does."""
        return await self.engine.results(text, media_type, client=self.client)
