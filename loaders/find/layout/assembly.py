"""Turns the blocks of a document into units, each of which is one heading, paragraph, list item, quote or table cell.

Some formats record the layout, and their readers pass it on as blocks. In plain text it has to be inferred from blank
lines, list markers and line lengths. A paragraph that a page break cut in two becomes one unit again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from loaders.document import Block, BlockKind, Document, Span
from loaders.find.layout.lines import OPEN_END, ROW, by_lines, line_width, question_and_answer
from loaders.find.layout.prose import prose_as_paragraphs
from loaders.find.layout.running_lines import without_running_lines
from loaders.find.layout.unit import Unit, mark_before, unmarked

_TERMINAL = re.compile(r"[.?!:;…][\"'”’)\]*_]*$")
_PAGE_NUMBER = re.compile(r"\d{1,4}")
_HEADING_LENGTH = 60
"""Characters. A shorter line without a full stop may be a heading, so it is not lightly joined to what follows."""


def units(document: Document) -> list[Unit]:
    """Return the units of a document in reading order."""
    text = document.text
    width = line_width(text)
    found: list[Unit] = []
    for block in prose_as_paragraphs(text, document.blocks or (Block(Span(0, len(text)), BlockKind.PARAGRAPH),)):
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE} or (block.guessed and ROW.search(text, *block.span)):
            found.extend(by_lines(text, block, width))
        else:
            unit = unmarked(text, Unit(block.span, block.kind, mark_before(text, block.span), block.level))
            found.extend(question_and_answer(text, unit, width))
    told = without_running_lines(text, list(_without_markers(text, found)))
    return list(_with_numbered_headings(text, list(_joined_over_pages(text, told))))


def _without_markers(text: str, found: Sequence[Unit]) -> Iterator[Unit]:
    """Leave out empty units, and those that hold only the marker of the list item that follows."""
    for unit, after in zip_longest(found, found[1:]):
        words = unit.span.of(text).strip()
        if words and not (after and words == after.marker):
            yield unit


def _with_numbered_headings(text: str, found: Sequence[Unit]) -> Iterator[Unit]:
    """Make a numbered line a heading if the next unit is its first subsection: *4. Powers*, then *4.1 …*."""
    for unit, after in zip_longest(found, found[1:]):
        words = unit.span.of(text)
        below = after is not None and _is_below(unit.marker, after.marker)
        if below and len(words) < _HEADING_LENGTH and not _TERMINAL.search(words):
            yield replace(unit, kind=BlockKind.HEADING, level=unit.marker.rstrip(".").count(".") + 1)
        else:
            yield unit


def _is_below(marker: str, other: str) -> bool:
    """Tell whether the second marker numbers the first subsection of the first, as *4.1* does for *4.*."""
    number = marker.rstrip(".)")
    return number.replace(".", "").isdigit() and other.rstrip(".)") == f"{number}.1"


def _joined_over_pages(text: str, found: Sequence[Unit]) -> Iterator[Unit]:
    """Join paragraphs that a page break cut in two; a page number between the halves is no unit of its own."""
    if not found:
        return
    current = found[0]
    numbers: list[Unit] = []
    for _, unit in pairwise(found):
        if _is_cut_by_page(text, current, unit):
            current = replace(current, span=Span(current.span.start, unit.span.end))
            numbers.clear()
        elif not numbers and _PAGE_NUMBER.fullmatch(unit.span.of(text)):
            numbers.append(unit)
        else:
            yield current
            yield from numbers
            numbers.clear()
            current = unit
    yield current
    yield from numbers


def _is_cut_by_page(text: str, before: Unit, after: Unit) -> bool:
    """Tell whether two units are halves of one paragraph: the first lacks an end, or the second a beginning."""
    if before.kind is BlockKind.CELL or after.kind is not BlockKind.PARAGRAPH or after.marker:
        return False
    ending = text[max(before.span.start, before.span.end - 12) : before.span.end]
    if _TERMINAL.search(ending):
        return False
    opens_low = text[after.span.start].islower()
    ends_open = bool(OPEN_END.search(ending))
    is_long = before.span.end - before.span.start > _HEADING_LENGTH
    return (is_long and (opens_low or ends_open)) or (opens_low and ends_open)
