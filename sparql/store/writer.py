"""Writing into a RocksDB that is not published yet, or into a dataset in memory."""

from collections.abc import Iterable
from typing import IO

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from sparql.store.protocol import DEFAULT_GRAPH


class EmbeddedWriter:
    """A ``Writer`` into a dataset of pyoxigraph."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        self.drop_graph(graph)
        self._store.add_graph(_name(graph))
        self._store.bulk_extend(quads)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        self._store.bulk_extend(quads)

    def drop_graph(self, graph: str) -> None:
        self._store.remove_graph(_name(graph))

    def has_graph(self, graph: str) -> bool:
        return graph == DEFAULT_GRAPH or self._store.contains_named_graph(ox.NamedNode(graph))

    def add(self, nquads: IO[bytes]) -> None:
        self._store.bulk_load(nquads, ox.RdfFormat.N_QUADS, lenient=True)

    def update(self, text: str) -> None:
        self._store.update(text, base_iri=BASE, prefixes=PREFIXES)

    def query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self._store.query(text, base_iri=BASE, prefixes=PREFIXES, use_default_graph_as_union=True)

    def merge(self) -> None:
        """Merge overlapping files, which would slow down every reader and are never merged later."""
        self._store.optimize()

    def close(self) -> None:
        """Write everything to disk and close the store, since an open RocksDB keeps changing its files."""
        self._store.flush()
        del self._store


def _name(graph: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(graph) if graph else ox.DefaultGraph()
