"""The graph of a response: the document and its text, the answers, the statements."""

from collections.abc import Iterator
from itertools import chain

import pyoxigraph as ox

from loaders.document import Answer, Context, Document, Extraction
from loaders.graph.names import response_graph
from loaders.graph.nquads import date_time, literal, name_text, node_text, part
from loaders.graph.page import Lines, Page
from loaders.graph.statements import Statements
from loaders.reviews.applying import Marks


def quads(extraction: Extraction, response: str | None = None, marks: Marks | None = None) -> Iterator[ox.Quad]:
    """Yield the graph of a response, each quad once; as ``lines``."""
    written = chain.from_iterable(lines(extraction, response, marks).values())
    return ox.parse("".join(written), format=ox.RdfFormat.N_QUADS)


def lines(extraction: Extraction, response: str | None = None, marks: Marks | None = None) -> Lines:
    """Return the graph of a response as N-Quads, one line for each quad, each once.

    ``response`` is its id, otherwise that of the respondent; ``marks`` are the reviews of its statements.
    """
    context = extraction.context
    response = response or context.respondent
    if not context.consultation or not response:
        raise ValueError("a response needs the ids of its consultation and of itself before it can be named")
    page = Page(extraction.document, context.consultation, response, response_graph(context.consultation, response))
    respondent = node_text("body", context.respondent) if context.respondent else page.node("respondent")
    _describe(page, extraction.document, context, response, respondent)
    for answer in extraction.answers:
        _add_answer(page, answer, context.consultation)
    statements = Statements(page, respondent, marks or {})
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
    return page.lines


def _describe(page: Page, document: Document, context: Context, response: str, respondent: str) -> None:
    """Add the response, its document, and a respondent that the ontology does not hold."""
    this, source = page.node("response"), page.node("document")
    page.add(this, "rdf:type", name_text("wa:Response"))
    page.add(this, "dcterms:identifier", literal(response))
    page.add(this, "wa:inConsultation", node_text("consultation", context.consultation))
    page.add(this, "wa:respondent", respondent)
    page.add(this, "dcterms:title", literal(context.title or document.name))
    if context.date:
        page.add(this, "dcterms:date", date_time(context.date))
    page.add(this, "wa:document", source)
    page.add(source, "rdf:type", name_text("wa:SourceDocument"))
    page.add(source, "wa:text", literal(document.text))
    page.add(source, "wa:sha256", literal(document.sha256))
    page.add(source, "wa:fileName", literal(document.name))
    if not context.respondent:
        page.add(respondent, "rdf:type", name_text("wa:Body"))
        page.add(respondent, "dcterms:identifier", literal(response))
        page.add(respondent, "skos:prefLabel", literal(context.respondent_label or response, "en"))


def _add_answer(page: Page, answer: Answer, consultation: str) -> None:
    this = page.node("answer", part(answer.question))
    page.add(this, "rdf:type", name_text("wa:Answer"))
    page.add(this, "wa:inResponse", page.node("response"))
    page.add(this, "wa:toQuestion", node_text("question", consultation, answer.question))
    page.add(this, "wa:stance", node_text("stance", answer.stance))
    page.add(this, "wa:statedIn", page.passage(answer.span))
    if answer.stance_span:
        page.add(this, "wa:stancePassage", page.passage(answer.stance_span))
