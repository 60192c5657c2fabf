"""Separates the respondent's own words in a passage from those that it quotes from a speaker."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loaders.document import Quotation, Span
from loaders.find.layout import Unit
from loaders.find.speech.quotation_marks import marked, overlapping

_CITED_WORDS = 3
"""Words between marks, without a speaker, from which on they are cited from a document and not the respondent's."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words between two marks, and the quotation that they belong to, if any."""

    span: Span
    speech: Span | None
    words: int
    """How many words there are; of a quotation over several units, in all of it."""


@dataclass(slots=True)
class Voices:
    """The words of one passage: the respondent's own, those of speakers, and the first quotation among them."""

    own: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    speech: Span | None = None

    def take(self, text: str, passage: Span, quoted: Quoted, at: int) -> int:
        """Add the words from ``at`` to the end of a quoted run, and return the position after it.

        A run that is the respondent's own wording is left to be added with what follows.
        """
        if quoted.speech is None and quoted.words < _CITED_WORDS:
            return at
        inside = Span(max(quoted.span.start, passage.start), min(quoted.span.end, passage.end))
        self.own.append(text[at : max(at, inside.start - 1)])
        self.own.append("~")
        if quoted.speech:
            self.reported.append(inside.of(text))
            self.speech = self.speech or quoted.speech
        return max(at, inside.end + (inside.end == quoted.span.end))


class QuotedRuns:
    """The quoted words of some units, with the quotations that were found in those units."""

    def __init__(self, text: str, units: Sequence[Unit], quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._quotations = [quotation.span for quotation in quotations]
        self._starts = [span.start for span in self._quotations]
        self._whole = set(self._quotations)
        self._over_units = _over_units(units, self._whole)

    def within(self, unit: Unit) -> list[Quoted]:
        """Return the quoted runs of one of the units; of a quotation over several units, the part that is in it."""
        over = overlapping(self._over_units, unit.span)
        inside = [span for span in self._between_marks(unit) if not any(span.overlaps(other) for other in over)]
        quoted = [Quoted(span, self._quotation_at(span), self._count(span)) for span in inside]
        return quoted + [Quoted(_shared(span, unit.span), span, self._count(span)) for span in over]

    def _count(self, span: Span) -> int:
        return len(span.of(self._text).split())

    def _between_marks(self, unit: Unit) -> list[Span]:
        """Return the spans between quotation marks; the whole unit where it is a quotation set apart without marks."""
        return [unit.span] if unit.span in self._whole else [pair.span for pair in marked(self._text, unit.span)]

    def _quotation_at(self, marks: Span) -> Span | None:
        """Return the quotation between two marks; None where no speaker is named."""
        index = bisect_left(self._starts, marks.start)
        found = self._quotations[index] if index < len(self._quotations) else None
        return found if found and found.start <= marks.end else None


def _over_units(units: Sequence[Unit], quoted: Iterable[Span]) -> list[Span]:
    """Return the quotations that end in a later unit than the one in which they begin."""
    starts = [unit.span.start for unit in units]
    return [span for span in sorted(quoted) if span.end > units[bisect_right(starts, span.start) - 1].span.end]


def _shared(span: Span, other: Span) -> Span:
    """Return what two overlapping spans have in common."""
    return Span(max(span.start, other.start), min(span.end, other.end))
