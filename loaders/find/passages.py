"""Divides units into passages: sentences and list items that may state something, each with its context."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from loaders.document import BlockKind, Quotation, Span
from loaders.find.layout import Unit
from loaders.find.sentences import clauses, sentences
from loaders.find.speech.voices import Quoted, QuotedRuns, Voices
from loaders.patterns import fold, remembered

_LONGEST_ITEM = 120
"""Words. A longer list item is divided into sentences."""
_TERSE = 40
"""Words. Where no numbered item in a row is longer, the items are a list rather than numbered paragraphs."""
_FEWEST_ITEMS = 3
"""Numbered items that make a list."""
_BRIEF_LEAD = 6
"""Words. A sentence before a list that is no longer (*These are:*) introduces it only with the sentence before."""

BODY = "bodyname"
"""Replaces each one-word name of a body in folded words."""
_NUMBER = re.compile(r"\d+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_EDGES = re.compile(r"""^[\s"'>~•-]+(?=\w)|(?<=[?.!])[\s"')\]]+$""")


Names = re.Pattern[str]
"""Matches the names of bodies in a text."""


def names_of(words: Collection[str]) -> Names:
    """Return an expression that matches any of some one-word names, also in the plural."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})s?\b") if words else re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence or one whole list item, in the form in which patterns are tried on it."""

    span: Span
    unit: Unit
    folded: str
    """The respondent's own words, folded, with ``~`` for each quotation."""
    voiced: str
    """The words that it quotes from a speaker, folded; empty if there are none."""
    quotation: Span | None
    """The first quotation that it shares words with."""
    lead: str
    """The folded words that introduce the list to which it belongs; empty outside lists."""
    before: str
    """The folded words of the previous passage in the same unit; empty for the first."""
    asked: str = ""
    """The folded question that it answers; empty if unknown."""
    sentences: tuple["Passage", ...] = ()
    """The sentences of a list item that has several; otherwise empty."""


def passages(
    text: str, units: Sequence[Unit], quotations: Sequence[Quotation], question: str = "", names: Names | None = None
) -> Iterator[Passage]:
    """Yield the passages of some units, in order.

    ``quotations`` are those found in the units, ``question`` is what the units answer, and ``names`` matches the
    one-word names of bodies.
    """
    asked = fold(question)
    quoted = QuotedRuns(text, units, quotations)
    lead = level = ""
    listed = _short_items(text, units)
    for unit in units:
        title = is_heading(text, unit)
        introduces = title or _introduces(text, unit)
        if introduces:
            lead = fold(_lead(text, unit))
            level = _level(unit)
        elif not unit.is_item or (level and _level(unit) == level):
            lead = level = ""
        if title:
            continue
        is_whole = unit.span in listed or _is_whole(text, unit)
        of_list = lead if unit.is_item and not introduces else ""
        yield from _in_unit(text, unit, is_whole, quoted.within(unit), of_list, asked, names)


def _lead(text: str, unit: Unit) -> str:
    """Return the words of a unit that introduce a list: its last sentence, with the one before if the last is brief."""
    told = sentences(text, unit.span)
    brief = len(told) > 1 and len(told[-1].of(text).split()) <= _BRIEF_LEAD
    return text[told[-2 if brief else -1].start : unit.span.end] if told else unit.span.of(text)


def by_sentence(told: Iterable[Passage]) -> list[Passage]:
    """Return passages with each list item of several sentences replaced by its sentences."""
    return [one for passage in told for one in passage.sentences or (passage,)]


def is_heading(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a title.

    One that ends in a question or exclamation mark is not, since readers guess some titles, unless ``#`` precedes it.
    """
    if unit.kind is not BlockKind.HEADING:
        return False
    line = text.rfind("\n", 0, unit.span.start) + 1
    return text.startswith("#", line) or not unit.span.of(text).rstrip("*_ ").endswith(("?", "!"))


def _introduces(text: str, unit: Unit) -> bool:
    """Tell whether a unit ends in a colon."""
    return text[max(unit.span.start, unit.span.end - 8) : unit.span.end].rstrip("*_ ").endswith(":")


def _level(unit: Unit) -> str:
    """Return the form of a list item's number, which is the same for *11.* and *12.*; empty for other units."""
    level, numbers = _NUMBER.subn("1", unit.marker) if unit.is_item else ("", 0)
    return level if numbers else ""


def _in_unit(
    text: str, unit: Unit, is_whole: bool, quoted: Sequence[Quoted], lead: str, asked: str, names: Names | None
) -> Iterator[Passage]:
    """Yield the passages of one unit: its sentences and clauses, or itself if it is to be one passage."""
    spans = [clause for sentence in sentences(text, unit.span) for clause in clauses(text, sentence)]
    told = _in_spans(text, unit, spans, quoted, lead, asked, names)
    if not is_whole:
        yield from told
        return
    (whole,) = _in_spans(text, unit, [unit.span], quoted, lead, asked, names)
    yield replace(whole, sentences=tuple(told)) if len(spans) > 1 else whole


def _is_whole(text: str, unit: Unit) -> bool:
    """Tell whether a unit is an unnumbered list item short enough to be one passage."""
    set_apart = unit.is_item and unit.kind is not BlockKind.QUOTE
    return set_apart and not unit.ordered and len(unit.span.of(text).split()) <= _LONGEST_ITEM


def _in_spans(
    text: str,
    unit: Unit,
    spans: Iterable[Span],
    quoted: Sequence[Quoted],
    lead: str,
    asked: str,
    names: Names | None,
) -> Iterator[Passage]:
    """Yield the passage in each span; ``quoted`` are the quoted runs of the unit, in order."""
    before = ""
    first = 0
    for span in spans:
        while first < len(quoted) and quoted[first].span.end <= span.start:
            first += 1
        voices = Voices()
        at = span.start
        for pair in quoted[first:]:
            if pair.span.start >= span.end:
                break
            at = voices.take(text, span, pair, at)
        voices.own.append(text[at : span.end])
        folded = _folded(" ".join(voices.own), names)
        yield Passage(span, unit, folded, _folded(" ".join(voices.reported), names), voices.speech, lead, before, asked)
        before = folded


def _short_items(text: str, units: Sequence[Unit]) -> set[Span]:
    """Return the numbered items that make a list: three or more short ones in a row, without blank lines between."""
    found: set[Span] = set()
    for level, run in groupby(units, key=_level):
        spans = [unit.span for unit in run]
        is_short = all(len(span.of(text).split()) <= _TERSE for span in spans)
        if "." in level.rstrip(".") or not level or len(spans) < _FEWEST_ITEMS or not is_short:
            continue
        if not any(_BLANK_LINE.search(text, one.end, other.start) for one, other in pairwise(spans)):
            found.update(spans)
    return found


@remembered
def _folded(words: str, names: Names | None) -> str:
    """Return words folded, without marks at their ends, so that patterns can rely on ``^`` and on a final ``?``."""
    return _EDGES.sub("", fold(names.sub(BODY, words) if names else words)) if words else ""
