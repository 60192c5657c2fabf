"""Validation before publication: the ids and spans of each extraction, and the shapes of the whole."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from loaders.document import Extraction, Statement
from ontology.lexicon import Lexicon
from ontology.shapes import violations
from ontology.sources import SHAPES, Source
from ontology.vocabulary import GRAPH_MODEL
from sparql.store import Writer

LARGEST = 30_000
"""Largest load, in quads, that is validated with SHACL, which needs about a second for 5,000."""
_SHOWN = 20


def faults(extraction: Extraction, lexicon: Lexicon) -> Iterator[str]:
    """Yield a sentence for each id that the ontology does not hold and each span that the text does not."""
    length = len(extraction.document.text)
    for statement in _statements(extraction):
        span = statement.span
        if not 0 <= span.start < span.end <= length:
            yield f"a statement stands at {span.start} to {span.end}, in a text of {length} characters"
    yield from _unknown("stance", {answer.stance for answer in extraction.answers}, lexicon.stances)
    topics = [statement.topics for part in (extraction.asks, extraction.concerns) for statement in part]
    yield from _unknown("topic", {topic for some in topics for topic in some}, lexicon.topics)
    bodies = {body for ask in extraction.asks for body in ask.addressees}
    bodies |= {body for claim in extraction.accountabilities for body in (*claim.accountable, *claim.to)}
    bodies |= {quotation.speaker_kind for quotation in extraction.quotations if quotation.speaker_kind}
    yield from _unknown("body", bodies, lexicon.bodies)


def _statements(extraction: Extraction) -> Iterable[Statement]:
    parts = (extraction.asks, extraction.quotations, extraction.concerns, extraction.accountabilities)
    return (statement for part in (*parts, extraction.endorsements) for statement in part)


def _unknown(what: str, found: Iterable[str], known: Collection[str]) -> Iterator[str]:
    for name in found:
        if name not in known:
            yield f"the extractor names the {what} {name}, which is not in the ontology"


def breaches(writer: Writer, graphs: Iterable[str], ontology: Path) -> list[str]:
    """Return a sentence for each node of some graphs that breaks a shape of the ontology; the first of them at most.

    Raise OntologyError where the shapes cannot be read.
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
    """Add the triples that a pattern of ``?s ?p ?o`` finds."""
    triples = writer.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    if isinstance(triples, ox.QueryTriples):
        data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
