"""Finds quotations: words in quotation marks that a respondent attributes to a speaker.

Titles, phrases from documents and scare quotes have quotation marks too, so they make a quotation only where the words
around them name a speaker.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from loaders.document import BlockKind, Quotation, Span
from loaders.find.layout import Unit
from loaders.find.sentences import sentences
from loaders.find.speech.attribution import Around
from loaders.find.speech.persons import has_finite_verb
from loaders.find.speech.quotation_marks import Marks, marked, over_paragraphs, overlapping
from loaders.find.speech.signatures import VERB_AFTER, signed

_FEWEST_WORDS = 3
"""Words of a quotation."""
_LONGEST_ASIDE = 100
"""Characters between the two parts of a quotation that names its speaker in the middle."""
_LONGEST_BEFORE = 600
"""Characters before the opening mark in which a speaker is sought."""
_LONGEST_AFTER = 160
"""Characters after the closing mark in which a speaker is sought."""
_MOST_SCARE_WORDS = 6
"""Words of scare quotes, or of a term."""
_MARKS = 6
"""Characters that a unit may have besides the words of a quotation that fills it."""
_DASHES = frozenset({"–", "—"})
"""Dashes before the name of a speaker on a line of its own."""
_CUT_OFF = re.compile(r"\b(?:of|the|an?|for|with|from|by|and)$")
"""The end of words cut out of a phrase: *at the heart of*."""
_SERIES = re.compile(r"[,;]?\s*(?:(?:and|or|but|then)(?: also)?)?\s*")
"""What separates successive quotations from one speaker."""
_CLOSING_MARKS = ("”", '"', "»", "’", "'")


def quotations(
    text: str,
    unit: Unit,
    question: str | None,
    *,
    single_is_speech: bool,
    lead: str = "",
    over: Sequence[Span] = (),
) -> list[Quotation]:
    """Return the quotations that begin in a unit.

    ``question`` is the number of the question that the unit answers, ``single_is_speech`` says that the document quotes
    in single marks, ``lead`` is the text that introduces the unit with a colon, and ``over`` are the quoted runs that
    extend over several units.
    """
    marks = _with_wide_runs(text, marked(text, unit.span), unit, over)
    if unit.kind is BlockKind.QUOTE and not marks:
        return [] if unit.marker in _DASHES else _block(text, unit, question, lead)
    found: list[Quotation] = []
    starts = _sentence_starts(text, unit.span, marks)
    for index, pair in enumerate(marks):
        if not _is_long_enough(text, pair, single_is_speech=single_is_speech):
            continue
        around = _around(
            text, marks, index, starts[index], lead if pair.span.start - 1 == unit.span.start else "", found
        )
        attribution = around.speaker()
        if attribution is None and found and _resumes(text, found[-1], pair):
            attribution = found[-1].rule, found[-1].speaker or ""
        if attribution:
            rule, speaker = attribution
            found.append(Quotation(span=_trimmed(text, pair.span), question=question, rule=rule, speaker=speaker))
    return found


def over_units(text: str, units: Sequence[Unit]) -> list[Span]:
    """Return the quoted runs that extend over several units without a heading between them."""
    parts = (list(run) for is_title, run in groupby(units, lambda unit: unit.kind is BlockKind.HEADING) if not is_title)
    return [span for part in parts for span in over_paragraphs(text, [unit.span for unit in part])]


def _with_wide_runs(text: str, marks: Sequence[Marks], unit: Unit, over: Sequence[Span]) -> list[Marks]:
    """Return the marks of a unit, with a run over several units that begins in it, without marks inside such a run."""
    wide = overlapping(over, unit.span)
    apart = [pair for pair in marks if not any(pair.span.overlaps(other) for other in wide)]
    return [*apart, *(Marks(span, text[span.start - 1]) for span in wide if span.start > unit.span.start)]


def is_all_quoted(unit: Unit, found: Sequence[Quotation]) -> bool:
    """Tell whether one quotation fills a unit, so that its introduction also applies to the next unit."""
    return len(found) == 1 and unit.span.end - unit.span.start <= found[0].span.end - found[0].span.start + _MARKS


def without_attributions(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """Yield units without lines after a quotation that only name its speaker: *— Dairy farmer, Somerset*."""
    for before, unit, after in zip([None, *units], units, [*units[1:], None], strict=False):
        alone = unit.marker in _DASHES and not (after and after.marker == unit.marker)
        quoted = before is not None and before.marker != unit.marker and _ends_quoted(text, before)
        if not (alone and quoted and not has_finite_verb(unit.span.of(text))):
            yield unit


def _ends_quoted(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a block quotation or ends in a closing mark."""
    return unit.kind is BlockKind.QUOTE or unit.span.of(text).rstrip("*_ ").endswith(_CLOSING_MARKS)


def _block(text: str, unit: Unit, question: str | None, lead: str) -> list[Quotation]:
    """Return a block quotation without marks if its introduction or the line after it names a speaker."""
    after = text[unit.span.end : unit.span.end + _LONGEST_AFTER]
    attribution = Around(before="", lead=lead).speaker() if lead else None
    if attribution is None and (signature := signed(after, alone=True, whole=True)):
        attribution = VERB_AFTER.id, signature
    if attribution is None:
        return []
    rule, speaker = attribution
    return [Quotation(span=unit.span, question=question, rule=rule, speaker=speaker)]


def _is_long_enough(text: str, pair: Marks, *, single_is_speech: bool) -> bool:
    """Tell whether the words between marks are too long to be scare quotes or a term."""
    quoted = pair.span.of(text).strip()
    words = len(quoted.split())
    if words <= _MOST_SCARE_WORDS and _CUT_OFF.search(quoted):
        return False
    return words >= _FEWEST_WORDS and (pair.mark not in "'‘" or single_is_speech or words > _MOST_SCARE_WORDS)


def _around(
    text: str, marks: Sequence[Marks], index: int, starts: tuple[int, int], lead: str, found: Sequence[Quotation]
) -> Around:
    """Return the words around a pair of marks.

    ``starts`` are where its sentence and the previous one begin; ``found`` are the quotations before it in the unit.
    """
    pair = marks[index]
    words = pair.span.of(text)
    begin = max(starts[0], pair.span.start - 1 - _LONGEST_BEFORE)
    nearest = max(begin, marks[index - 1].span.end + 1) if index else begin
    until = marks[index + 1].span.start - 1 if index + 1 < len(marks) else len(text)
    return Around(
        nearest=text[nearest : pair.span.start - 1] if nearest > begin else "",
        before=text[begin : pair.span.start - 1],
        after=text[pair.span.end + 1 : min(until, pair.span.end + _LONGEST_AFTER)],
        earlier=text[max(starts[1], begin - _LONGEST_BEFORE) : begin],
        lead=lead,
        last=found[-1].speaker if found else None,
        is_short=len(words.split()) <= _MOST_SCARE_WORDS and words.rstrip()[-1:] not in ".!?,",
        is_sentence=words.rstrip()[-1:] in tuple(".!?…,"),
    )


def _resumes(text: str, last: Quotation, pair: Marks) -> bool:
    """Tell whether marks continue the last quotation (“…,” said X. “…”) or are next in a series (“…” and “…”)."""
    between = text[last.span.end + 1 : pair.span.start - 1]
    if _SERIES.fullmatch(between):
        return True
    return last.rule == VERB_AFTER.id and len(between) <= _LONGEST_ASIDE and between.rstrip().endswith((".", ",", ";"))


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _sentence_starts(text: str, span: Span, marks: Sequence[Marks]) -> list[tuple[int, int]]:
    """Return, for each pair of marks, where its sentence and the previous one begin, both outside quotations."""
    if not marks:
        return []
    starts = [sentence.start for sentence in sentences(text, span)]
    openings = [pair.span.start for pair in marks]
    outside = []
    for start in starts:
        index = bisect_right(openings, start) - 1
        if index < 0 or start >= marks[index].span.end:
            outside.append(start)
    found = []
    for pair in marks:
        index = bisect_left(outside, pair.span.start)
        found.append((outside[index - 1] if index else span.start, outside[index - 2] if index > 1 else span.start))
    return found
