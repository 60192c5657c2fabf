"""Passages: the sentences and list items in which a respondent may state something, each with its surroundings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import BlockKind, Quotation, Span
from loaders.layout import Unit
from loaders.patterns import fold
from loaders.quotations import Marks, marked
from loaders.sentences import sentences

_LONGEST_ITEM = 120
"""Words; a longer list item is a numbered comment, taken sentence by sentence."""
_CITED_WORDS = 3
"""Quoted words that no speaker is named for are cited from a document when there are this many."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, or one whole list item, as the patterns see it."""

    span: Span
    unit: Unit
    folded: str
    """Its words outside quotations, with ``~`` for each quotation; folded."""
    voiced: str
    """Its words inside a speaker's quotation; folded, empty where there is none."""
    quotation: Span | None
    lead: str
    """The folded words that introduce the list in which it stands; empty outside a list."""
    before: str
    """The folded words of the passage before it in the same unit, empty at the beginning."""


def passages(text: str, units: Sequence[Unit], quotations: Sequence[Quotation]) -> Iterator[Passage]:
    """Yield the passages of some units in order."""
    lead = ""
    for unit in units:
        if _ASKED_BY_CHAIR.match(unit.span.of(text)):
            continue
        if is_heading(text, unit) or _introduces(text, unit):
            lead = fold(unit.span.of(text))
        elif not unit.marker:
            lead = ""
        marks = marked(text, unit.span)
        before = ""
        title = is_heading(text, unit)
        for span in () if title else _spans(text, unit):
            passage = _passage(text, unit, span, marks, quotations, lead if unit.marker else "", before)
            before = passage.folded
            yield passage


def is_heading(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a title; what a reader took for one on a guess may be a question that ends as such."""
    return unit.kind is BlockKind.HEADING and not unit.span.of(text).rstrip("*_ ").endswith(("?", "!"))


def _introduces(text: str, unit: Unit) -> bool:
    return not unit.marker and unit.span.of(text).rstrip("*_ ").endswith(":")


def _spans(text: str, unit: Unit) -> list[Span]:
    """Return the whole of a list item, or the sentences of anything else."""
    if unit.marker and not unit.ordered and len(unit.span.of(text).split()) <= _LONGEST_ITEM:
        return [unit.span]
    return sentences(text, unit.span)


def _passage(
    text: str,
    unit: Unit,
    span: Span,
    marks: Sequence[Marks],
    quotations: Sequence[Quotation],
    lead: str,
    before: str,
) -> Passage:
    outside: list[str] = []
    voiced: list[str] = []
    voice: Span | None = None
    at = span.start
    for pair in marks:
        if not pair.span.overlaps(span):
            continue
        quotation = next((found.span for found in quotations if found.span.overlaps(pair.span)), None)
        inside = Span(max(pair.span.start, span.start), min(pair.span.end, span.end))
        if quotation is None and len(pair.span.of(text).split()) < _CITED_WORDS:
            continue
        outside.append(text[at : max(at, inside.start - 1)])
        outside.append("~")
        at = max(at, inside.end + (inside.end == pair.span.end))
        if quotation:
            voiced.append(inside.of(text))
            voice = voice or quotation
    outside.append(text[at : span.end])
    return Passage(
        span=span,
        unit=unit,
        folded=_bare(" ".join(outside)),
        voiced=_bare(" ".join(voiced)),
        quotation=voice,
        lead=lead,
        before=before,
    )


_ASKED_BY_CHAIR = re.compile(
    r"[*_]*(?:Q\d{0,3}\s*)?[*_]*(?:(?:the |co-?)?chair(?:man|woman|person)?|interviewer|moderator|facilitator|"
    r"question(?:er)?)"
    r"[*_]*(?:\s*\([^()\n]{0,60}\))?[*_]*:",
    re.IGNORECASE,
)
"""A turn of the one who asks, in a transcript."""
_EDGES = re.compile(r"""^[\s"'>~•-]+(?=\w)|(?<=[?.!])[\s"')\]]+$""")


def _bare(words: str) -> str:
    """Fold words, and drop the marks at their edges so that ``^`` and a final ``?`` can be relied on."""
    return _EDGES.sub("", fold(words)) if words else ""
