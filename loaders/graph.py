"""From what was extracted to quads: the shape of a response's named graph.

Every node's IRI comes from the consultation, the response and the span, so that the same text gives the same graph.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pyoxigraph as ox

from loaders.document import (
    AccountabilityClaim,
    Answer,
    Ask,
    AskKind,
    Concern,
    Context,
    Document,
    Endorsement,
    Extraction,
    Quotation,
    Span,
    Statement,
)
from loaders.publish.naming import slug
from loaders.reviews import STATUS, Marks
from ontology.vocabulary import PREFIXES, iri

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_CONTEXT = 32
"""Code points before and after a quote that its selector keeps."""

_KINDS: dict[type[Statement], tuple[str, tuple[str, ...]]] = {
    Ask: ("ask", ("Statement", "Ask")),
    Concern: ("concern", ("Statement", "Concern")),
    Endorsement: ("endorsement", ("Statement", "Endorsement")),
    Quotation: ("quotation", ("Statement", "Quotation")),
    AccountabilityClaim: ("accountability", ("Statement", "AccountabilityClaim")),
}
"""For each kind of statement, the word in its IRI and its classes."""


@lru_cache(maxsize=4096)
def name(prefixed: str) -> ox.NamedNode:
    """Return the node of a prefixed name, e.g. ``wa:Ask``."""
    prefix, local = prefixed.split(":", 1)
    return ox.NamedNode(PREFIXES[prefix] + local)


@lru_cache(maxsize=65536)
def node(kind: str, *path: str) -> ox.NamedNode:
    """Return the node of a thing that whoasks names, e.g. ``node("body", "bma")``."""
    return ox.NamedNode(iri(kind, *path))


_TYPE = name("rdf:type")
_DATETIME = name("xsd:dateTime")


def date_time(day: str) -> ox.Literal:
    """Return an ISO 8601 day as the start of that day, in UTC."""
    return ox.Literal(f"{day}T00:00:00Z", datatype=_DATETIME)


def statement_kind(statement: Statement) -> str:
    """Return the word for a kind of statement that stands in its IRI."""
    return _KINDS[type(statement)][0]


def response_graph(consultation: str, response: str) -> str:
    """Return the IRI of the named graph of a response."""
    return iri("graph", "response", consultation, response)


def consultation_graph(consultation: str) -> str:
    """Return the IRI of the named graph of a consultation and its questions."""
    return iri("graph", "consultation", consultation)


def consultation_quads(context: Context) -> Iterator[ox.Quad]:
    """Yield the graph of a consultation and its questions."""
    graph = ox.NamedNode(consultation_graph(context.consultation))
    this = node("consultation", context.consultation)

    def fact(subject: ox.NamedNode, predicate: str, value: Term) -> ox.Quad:
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


def quads(extraction: Extraction, response: str | None = None, marks: Marks | None = None) -> Iterator[ox.Quad]:
    """Yield the graph of a response, each quad once. ``response`` is its id, otherwise that of the respondent.

    ``marks`` are the reviews of its statements.
    """
    context = extraction.context
    response = response or context.respondent
    if not context.consultation or not response:
        raise ValueError("a response needs the ids of its consultation and of itself before it can be named")
    return iter(_ResponseGraph(extraction.document, context, response, marks or {}).build(extraction))


@dataclass
class _ResponseGraph:
    """The graph of one response in the making; nodes that several statements share are written once."""

    document: Document
    context: Context
    response: str
    marks: Marks
    _quads: list[ox.Quad] = field(default_factory=list)
    _passages: dict[Span, ox.NamedNode] = field(default_factory=dict)
    _reviewers: set[ox.NamedNode] = field(default_factory=set)
    _named: Counter[tuple[str, Span]] = field(default_factory=Counter)

    def build(self, extraction: Extraction) -> list[ox.Quad]:
        self._describe_response()
        for answer in extraction.answers:
            self._add_answer(answer)
        for ask in extraction.asks:
            self._add_ask(ask)
        for quotation in extraction.quotations:
            self._add_quotation(quotation)
        for concern in extraction.concerns:
            self._add_topics(self._add_statement(concern), concern.topics)
        for endorsement in extraction.endorsements:
            self._add_topics(self._add_statement(endorsement), endorsement.topics)
        for claim in extraction.accountabilities:
            self._add_claim(claim)
        return self._quads

    @cached_property
    def _graph(self) -> ox.NamedNode:
        return ox.NamedNode(response_graph(self.context.consultation, self.response))

    @cached_property
    def _respondent(self) -> ox.NamedNode:
        if self.context.respondent:
            return node("body", self.context.respondent)
        return self._node("respondent")

    def _node(self, kind: str, *path: str) -> ox.NamedNode:
        return ox.NamedNode(iri(kind, self.context.consultation, self.response, *path))

    def _add(self, subject: ox.NamedNode, predicate: str, value: Term) -> None:
        self._quads.append(ox.Quad(subject, name(predicate), value, self._graph))

    def _describe_response(self) -> None:
        context, document = self.context, self.document
        this, source = self._node("response"), self._node("document")
        self._add(this, "rdf:type", name("wa:Response"))
        self._add(this, "dcterms:identifier", ox.Literal(self.response))
        self._add(this, "wa:inConsultation", node("consultation", context.consultation))
        self._add(this, "wa:respondent", self._respondent)
        self._add(this, "dcterms:title", ox.Literal(context.title or document.name))
        if context.date:
            self._add(this, "dcterms:date", date_time(context.date))
        self._add(this, "wa:document", source)
        self._add(source, "rdf:type", name("wa:SourceDocument"))
        self._add(source, "wa:text", ox.Literal(document.text))
        self._add(source, "wa:sha256", ox.Literal(document.sha256))
        self._add(source, "wa:fileName", ox.Literal(document.name))
        if not context.respondent:
            self._describe_respondent()

    def _describe_respondent(self) -> None:
        """Describe a respondent that the ontology does not hold, in the response's own graph."""
        label = self.context.respondent_label or self.response
        self._add(self._respondent, "rdf:type", name("wa:Body"))
        self._add(self._respondent, "dcterms:identifier", ox.Literal(self.response))
        self._add(self._respondent, "skos:prefLabel", ox.Literal(label, language="en"))

    def _passage(self, span: Span) -> ox.NamedNode:
        """Name a passage, and describe it with both selectors the first time."""
        if span in self._passages:
            return self._passages[span]
        place, text = f"{span.start}-{span.end}", self.document.text
        passage = self._passages[span] = self._node("passage", place)
        position, quote = ox.NamedNode(f"{passage.value}#position"), ox.NamedNode(f"{passage.value}#quote")
        self._add(passage, "rdf:type", name("wa:Passage"))
        self._add(passage, "oa:hasSource", self._node("document"))
        self._add(passage, "oa:hasSelector", position)
        self._add(passage, "oa:hasSelector", quote)
        self._add(position, "rdf:type", name("oa:TextPositionSelector"))
        self._add(position, "oa:start", ox.Literal(span.start))
        self._add(position, "oa:end", ox.Literal(span.end))
        self._add(quote, "rdf:type", name("oa:TextQuoteSelector"))
        self._add(quote, "oa:exact", ox.Literal(span.of(text)))
        self._add(quote, "oa:prefix", ox.Literal(text[max(0, span.start - _CONTEXT) : span.start]))
        self._add(quote, "oa:suffix", ox.Literal(text[span.end : span.end + _CONTEXT]))
        return passage

    def _add_answer(self, answer: Answer) -> None:
        this = self._node("answer", answer.question)
        self._add(this, "rdf:type", name("wa:Answer"))
        self._add(this, "wa:inResponse", self._node("response"))
        self._add(this, "wa:toQuestion", node("question", self.context.consultation, answer.question))
        self._add(this, "wa:stance", node("stance", answer.stance))
        self._add(this, "wa:statedIn", self._passage(answer.span))
        if answer.stance_span:
            self._add(this, "wa:stancePassage", self._passage(answer.stance_span))

    def _add_statement(self, statement: Statement, *classes: str, voice: Span | None = None) -> ox.NamedNode:
        """Add what every statement has; ``voice`` is the quotation that it is voiced in, if any."""
        kind, own = _KINDS[type(statement)]
        this = self._new_statement(kind, statement.span)
        for local in (*own, *classes):
            self._add(this, "rdf:type", name(f"wa:{local}"))
        self._add(this, "wa:inResponse", self._node("response"))
        if statement.question is None:
            self._add(this, "wa:outsideAnswers", ox.Literal(True))
        else:
            self._add(this, "wa:inAnswer", self._node("answer", statement.question))
        self._add(this, "wa:statedIn", self._passage(statement.span))
        self._add(this, "wa:quote", ox.Literal(statement.span.of(self.document.text)))
        self._add(this, "wa:statedBy", self._speaker(voice) if voice else self._respondent)
        if voice:
            self._add(this, "wa:reportedBy", self._respondent)
        self._add(this, "wa:extractedBy", node("rule", statement.rule))
        self._add_review(this, statement)
        return this

    def _add_review(self, this: ox.NamedNode, statement: Statement) -> None:
        """Say where a statement stands with its reviewers, and who said so."""
        review = self.marks.get((type(statement), statement.span))
        self._add(this, "wa:review", node("review", STATUS[review.verdict] if review else "extracted"))
        if review:
            reviewer = node("reviewer", slug(review.reviewer))
            self._add(this, "prov:wasAttributedTo", reviewer)
            if reviewer not in self._reviewers:
                self._reviewers.add(reviewer)
                self._add(reviewer, "rdf:type", name("prov:Agent"))
                self._add(reviewer, "skos:prefLabel", ox.Literal(review.reviewer, language="en"))
            if review.note:
                self._add(this, "skos:editorialNote", ox.Literal(review.note))

    def _statement(self, kind: str, span: Span) -> ox.NamedNode:
        return self._node("statement", f"{kind}-{span.start}-{span.end}")

    def _new_statement(self, kind: str, span: Span) -> ox.NamedNode:
        """Name a statement; the second of a kind in one passage (two claims in a sentence) ends in ``-2``."""
        self._named[kind, span] += 1
        number = self._named[kind, span]
        return (
            self._statement(kind, span)
            if number == 1
            else self._node("statement", f"{kind}-{span.start}-{span.end}-{number}")
        )

    def _speaker(self, quotation: Span) -> ox.NamedNode:
        return self._node("speaker", f"{quotation.start}-{quotation.end}")

    def _add_topics(self, statement: ox.NamedNode, topics: Sequence[str]) -> None:
        for topic in topics:
            self._add(statement, "wa:topic", node("topic", topic))

    def _add_ask(self, ask: Ask) -> None:
        own = "ClarityRequest" if ask.kind is AskKind.CLARITY_REQUEST else "Recommendation"
        this = self._add_statement(ask, own, voice=ask.quotation)
        for addressee in ask.addressees:
            self._add(this, "wa:addressee", node("body", addressee))
        self._add(this, "wa:addresseeExplicit", ox.Literal(ask.addressee_explicit))
        self._add(this, "wa:force", node("force", ask.force))
        self._add_topics(this, ask.topics)
        self._add(this, "wa:summaryBullet", ox.Literal(ask.summary_bullet))
        if ask.restates:
            self._add(this, "wa:restates", self._statement("ask", ask.restates))

    def _add_quotation(self, quotation: Quotation) -> None:
        this, speaker = self._add_statement(quotation, voice=quotation.span), self._speaker(quotation.span)
        self._add(this, "wa:speaker", speaker)
        self._add(speaker, "rdf:type", name("wa:Speaker"))
        self._add(speaker, "skos:prefLabel", ox.Literal(quotation.speaker or "unnamed speaker", language="en"))
        if quotation.speaker_kind:
            self._add(speaker, "wa:speakerKind", node("body", quotation.speaker_kind))
        if quotation.speaker_role:
            self._add(speaker, "wa:speakerRole", ox.Literal(quotation.speaker_role))

    def _add_claim(self, claim: AccountabilityClaim) -> None:
        this = self._add_statement(claim)
        for body in claim.accountable:
            self._add(this, "wa:accountableBody", node("body", body))
        for body in claim.to:
            self._add(this, "wa:accountTo", node("body", body))
        if claim.accountable_for:
            self._add(this, "wa:accountableFor", ox.Literal(claim.accountable_for))
        self._add(this, "wa:modality", node("modality", claim.modality))
        if claim.mechanism:
            self._add(this, "wa:mechanism", node("mechanism", claim.mechanism))
