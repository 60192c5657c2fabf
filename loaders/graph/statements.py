"""The statements of a response as quads: what all have in common, and what each kind adds."""

from collections import Counter
from collections.abc import Sequence

from loaders.document import AccountabilityClaim, Ask, Concern, Endorsement, Quotation, Span, Statement
from loaders.graph.nquads import literal, name_text, node_text, part, truth
from loaders.graph.page import Page
from loaders.kinds import kind_of
from loaders.naming import slug
from loaders.reviews.applying import Marks
from loaders.reviews.review import STATUS


class Statements:
    """Writes the statements of one respondent into the graph of their response."""

    def __init__(self, page: Page, respondent: str, marks: Marks) -> None:
        self._page = page
        self._respondent = respondent
        self._marks = marks
        self._reviewers: set[str] = set()
        self._parties: set[str] = set()
        self._named: Counter[tuple[str, Span]] = Counter()

    def add_ask(self, ask: Ask) -> None:
        """Add an ask, with whom it asks and how strongly."""
        this = self._add(ask, voice=ask.quotation)
        for addressee in ask.addressees:
            self._page.add(this, "wa:addressee", node_text("body", addressee))
        for party in ask.parties:
            self._page.add(this, "wa:addressee", self._party(party))
        self._page.add(this, "wa:addresseeExplicit", truth(ask.addressee_explicit))
        self._page.add(this, "wa:force", node_text("force", ask.force))
        self._add_topics(this, ask.topics)
        self._page.add(this, "wa:summaryBullet", truth(ask.summary_bullet))
        if ask.restates:
            self._page.add(this, "wa:restates", self._page.node("statement", _place("ask", ask.restates)))

    def add_quotation(self, quotation: Quotation) -> None:
        """Add a quotation and its speaker, a node of its own."""
        page = self._page
        this, speaker = self._add(quotation, voice=quotation.span), self._speaker(quotation.span)
        page.add(this, "wa:speaker", speaker)
        page.add(speaker, "rdf:type", name_text("wa:Speaker"))
        page.add(speaker, "skos:prefLabel", literal(quotation.speaker or "unnamed speaker", "en"))
        if quotation.speaker_kind:
            page.add(speaker, "wa:speakerKind", node_text("body", quotation.speaker_kind))
        if quotation.speaker_role:
            page.add(speaker, "wa:speakerRole", literal(quotation.speaker_role))

    def add_view(self, view: Concern | Endorsement) -> None:
        """Add a concern or an endorsement."""
        self._add_topics(self._add(view), view.topics)

    def add_claim(self, claim: AccountabilityClaim) -> None:
        """Add a claim of who answers to whom."""
        page = self._page
        this = self._add(claim)
        for body in claim.accountable:
            page.add(this, "wa:accountableBody", node_text("body", body))
        if claim.party:
            page.add(this, "wa:accountableParty", literal(claim.party))
        for body in claim.to:
            page.add(this, "wa:accountTo", node_text("body", body))
        if claim.accountable_for:
            page.add(this, "wa:accountableFor", literal(claim.accountable_for))
        page.add(this, "wa:modality", node_text("modality", claim.modality))
        if claim.mechanism:
            page.add(this, "wa:mechanism", node_text("mechanism", claim.mechanism))

    def _add(self, statement: Statement, voice: Span | None = None) -> str:
        """Add what every statement has; ``voice`` is the quotation that it is voiced in, if any."""
        page, span = self._page, statement.span
        kind = kind_of(statement)
        this = self._new(kind.iri_word, span)
        for one in ("Statement", *kind.classes):
            page.add(this, "rdf:type", name_text(f"wa:{one}"))
        page.add(this, "wa:inResponse", page.node("response"))
        if statement.question is None:
            page.add(this, "wa:outsideAnswers", truth(True))
        else:
            page.add(this, "wa:inAnswer", page.node("answer", part(statement.question)))
        page.add(this, "wa:statedIn", page.passage(span))
        page.add(this, "wa:quote", literal(span.of(page.document.text)))
        page.add(this, "wa:statedBy", self._speaker(voice) if voice else self._respondent)
        if voice:
            page.add(this, "wa:reportedBy", self._respondent)
        page.add(this, "wa:extractedBy", node_text("rule", statement.rule))
        self._add_review(this, statement)
        return this

    def _add_review(self, this: str, statement: Statement) -> None:
        """Say where a statement stands with its reviewers, and who said so."""
        page = self._page
        review = self._marks.get((type(statement), statement.span))
        page.add(this, "wa:review", node_text("review", STATUS[review.verdict] if review else "extracted"))
        if review:
            reviewer = node_text("reviewer", slug(review.reviewer))
            page.add(this, "prov:wasAttributedTo", reviewer)
            if reviewer not in self._reviewers:
                self._reviewers.add(reviewer)
                page.add(reviewer, "rdf:type", name_text("prov:Agent"))
                page.add(reviewer, "skos:prefLabel", literal(review.reviewer, "en"))
            if review.note:
                page.add(this, "skos:editorialNote", literal(review.note))

    def _new(self, kind: str, span: Span) -> str:
        """Name a statement; the second of a kind in one passage (two claims in a sentence) ends in ``-2``."""
        self._named[kind, span] += 1
        number = self._named[kind, span]
        return self._page.node("statement", _place(kind, span) + (f"-{number}" if number > 1 else ""))

    def _speaker(self, quotation: Span) -> str:
        return self._page.node("speaker", f"{quotation.start}-{quotation.end}")

    def _party(self, written: str) -> str:
        """Describe a body that the ontology does not hold, the first time that it is asked; return it."""
        page, label = self._page, written[0].upper() + written[1:]
        party = page.shared("party", label)
        if party not in self._parties:
            self._parties.add(party)
            page.add(party, "rdf:type", name_text("wa:Body"))
            page.add(party, "dcterms:identifier", literal(slug(label)))
            page.add(party, "skos:prefLabel", literal(label, "en"))
        return party

    def _add_topics(self, statement: str, topics: Sequence[str]) -> None:
        for topic in topics:
            self._page.add(statement, "wa:topic", node_text("topic", topic))


def _place(kind: str, span: Span) -> str:
    return f"{kind}-{span.start}-{span.end}"
