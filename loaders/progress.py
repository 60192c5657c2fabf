"""How a load goes on, and what it has done in the end."""

from dataclasses import dataclass, field
from typing import Protocol

from loaders.errors import BadInput


class Listener(Protocol):
    """Whoever wants to hear how a load goes on."""

    def stage(self, name: str) -> None:
        """Hear what is done now."""

    def expect(self, total: int) -> None:
        """Hear how many responses there are to extract."""

    def advance(self, responses: int, statements: int) -> None:
        """Hear that some more have been extracted, and how many statements they hold."""


class Silence:
    """Nobody listens."""

    def stage(self, name: str) -> None:
        pass

    def expect(self, total: int) -> None:
        pass

    def advance(self, responses: int, statements: int) -> None:
        pass


@dataclass
class Summary:
    """What a load did."""

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    removed: int = 0
    quarantined: list[BadInput] = field(default_factory=list)
    statements: int = 0
    quads: int = 0
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    published: str | None = None
    """Version of the dataset that was published; None where nothing has changed."""
