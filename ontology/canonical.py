"""One way to write Turtle, so that a difference between two versions is a difference in meaning.

Subjects stand in the order of their IRIs, the ontology's own header first; blank nodes get names from their content.
Comments are not kept, and so are not allowed: what an editor has to say stands in ``skos:editorialNote``.
"""

from io import BytesIO
from typing import Any, Final

from rdflib import OWL, RDF, BNode, Graph
from rdflib.compare import to_canonical_graph
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import Node
from typing_extensions import override

from ontology.vocabulary import BASE, PREFIXES

_KINDS: Final = (
    "body", "change", "force", "framework", "mechanism", "modality", "review", "rule", "segment", "shape", "stance",
    "theme", "topic",
)  # fmt: skip
_NAMESPACES: Final = {
    **PREFIXES,
    **{kind: f"{BASE}{kind}/" for kind in _KINDS},
    "vann": "http://purl.org/vocab/vann/",
}


class _OrderedTurtle(TurtleSerializer):
    """rdflib's Turtle, with subjects in an order that does not depend on how often they are referred to."""

    @override
    def orderSubjects(self) -> list[Any]:
        return sorted(set(self.store.subjects()), key=self._place)

    def _place(self, node: Node) -> tuple[bool, bool, bool, str]:
        """Nodes that are written inside another come last, when they have been written there."""
        is_nested = isinstance(node, BNode) and (None, None, node) in self.store
        is_header = (node, RDF.type, OWL.Ontology) in self.store
        return is_nested, isinstance(node, BNode), not is_header, str(node)


def serialise(graph: Graph) -> str:
    """Return the graph in its one canonical form; equal graphs give equal text."""
    ordered = Graph(bind_namespaces="none")
    for prefix, namespace in _NAMESPACES.items():
        ordered.bind(prefix, namespace)
    for triple in to_canonical_graph(graph):
        ordered.add(triple)
    stream = BytesIO()
    _OrderedTurtle(ordered).serialize(stream)
    return stream.getvalue().decode().strip() + "\n"
