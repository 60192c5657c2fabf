"""A store on a SPARQL 1.1 server, which keeps generations as the embedded store does, by updates and a journal.

A writer works on a copy. When it ends, the differences go to the server in one update, together with the new version
and the journal's entry. A server that carries out each request completely or not at all, as Oxigraph, GraphDB, Fuseki
(TDB2) and Neptune do, therefore publishes completely or not at all. An update larger than ``LARGEST_UPDATE`` is sent in
parts, each with a whole number of graphs, and the version with the last. Until then, readers may see some responses of
a load before the others. A load that is cut off is finished by loading again.

There is no lock. If two writers work at once, the slower one finds that the version has changed and is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pyoxigraph as ox

from ontology.vocabulary import BASE, GRAPH_PROVENANCE, PREFIXES
from sparql.store import PATIENCE, EmbeddedWriter, Generation, StoreError, Writer
from sparql.store.endpoint import Endpoint, Results, prologue, solutions
from sparql.store.journal import JOURNAL, Content, Journal
from sparql.store.updates import Spelling, changing, copied, requests

LARGEST_UPDATE: Final = 32 * 1024 * 1024
"""The most characters in an update; a larger one is sent in parts."""


@dataclass(frozen=True)
class Change:
    """The content of the graphs before and after, and how the server spells the quads that it spells differently."""

    before: Content
    after: Content
    spelling: Spelling


class RemoteStore:
    """A dataset on a server; a ``Store``."""

    def __init__(self, address: str, *, keep: int = 5, timeout: float = 60) -> None:
        self.endpoint = Endpoint(address, timeout=timeout)
        self._journal = Journal(self.endpoint, keep=keep)

    def version(self) -> str | None:
        return self._journal.version()

    def query(self, text: str) -> Results:
        return self.endpoint.query(prologue(PREFIXES, BASE) + text, base=BASE)

    @contextmanager
    def writing(self, reason: str, *, patience: float = PATIENCE, lasting: bool = False) -> Iterator[Writer]:
        del patience  # there is no lock to wait for
        version, (working, spelling) = self.version(), self._read()
        before = _content(working)
        yield EmbeddedWriter(working)
        self._publish(version, reason, Change(before, _content(working), spelling), lasting=lasting)

    def history(self) -> list[Generation]:
        return self._journal.history()

    def rollback(self, version: str) -> None:
        """Publish the content of an earlier generation again, as a new one. Raises StoreError if it is not kept."""
        current, kept = self.version(), [each.version for each in self.history()]
        undone = [self._journal.former(each) for each in kept if each > version]
        if version not in kept or None in undone:
            raise StoreError(f"{self.endpoint.name}: no generation {version}; `whoasks history` lists those kept")
        copy, spelling = self._read()
        before = _content(copy)
        after = dict(before)
        for content in undone:  # newest first
            after.update(content or {})
        after = {name: quads for name, quads in after.items() if quads or not before.get(name, True)}
        self._publish(current, f"rollback to {version}", Change(before, after, spelling))

    def _publish(self, version: str | None, reason: str, change: Change, *, lasting: bool = False) -> None:
        """Send a change as the generation after ``version``. Raises StoreError if that is no longer the latest."""
        before, after = change.before, change.after
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - {JOURNAL}
        number = f"{int(version or 0) + 1:06d}"
        quads = sum(len(content) for name, content in after.items() if name != JOURNAL)
        record = Generation(number, reason, datetime.now(UTC).isoformat(timespec="seconds"), quads, lasting)
        empty = [name for name, content in after.items() if not content]
        entry = self._journal.entry(record, {name: before.get(name, frozenset()) for name in changed}, empty)
        if self.version() != version:
            raise StoreError(f"{self.endpoint.name}: another process has published meanwhile; run this again")
        # provenance says which graphs are loaded, so it goes last: a load that is cut off must not look complete
        in_order = sorted(changed, key=lambda name: (name == GRAPH_PROVENANCE, name))
        parts = [changing(name, before.get(name, ()), after.get(name, ()), change.spelling) for name in in_order]
        for request in requests([*parts, entry], LARGEST_UPDATE):
            self.endpoint.update(request)

    def _read(self) -> tuple[ox.Store, Spelling]:
        """Return a copy of the dataset, and how the server spells the quads that it spells differently."""
        rows = self.query("SELECT ?graph ?s ?p ?o { GRAPH ?graph { ?s ?p ?o } }")
        copy, spelling = copied(ox.Quad(row["s"], row["p"], row["o"], row["graph"]) for row in solutions(rows))
        for graph in self._journal.empty_graphs():
            copy.add_graph(graph)
        return copy, spelling


def _content(copy: ox.Store) -> dict[str, frozenset[ox.Quad]]:
    """Return the quads of each named graph of a store."""
    graphs = [graph for graph in copy.named_graphs() if isinstance(graph, ox.NamedNode)]
    return {graph.value: frozenset(copy.quads_for_pattern(None, None, None, graph)) for graph in graphs}
