"""Passages: the sentences and list items in which a respondent may state something, each with its surroundings."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from loaders.document import BlockKind, Quotation, Span
from loaders.find.layout import Unit
from loaders.find.marks import marked, overlapping
from loaders.find.sentences import clauses, sentences
from loaders.patterns import fold, remembered

_LONGEST_ITEM = 120
"""Words; a longer list item is a numbered comment, taken sentence by sentence."""
_TERSE = 40
"""Words; where no numbered item of a run is longer, the run is a list and not numbered comments."""
_FEWEST_ITEMS = 3
_BRIEF_LEAD = 6
"""Words; a shorter sentence before a list (*These are:*) leaves what it introduces to the one before."""
_CITED_WORDS = 3
"""Quoted words that no speaker is named for are cited from a document when there are this many."""

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
    starts = [quotation.span.start for quotation in quotations]
    whole = {quotation.span for quotation in quotations}
    wide = _over_units(units, whole)
    lead = level = ""
    listed = _listed(text, units)
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
        over = overlapping(wide, unit.span)
        quoted = [
            _Quoted(span, _speech(span, quotations, starts), len(span.of(text).split()))
            for span in _quoted_runs(text, unit, whole)
            if not any(span.overlaps(other) for other in over)
        ]
        quoted += [_Quoted(_within(span, unit.span), span, len(span.of(text).split())) for span in over]
        is_whole = unit.span in listed or _is_whole(text, unit)
        of_list = lead if unit.is_item and not introduces else ""
        yield from _of_unit(text, unit, is_whole, quoted, of_list, asked, names)


def _over_units(units: Sequence[Unit], quoted: Iterable[Span]) -> list[Span]:
    """Return the quotations that go on in another unit than the one in which they begin."""
    starts = [unit.span.start for unit in units]
    return [span for span in sorted(quoted) if span.end > units[bisect_right(starts, span.start) - 1].span.end]


def _within(span: Span, other: Span) -> Span:
    """Return what two spans share."""
    return Span(max(span.start, other.start), min(span.end, other.end))


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


def _quoted_runs(text: str, unit: Unit, whole: Container[Span]) -> list[Span]:
    """Return what stands between marks in a unit; all of one that is itself a quotation, set apart and not marked."""
    return [unit.span] if unit.span in whole else [pair.span for pair in marked(text, unit.span)]


def _introduces(text: str, unit: Unit) -> bool:
    return text[max(unit.span.start, unit.span.end - 8) : unit.span.end].rstrip("*_ ").endswith(":")


def _level(unit: Unit) -> str:
    """Return what numbers of one list share (*11.* and *12.*): neither stands below the other. Empty if unnumbered."""
    level, numbers = _NUMBER.subn("1", unit.marker) if unit.is_item else ("", 0)
    return level if numbers else ""


def _speech(marks: Span, quotations: Sequence[Quotation], starts: Sequence[int]) -> Span | None:
    """Return the quotation between two marks; None where no speaker is named."""
    index = bisect_left(starts, marks.start)
    found = quotations[index].span if index < len(quotations) else None
    return found if found and found.start <= marks.end else None


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What stands between two marks, and the quotation that it is, if it is one."""

    span: Span
    speech: Span | None
    words: int


def _of_unit(
    text: str, unit: Unit, is_whole: bool, quoted: Sequence[_Quoted], lead: str, asked: str, names: Names | None
) -> Iterator[Passage]:
    spans = [clause for sentence in sentences(text, unit.span) for clause in clauses(text, sentence)]
    told = _of_spans(text, unit, spans, quoted, lead, asked, names)
    if not is_whole:
        yield from told
        return
    (whole,) = _of_spans(text, unit, [unit.span], quoted, lead, asked, names)
    yield replace(whole, sentences=tuple(told)) if len(spans) > 1 else whole


def _is_whole(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a list item that is one passage."""
    set_apart = unit.is_item and unit.kind is not BlockKind.QUOTE
    return set_apart and not unit.ordered and len(unit.span.of(text).split()) <= _LONGEST_ITEM


def _of_spans(
    text: str,
    unit: Unit,
    spans: Iterable[Span],
    quoted: Sequence[_Quoted],
    lead: str,
    asked: str,
    names: Names | None,
) -> Iterator[Passage]:
    before = ""
    first = 0
    for span in spans:
        while first < len(quoted) and quoted[first].span.end <= span.start:
            first += 1
        voices = _Voices()
        at = span.start
        for pair in quoted[first:]:
            if pair.span.start >= span.end:
                break
            at = voices.take(text, span, pair, at)
        voices.own.append(text[at : span.end])
        folded = _bare(" ".join(voices.own), names)
        yield Passage(span, unit, folded, _bare(" ".join(voices.reported), names), voices.speech, lead, before, asked)
        before = folded


@dataclass(slots=True)
class _Voices:
    """The words of one passage, by who says them."""

    own: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)
    speech: Span | None = None

    def take(self, text: str, passage: Span, quoted: _Quoted, at: int) -> int:
        """Add what stands from ``at`` up to the end of a quoted run; return where it ends."""
        if quoted.speech is None and quoted.words < _CITED_WORDS:
            return at
        inside = Span(max(quoted.span.start, passage.start), min(quoted.span.end, passage.end))
        self.own.append(text[at : max(at, inside.start - 1)])
        self.own.append("~")
        if quoted.speech:
            self.reported.append(inside.of(text))
            self.speech = self.speech or quoted.speech
        return max(at, inside.end + (inside.end == quoted.span.end))


def _listed(text: str, units: Sequence[Unit]) -> set[Span]:
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
def _bare(words: str, names: Names | None) -> str:
    """Fold words, and drop the marks at their edges so that ``^`` and a final ``?`` can be relied on."""
    return _EDGES.sub("", fold(names.sub(BODY, words) if names else words)) if words else ""
