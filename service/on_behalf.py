"""The engine as one client has it: what the service asks to answer a client is part of that client's share."""

from dataclasses import dataclass

from service.engine import Engine
from sparql.results import Table


@dataclass(frozen=True)
class OnBehalf:
    """Asks for a client; the empty one is the service itself."""

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
        """Evaluate a SELECT query of the service's own; raises ``Problem`` likewise."""
        return await self.engine.select(text, client=self.client)
