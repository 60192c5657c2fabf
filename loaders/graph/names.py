"""The IRIs of nodes and named graphs; ``nquads`` writes the same nodes as text."""

from functools import lru_cache

import pyoxigraph as ox

from ontology.vocabulary import PREFIXES, iri


@lru_cache(maxsize=4096)
def name(prefixed: str) -> ox.NamedNode:
    """Return the node of a prefixed name, e.g. ``wa:Ask``."""
    prefix, local = prefixed.split(":", 1)
    return ox.NamedNode(PREFIXES[prefix] + local)


@lru_cache(maxsize=65536)
def node(kind: str, *path: str) -> ox.NamedNode:
    """Return the node of a thing that whoasks names, e.g. ``node("body", "bma")``."""
    return ox.NamedNode(iri(kind, *path))


def response_graph(consultation: str, response: str) -> str:
    """Return the IRI of the named graph of a response."""
    return iri("graph", "response", consultation, response)


def consultation_graph(consultation: str) -> str:
    """Return the IRI of the named graph of a consultation and its questions."""
    return iri("graph", "consultation", consultation)
