"""Writing the statements of a response: what all kinds have in common, and what each kind adds."""

from collections import Counter
from collections.abc import Sequence

from loaders.document import AccountabilityClaim, Ask, Concern, Endorsement, Quotation, Span, Statement
from loaders.graph.nquads import literal, name_text, node_text, part, truth
from loaders.graph.writer import GraphWriter
from loaders.kinds import kind_of
from loaders.naming import slug
from loaders.reviews.applying import ReviewIndex
from loaders.reviews.review import STATUS


class Statements:
    """Writes the statements of one respondent into the graph of their response."""

    def __init__(self, writer: GraphWriter, respondent: str, reviews: ReviewIndex) -> None:
        self._writer = writer
        self._respondent = respondent
        self._reviews = reviews
        self._reviewers: set[str] = set()
        self._parties: set[str] = set()
        self._named: Counter[tuple[str, Span]] = Counter()

    def add_ask(self, ask: Ask) -> None:
        """Add an ask with its addressees, force and topics."""
        this = self._add(ask, voice=ask.quotation)
        for addressee in ask.addressees:
            self._writer.add(this, "wa:addressee", node_text("body", addressee))
        for party in ask.parties:
            self._writer.add(this, "wa:addressee", self._party(party))
        self._writer.add(this, "wa:addresseeExplicit", truth(ask.addressee_explicit))
        self._writer.add(this, "wa:force", node_text("force", ask.force))
        self._add_topics(this, ask.topics)
        self._writer.add(this, "wa:summaryBullet", truth(ask.summary_bullet))
        if ask.restates:
            self._writer.add(this, "wa:restates", self._writer.node("statement", _place("ask", ask.restates)))

    def add_quotation(self, quotation: Quotation) -> None:
        """Add a quotation and its speaker; each quotation has a speaker of its own, even if names agree."""
        writer = self._writer
        this, speaker = self._add(quotation, voice=quotation.span), self._speaker(quotation.span)
        writer.add(this, "wa:speaker", speaker)
        writer.add(speaker, "rdf:type", name_text("wa:Speaker"))
        writer.add(speaker, "skos:prefLabel", literal(quotation.speaker or "unnamed speaker", "en"))
        if quotation.speaker_kind:
            writer.add(speaker, "wa:speakerKind", node_text("body", quotation.speaker_kind))
        if quotation.speaker_role:
            writer.add(speaker, "wa:speakerRole", literal(quotation.speaker_role))

    def add_view(self, view: Concern | Endorsement) -> None:
        """Add a concern or an endorsement."""
        self._add_topics(self._add(view), view.topics)

    def add_claim(self, claim: AccountabilityClaim) -> None:
        """Add a claim about who is accountable to whom."""
        writer = self._writer
        this = self._add(claim)
        for body in claim.accountable:
            writer.add(this, "wa:accountableBody", node_text("body", body))
        if claim.party:
            writer.add(this, "wa:accountableParty", literal(claim.party))
        for body in claim.to:
            writer.add(this, "wa:accountTo", node_text("body", body))
        if claim.accountable_for:
            writer.add(this, "wa:accountableFor", literal(claim.accountable_for))
        writer.add(this, "wa:modality", node_text("modality", claim.modality))
        if claim.mechanism:
            writer.add(this, "wa:mechanism", node_text("mechanism", claim.mechanism))

    def _add(self, statement: Statement, voice: Span | None = None) -> str:
        """Add what every statement has, and return its node; ``voice`` is the quotation in which it is made, if any."""
        writer, span = self._writer, statement.span
        kind = kind_of(statement)
        this = self._new(kind.iri_word, span)
        for one in ("Statement", *kind.classes):
            writer.add(this, "rdf:type", name_text(f"wa:{one}"))
        writer.add(this, "wa:inResponse", writer.node("response"))
        if statement.question is None:
            writer.add(this, "wa:outsideAnswers", truth(True))
        else:
            writer.add(this, "wa:inAnswer", writer.node("answer", part(statement.question)))
        writer.add(this, "wa:statedIn", writer.passage(span))
        writer.add(this, "wa:quote", literal(span.of(writer.document.text)))
        writer.add(this, "wa:statedBy", self._speaker(voice) if voice else self._respondent)
        if voice:
            writer.add(this, "wa:reportedBy", self._respondent)
        writer.add(this, "wa:extractedBy", node_text("rule", statement.rule))
        self._add_review(this, statement)
        return this

    def _add_review(self, this: str, statement: Statement) -> None:
        """Add the review status of a statement and, if it was reviewed, the reviewer and the note."""
        writer = self._writer
        review = self._reviews.get((type(statement), statement.span))
        writer.add(this, "wa:review", node_text("review", STATUS[review.verdict] if review else "extracted"))
        if review:
            reviewer = node_text("reviewer", slug(review.reviewer))
            writer.add(this, "prov:wasAttributedTo", reviewer)
            if reviewer not in self._reviewers:
                self._reviewers.add(reviewer)
                writer.add(reviewer, "rdf:type", name_text("prov:Agent"))
                writer.add(reviewer, "skos:prefLabel", literal(review.reviewer, "en"))
            if review.note:
                writer.add(this, "skos:editorialNote", literal(review.note))

    def _new(self, kind: str, span: Span) -> str:
        """Return a new node for a statement; that of the second of a kind in one passage ends in ``-2``, and so on."""
        self._named[kind, span] += 1
        number = self._named[kind, span]
        return self._writer.node("statement", _place(kind, span) + (f"-{number}" if number > 1 else ""))

    def _speaker(self, quotation: Span) -> str:
        return self._writer.node("speaker", f"{quotation.start}-{quotation.end}")

    def _party(self, written: str) -> str:
        """Return the node of an addressee that the ontology does not hold, after adding it if it is new."""
        writer, label = self._writer, written[0].upper() + written[1:]
        party = writer.shared("party", label)
        if party not in self._parties:
            self._parties.add(party)
            writer.add(party, "rdf:type", name_text("wa:Body"))
            writer.add(party, "dcterms:identifier", literal(slug(label)))
            writer.add(party, "skos:prefLabel", literal(label, "en"))
        return party

    def _add_topics(self, statement: str, topics: Sequence[str]) -> None:
        for topic in topics:
            self._writer.add(statement, "wa:topic", node_text("topic", topic))


def _place(kind: str, span: Span) -> str:
    return f"{kind}-{span.start}-{span.end}"
