"""The protocol of all stores: a dataset that is read as published and replaced as a whole."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Final, Protocol

import pyoxigraph as ox

from ontology.mistakes import Mistake

DEFAULT_GRAPH: Final = ""
"""The name that stands for the default graph."""
PATIENCE: Final = 10.0
"""Seconds that a writer waits for another one by default."""


class StoreError(Mistake):
    """The store cannot do what is asked; the message says why and what to do."""


@dataclass(frozen=True)
class Generation:
    """One published state of the dataset."""

    version: str
    reason: str
    created: str
    """UTC time, ISO 8601."""
    quads: int
    lasting: bool = False
    """Whether it is kept until the next lasting one, however many others follow; loads are lasting, updates are not."""


class Writer(Protocol):
    """Writes a generation that is not published yet."""

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Replace the content of the named graph; the graph exists even if there are no quads."""

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads to the graphs that they name."""

    def drop_graph(self, graph: str) -> None:
        """Remove the named graph."""

    def has_graph(self, graph: str) -> bool:
        """Tell whether there is such a named graph."""

    def add(self, nquads: IO[bytes]) -> None:
        """Add a stream of N-Quads in bulk, without validating IRIs."""

    def update(self, text: str) -> None:
        """Run a SPARQL 1.1 update; the well-known prefixes need no declaration."""

    def query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Query what has been written so far; the default graph is the union of the named ones."""


class Store(Protocol):
    """A dataset that is read as published and written as a whole."""

    def version(self) -> str | None:
        """Return the version of the published dataset; None before the first publication."""

    def query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Query the published dataset in this process; the default graph is the union of the named ones."""

    def writing(
        self, reason: str, *, patience: float = PATIENCE, lasting: bool = False
    ) -> AbstractContextManager[Writer]:
        """Open the one writer; what it writes is published when the block ends, or not at all if the block raises.

        An embedded store keeps a ``lasting`` generation however many others follow. Raises StoreError if another
        process keeps writing for more than ``patience`` seconds.
        """

    def history(self) -> list[Generation]:
        """Return the generations that are kept, newest first."""

    def rollback(self, version: str) -> None:
        """Publish an earlier generation again."""
