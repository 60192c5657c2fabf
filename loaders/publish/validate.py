"""Validating what a load has written against the shapes of the ontology (SHACL), before it is published."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from ontology.shapes import violations
from ontology.sources import SHAPES, Source
from ontology.vocabulary import GRAPH_MODEL
from sparql.store import Writer

LARGEST = 30_000
"""Most quads of a load that is validated: SHACL needs about a second for 5,000."""
_SHOWN = 20
"""Most violations that are reported one by one."""


def breaches(writer: Writer, graphs: Iterable[str], ontology: Path) -> list[str]:
    """Return a sentence for each node of some graphs that breaks a shape, of 20 at most, and one that counts the rest.

    Raises OntologyError if the shapes cannot be read.
    """
    shapes = ontology / SHAPES
    if not shapes.is_file():
        return []
    data = Graph(bind_namespaces="none")
    for graph in graphs:
        _copy(writer, f"GRAPH <{graph}> {{ ?s ?p ?o }}", data)
    checked = {str(subject) for subject in data.subjects()}
    _copy(writer, f"GRAPH <{GRAPH_MODEL}> {{ ?s ?p ?o }} VALUES ?p {{ rdf:type rdfs:subClassOf }}", data)
    broken = violations(data, Source.read(shapes))
    found = [f"<{node}>: {message}" for node, message in broken if node in checked]
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return found[:_SHOWN] + more


def _copy(writer: Writer, pattern: str, data: Graph) -> None:
    """Add the triples ``?s ?p ?o`` that match a pattern to ``data``."""
    triples = writer.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    if isinstance(triples, ox.QueryTriples):
        data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
