"""The values that one stage passes to the next: documents, spans and statements.

Offsets count code points of ``Document.text``, the canonical text: Unicode NFC, lines ending in LF.
``document.text[span.start:span.end]`` is the quote, always.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points, ``start <= end``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of a text within this span."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Tell whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether this span and ``other`` share at least one code point."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """How the author laid out a block of text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTE = "quote"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text as its author laid it out: a heading, a paragraph, a list item, a table cell."""

    span: Span
    kind: BlockKind
    level: int = 0
    """Depth of a heading (1 is the highest) or of a list item (1 is the outermost); 0 elsewhere."""
    guessed: bool = False
    """Whether it was taken for a heading only because it is a short line without a full stop."""


@dataclass(frozen=True)
class Document:
    """One response as read: its canonical text and its layout."""

    name: str
    """File name, without folders."""
    text: str
    blocks: tuple[Block, ...]
    """In the order of the text; they never overlap."""
    file_sha256: str
    """Digest of the bytes of the file, hexadecimal."""
    notes: tuple[str, ...] = ()
    """A sentence for everything that was guessed or left out in reading the file."""

    @cached_property
    def sha256(self) -> str:
        """Digest of the canonical text in UTF-8, hexadecimal."""
        return sha256(self.text.encode()).hexdigest()


class AskKind(StrEnum):
    """Whether an ask wants action or clarity."""

    RECOMMENDATION = "recommendation"
    CLARITY_REQUEST = "clarity-request"


class Force(StrEnum):
    """How strongly something is asked; the values are ids of the scale ``force``."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Modality(StrEnum):
    """Whether an accountability exists, or is proposed, sought or disputed; the values are ids of a scale."""

    CURRENT = "current"
    PROPOSED = "proposed"
    SOUGHT = "sought"
    DISPUTED = "disputed"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The part of a response that answers one question."""

    question: str
    """Number of the question as the consultation writes it, e.g. ``4`` or ``12a``."""
    span: Span
    stance: str
    """Id of a stance of the ontology."""
    stance_span: Span | None = None
    asked: str = ""
    """The text of the question, from the document or the consultation; empty if neither has it."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Something that a respondent states in one passage; ``rule`` is the id of the pattern that found it."""

    span: Span
    question: str | None
    """Number of the question that it answers; None outside all answers."""
    rule: str


@dataclass(frozen=True, kw_only=True)
class Ask(Statement):
    """Something that the respondent wants done, changed, kept, avoided or made clear."""

    kind: AskKind
    force: Force = Force.SHOULD
    addressees: tuple[str, ...] = ()
    """Ids of bodies."""
    parties: tuple[str, ...] = ()
    """Addressees that are not in the ontology, in the words of the passage."""
    addressee_explicit: bool = False
    topics: tuple[str, ...] = ()
    """Ids of topics, never empty once resolved."""
    summary_bullet: bool = False
    restates: Span | None = None
    """The earlier ask that it repeats."""
    quotation: Span | None = None
    """The quotation in which it is made; None if the respondent makes it."""


@dataclass(frozen=True, kw_only=True)
class Quotation(Statement):
    """Words in quotation marks that the respondent attributes to a speaker; the span excludes the marks."""

    speaker: str | None = None
    """The speaker, as named in the text."""
    speaker_kind: str | None = None
    """Id of the body or group of bodies that the speaker belongs to."""
    speaker_role: str | None = None


@dataclass(frozen=True, kw_only=True)
class Concern(Statement):
    """A worry, risk, gap, objection or doubt."""

    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Endorsement(Statement):
    """Support for something proposed, with no request for more."""

    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AccountabilityClaim(Statement):
    """A claim about who is accountable to whom and for what."""

    accountable: tuple[str, ...]
    """Ids of bodies; empty if the accountable party is not in the ontology."""
    party: str | None = None
    """The accountable party in the words of the passage, if it is not in the ontology."""
    to: tuple[str, ...] = ()
    """Ids of the bodies to which it is accountable."""
    accountable_for: str | None = None
    modality: Modality
    mechanism: str | None = None
    """Id of a mechanism of the ontology (an MOU, a duty), if the passage names one."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What is known about a response before its text is read; what is None or empty must be guessed."""

    consultation: str = ""
    """Id of the consultation, e.g. ``sof-2021-22``."""
    consultation_title: str | None = None
    owner: str | None = None
    """Id of the body that consults: the addressee of asks that name none."""
    questions: tuple[tuple[str, str], ...] = ()
    """Number and text of each question, in order."""
    respondent: str | None = None
    """Id of the responding body."""
    respondent_label: str | None = None
    title: str | None = None
    date: str | None = None
    """ISO 8601 date of the response."""


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """Everything found in one document."""

    document: Document
    context: Context
    """What was known before the text was read, and what was guessed from it."""
    answers: Sequence[Answer] = ()
    """In the order of the text; they overlap only where questions are answered together, and then share their span."""
    asks: Sequence[Ask] = ()
    quotations: Sequence[Quotation] = ()
    concerns: Sequence[Concern] = ()
    endorsements: Sequence[Endorsement] = ()
    accountabilities: Sequence[AccountabilityClaim] = ()
    notes: Sequence[str] = field(default=())
    """A sentence for everything that was guessed."""

    @cached_property
    def _in_order(self) -> Sequence[Answer]:
        return sorted(self.answers, key=lambda answer: answer.span)

    def question_at(self, span: Span) -> str | None:
        """Return the number of the question whose answer contains a span; None outside all answers."""
        number = bisect_right(self._in_order, span.start, key=lambda answer: answer.span.start) - 1
        answer = self._in_order[number] if number >= 0 else None
        if answer:  # of answers with the same span, the first counts
            answer = self._in_order[bisect_left(self._in_order, answer.span.start, key=lambda one: one.span.start)]
        return answer.question if answer and answer.span.contains(span) else None
