"""Writing the graph of a response: the document and its text, the answers and the statements."""

from collections.abc import Iterator
from itertools import chain

import pyoxigraph as ox

from loaders.document import Answer, Context, Document, Extraction
from loaders.graph.nquads import date_time, literal, name_text, node_text, part
from loaders.graph.statements import Statements
from loaders.graph.writer import GraphWriter, Lines
from loaders.reviews.applying import ReviewIndex


def quads(extraction: Extraction, response: str | None = None, reviews: ReviewIndex | None = None) -> Iterator[ox.Quad]:
    """Yield the graph of a response, each quad once; see ``lines``."""
    written = chain.from_iterable(lines(extraction, response, reviews).values())
    return ox.parse("".join(written), format=ox.RdfFormat.N_QUADS)


def lines(extraction: Extraction, response: str | None = None, reviews: ReviewIndex | None = None) -> Lines:
    """Return the graph of a response as lines of N-Quads, one for each quad, each once.

    ``response`` is its id, by default that of the respondent; ``reviews`` are the reviews of its statements. Raises
    ValueError if the consultation or the response has no id.
    """
    context = extraction.context
    response = response or context.respondent
    if not context.consultation or not response:
        raise ValueError("a response needs the ids of its consultation and of itself before it can be named")
    writer = GraphWriter(extraction.document, context.consultation, response)
    respondent = node_text("body", context.respondent) if context.respondent else writer.node("respondent")
    _describe(writer, extraction.document, context, response, respondent)
    for answer in extraction.answers:
        _add_answer(writer, answer, context.consultation)
    statements = Statements(writer, respondent, reviews or {})
    for ask in extraction.asks:
        statements.add_ask(ask)
    for quotation in extraction.quotations:
        statements.add_quotation(quotation)
    for concern in extraction.concerns:
        statements.add_view(concern)
    for endorsement in extraction.endorsements:
        statements.add_view(endorsement)
    for claim in extraction.accountabilities:
        statements.add_claim(claim)
    return writer.lines


def _describe(writer: GraphWriter, document: Document, context: Context, response: str, respondent: str) -> None:
    """Add the response, its document and, if the ontology does not hold it, its respondent."""
    this, source = writer.node("response"), writer.node("document")
    writer.add(this, "rdf:type", name_text("wa:Response"))
    writer.add(this, "dcterms:identifier", literal(response))
    writer.add(this, "wa:inConsultation", node_text("consultation", context.consultation))
    writer.add(this, "wa:respondent", respondent)
    writer.add(this, "dcterms:title", literal(context.title or document.name))
    if context.date:
        writer.add(this, "dcterms:date", date_time(context.date))
    writer.add(this, "wa:document", source)
    writer.add(source, "rdf:type", name_text("wa:SourceDocument"))
    writer.add(source, "wa:text", literal(document.text))
    writer.add(source, "wa:sha256", literal(document.sha256))
    writer.add(source, "wa:fileName", literal(document.name))
    if not context.respondent:
        writer.add(respondent, "rdf:type", name_text("wa:Body"))
        writer.add(respondent, "dcterms:identifier", literal(response))
        writer.add(respondent, "skos:prefLabel", literal(context.respondent_label or response, "en"))


def _add_answer(writer: GraphWriter, answer: Answer, consultation: str) -> None:
    this = writer.node("answer", part(answer.question))
    writer.add(this, "rdf:type", name_text("wa:Answer"))
    writer.add(this, "wa:inResponse", writer.node("response"))
    writer.add(this, "wa:toQuestion", node_text("question", consultation, answer.question))
    writer.add(this, "wa:stance", node_text("stance", answer.stance))
    writer.add(this, "wa:statedIn", writer.passage(answer.span))
    if answer.stance_span:
        writer.add(this, "wa:stancePassage", writer.passage(answer.stance_span))
