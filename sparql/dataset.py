"""Datasets that queries are evaluated over: a ``pyoxigraph.Store``, or a server with the same methods."""

from typing import Protocol

import pyoxigraph as ox

from sparql.store.endpoint import Endpoint, Results, prologue
from sparql.store.journal import EMPTY, JOURNAL

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Dataset(Protocol):
    """The part of ``pyoxigraph.Store`` that queries need."""

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: list[Graph] | None = None,
        named_graphs: list[ox.NamedNode | ox.BlankNode] | None = None,
    ) -> Results:
        """Evaluate a query."""

    def contains_named_graph(self, graph_name: Graph, /) -> bool:
        """Tell whether there is such a named graph."""


class RemoteDataset:
    """A dataset on a server, whose default graph is the union of its named graphs."""

    def __init__(self, address: str) -> None:
        self._endpoint = Endpoint(address)

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: list[Graph] | None = None,
        named_graphs: list[ox.NamedNode | ox.BlankNode] | None = None,
    ) -> Results:
        """Send a query. Raises SyntaxError for a malformed query, StoreError if the server does not answer it."""
        del use_default_graph_as_union  # the server's default graph always is
        return self._endpoint.query(
            prologue(prefixes or {}, base_iri or "") + query,
            default_graphs=[_iri(graph) for graph in default_graph or ()],
            named_graphs=[_iri(graph) for graph in named_graphs or ()],
        )

    def contains_named_graph(self, graph_name: Graph, /) -> bool:
        """Tell whether the server has a triple in a graph of that name, or the journal names it as empty."""
        empty = f"GRAPH <{JOURNAL}> {{ {EMPTY} {graph_name} }}"
        return bool(self._endpoint.query(f"ASK {{ {{ GRAPH {graph_name} {{ ?s ?p ?o }} }} UNION {{ {empty} }} }}"))


def _iri(graph: Graph) -> str:
    return graph.value if isinstance(graph, ox.NamedNode) else ""
