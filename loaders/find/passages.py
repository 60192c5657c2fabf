"""Passages: the sentences and list items in which a respondent may state something, each with its surroundings."""

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
"""Words; a longer list item is a numbered comment, taken sentence by sentence."""
_TERSE = 40
"""Words; where no numbered item of a run is longer, the run is a list and not numbered comments."""
_FEWEST_ITEMS = 3
_BRIEF_LEAD = 6
"""Words; a shorter sentence before a list (*These are:*) leaves what it introduces to the one before."""

BODY = "bodyname"
"""Stands in folded words for each name of a body in one word."""
_NUMBER = re.compile(r"\d+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_EDGES = re.compile(r"""^[\s"'>~•-]+(?=\w)|(?<=[?.!])[\s"')\]]+$""")


Names = re.Pattern[str]
"""Finds the names of bodies in a text."""


def names_of(words: Collection[str]) -> Names:
    """Return what finds any of some names of one word, in the plural too."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})s?\b") if words else re.compile(r"(?!)")


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
    asked: str = ""
    """The folded question that it answers; empty where nobody knows it."""
    sentences: tuple["Passage", ...] = ()
    """The sentences of a list item that holds several; empty otherwise."""


def passages(
    text: str, units: Sequence[Unit], quotations: Sequence[Quotation], question: str = "", names: Names | None = None
) -> Iterator[Passage]:
    """Yield the passages of some units, which answer a ``question``, in order; ``quotations`` are theirs.

    ``names`` finds the names of bodies in one word.
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
    """Return the words of a unit that introduce a list: its last sentence, and the one before where that is brief."""
    told = sentences(text, unit.span)
    brief = len(told) > 1 and len(told[-1].of(text).split()) <= _BRIEF_LEAD
    return text[told[-2 if brief else -1].start : unit.span.end] if told else unit.span.of(text)


def by_sentence(told: Iterable[Passage]) -> list[Passage]:
    """Return passages with a list item of several sentences replaced by these."""
    return [one for passage in told for one in passage.sentences or (passage,)]


def is_heading(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a title; what a reader took for one on a guess may be a question that ends as such.

    A line behind ``#`` is a title whatever it ends in.
    """
    if unit.kind is not BlockKind.HEADING:
        return False
    line = text.rfind("\n", 0, unit.span.start) + 1
    return text.startswith("#", line) or not unit.span.of(text).rstrip("*_ ").endswith(("?", "!"))


def _introduces(text: str, unit: Unit) -> bool:
    return text[max(unit.span.start, unit.span.end - 8) : unit.span.end].rstrip("*_ ").endswith(":")


def _level(unit: Unit) -> str:
    """Return what numbers of one list share (*11.* and *12.*): neither stands below the other. Empty if unnumbered."""
    level, numbers = _NUMBER.subn("1", unit.marker) if unit.is_item else ("", 0)
    return level if numbers else ""


def _in_unit(
    text: str, unit: Unit, is_whole: bool, quoted: Sequence[Quoted], lead: str, asked: str, names: Names | None
) -> Iterator[Passage]:
    spans = [clause for sentence in sentences(text, unit.span) for clause in clauses(text, sentence)]
    told = _in_spans(text, unit, spans, quoted, lead, asked, names)
    if not is_whole:
        yield from told
        return
    (whole,) = _in_spans(text, unit, [unit.span], quoted, lead, asked, names)
    yield replace(whole, sentences=tuple(told)) if len(spans) > 1 else whole


def _is_whole(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a list item that is one passage."""
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
    """Return the numbered items that make a list: short ones, one on each line, not set apart as paragraphs are."""
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
    """Fold words, and drop the marks at their edges so that ``^`` and a final ``?`` can be relied on."""
    return _EDGES.sub("", fold(names.sub(BODY, words) if names else words)) if words else ""
