"""A canonical form of Turtle, in which two versions of a file differ only where their meaning does.

Subjects are sorted by IRI, after the header of the ontology, and blank nodes are named after their content. Comments
would be lost, and are therefore not allowed: editors write ``skos:editorialNote`` instead.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final

import pyoxigraph as ox
from rdflib import OWL, RDF, BNode, Graph, Literal, URIRef
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import IdentifiedNode, Node
from typing_extensions import override

from ontology.vocabulary import BASE, PREFIXES

_KINDS: Final = (
    "body", "change", "force", "framework", "mechanism", "modality", "review", "rule", "segment", "shape", "stance",
    "theme", "topic",
)  # fmt: skip
_NAMESPACES: Final = {
    **PREFIXES,
    **{kind: f"{BASE}{kind}/" for kind in _KINDS},
    "aif": "http://www.arg.dundee.ac.uk/aif#",
    "del": "https://w3id.org/deliberation/ontology#",
    "ibis": "https://vocab.methodandstructure.com/ibis#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "vann": "http://purl.org/vocab/vann/",
}
_STRING: Final = ox.NamedNode(f"{PREFIXES['xsd']}string")


class _OrderedTurtle(TurtleSerializer):
    """rdflib's serialiser, except that the order of subjects does not depend on how often they are referred to."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self._names: dict[tuple[Node, bool], str | None] = {}

    @override
    def orderSubjects(self) -> list[Any]:
        return sorted(set(self.store.subjects()), key=self._sort_key)

    @override
    def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:
        """Return a name with a prefix; the results are cached, since finding them takes most of the time."""
        known = self._names.get((uri, gen_prefix), "")
        if known == "":
            known = self._names[uri, gen_prefix] = super().get_pname(uri, gen_prefix)
        return known

    def _sort_key(self, node: Node) -> tuple[bool, bool, bool, str]:
        """Return the sort key of a subject; those that are written inside another come last, when that is done."""
        is_nested = isinstance(node, BNode) and (None, None, node) in self.store
        is_header = (node, RDF.type, OWL.Ontology) in self.store
        return is_nested, isinstance(node, BNode), not is_header, str(node)


def serialise(triples: Iterable[ox.Quad | ox.Triple]) -> str:
    """Return triples as canonical Turtle, without their graphs; equal graphs give equal text."""
    dataset = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _NAMESPACES.items():
        graph.bind(prefix, namespace)
    for quad in dataset:
        graph.add((_resource(quad.subject), _resource(quad.predicate), _term(quad.object)))
    stream = BytesIO()
    _OrderedTurtle(graph).serialize(stream)
    return stream.getvalue().decode().strip() + "\n"


def triples_of(graph: Graph) -> Iterable[ox.Quad]:
    """Return the triples of an rdflib graph."""
    return ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return a term for rdflib, with a literal as it was written: rdflib would replace the ``Z`` of a time."""
    if isinstance(term, ox.Literal):
        datatype = None if term.language or term.datatype == _STRING else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return _resource(term)


def _resource(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> IdentifiedNode:
    if isinstance(term, ox.Triple):
        raise TypeError("a triple as a term has no place in the ontology")
    return URIRef(term.value) if isinstance(term, ox.NamedNode) else BNode(term.value)
