"""The graph of a consultation: who consults, and the questions in their order."""

from collections.abc import Iterator

import pyoxigraph as ox

from loaders.document import Context
from loaders.graph.names import consultation_graph, name, node


def consultation_quads(context: Context) -> Iterator[ox.Quad]:
    """Yield the graph of a consultation and its questions."""
    graph = ox.NamedNode(consultation_graph(context.consultation))
    this = node("consultation", context.consultation)

    def fact(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(subject, name(predicate), value, graph)

    yield fact(this, "rdf:type", name("wa:Consultation"))
    yield fact(this, "dcterms:identifier", ox.Literal(context.consultation))
    yield fact(this, "dcterms:title", ox.Literal(context.consultation_title or context.consultation))
    if context.owner:
        yield fact(this, "wa:owner", node("body", context.owner))
    for rank, (number, text) in enumerate(context.questions, 1):
        question = node("question", context.consultation, number)
        yield fact(question, "rdf:type", name("wa:Question"))
        yield fact(question, "wa:inConsultation", this)
        yield fact(question, "wa:questionNumber", ox.Literal(number))
        yield fact(question, "wa:questionText", ox.Literal(text))
        yield fact(question, "wa:rank", ox.Literal(rank))
