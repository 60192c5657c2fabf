"""The progress of a load, and its summary."""

from dataclasses import dataclass, field
from typing import Protocol

from loaders.errors import BadInput


class Listener(Protocol):
    """Receives the progress of a load."""

    def stage(self, name: str) -> None:
        """Receive the name of the stage that begins."""

    def expect(self, total: int) -> None:
        """Receive the number of responses to be extracted."""

    def advance(self, responses: int, statements: int) -> None:
        """Receive how many more responses have been extracted, and how many statements they hold."""


class Silence:
    """A listener that ignores everything."""

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
    """Version of the dataset that was published; None if nothing has changed."""
