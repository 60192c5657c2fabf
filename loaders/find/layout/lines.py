"""Finds the units in plain text by blank lines, list markers and the length of lines."""

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.document import Block, BlockKind, Span
from loaders.find.layout.unit import MARKER, Unit, trimmed, unmarked
from loaders.find.question_wording import LONGEST_QUESTION, asks_reader, is_reply_label, put_to_reader
from loaders.patterns import expression

_QUOTED = "> \t"
"""Characters that precede each line quoted in an e-mail."""
_RULE_LINE = re.compile(r"[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,})[ \t]*$")
ROW = re.compile(r"[^\s|][ \t]+\|[ \t]+\S")
"""A bar between two cells of a table drawn in plain text."""
_TABLE_RULE = re.compile(r"[\s|:+-]+$")
_LABEL = re.compile(r"(?:\*\*|__)?(?:Consultation\s+)?(?:Question|Q)\.?\s?\d{1,3}", re.IGNORECASE)
_LABEL_BELOW = re.compile(
    r"\n(?=[ \t]*(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]?[ \t]+)?"
    r"(?:Consultation[ \t]+)?Q(?:uestion)?\.?[ \t]?\d{1,3}\b[a-z]?[.:)])",
    re.IGNORECASE,
)
OPEN_END = re.compile(r"(?:,|\b(?:of|the|and|to|in|for|with|by|a|an|that|or|on|from|as|at|is|are|our|their|its))$")
_RUN_IN = expression("questions.run-in")
_WRAPPED_WIDTHS = range(40, 131)
"""Widths, in characters, that show that lines were wrapped to fit a page, so that a line is no whole paragraph."""


def question_and_answer(text: str, unit: Unit, width: int) -> Iterator[Unit]:
    """Yield a unit, divided where its first line is a question that the next answers, or where it holds labelled ones.

    ``width`` is the line width of the document (see ``line_width``).
    """
    line_end = text.find("\n", unit.span.start, unit.span.end)
    if line_end < 0:
        yield unit
    elif _is_asked(text[unit.span.start : line_end]):
        yield replace(unit, span=Span(unit.span.start, line_end))
        yield trimmed(text, Unit(Span(line_end, unit.span.end), BlockKind.PARAGRAPH))
    elif label := _LABEL_BELOW.search(text, line_end, unit.span.end):
        yield replace(unit, span=Span(unit.span.start, label.start()))
        yield from by_lines(text, Block(Span(label.end(), unit.span.end), BlockKind.PARAGRAPH), width)
    else:
        yield unit


def _is_asked(line: str) -> bool:
    """Tell whether a line is a complete question or request to the reader."""
    return line.endswith("?") or (line.endswith(".") and put_to_reader(line))


def line_width(text: str) -> int:
    """Return the 90th percentile of the lengths of lines, in characters."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def by_lines(text: str, block: Block, width: int) -> Iterator[Unit]:
    """Yield the units of a block of plain text; ``width`` is the line width of the whole document."""
    current: Unit | None = None
    for line in lines_of(text, block.span):
        words = line.of(text).strip()
        if not words.strip(_QUOTED) or _RULE_LINE.match(words):
            if current:
                yield replace(current, kind=BlockKind.HEADING, level=1) if words[:1] == "=" else current
            current = None
        elif current and not _begins_unit(words.lstrip(_QUOTED)) and _continues(text, current, line, width):
            current = replace(current, span=Span(current.span.start, line.end))
        else:
            if current:
                yield current
            current = None
            if words.startswith("|") or ROW.search(words):
                yield from _cells(text, line)
            else:
                current = unmarked(text, Unit(line, block.kind))
                if current.kind is BlockKind.HEADING:
                    yield current
                    current = None
    if current:
        yield current


def lines_of(text: str, span: Span) -> Iterator[Span]:
    """Yield the lines within a span, without their line breaks."""
    start = span.start
    while start < span.end:
        stop = text.find("\n", start, span.end)
        stop = span.end if stop < 0 else stop
        yield Span(start, stop)
        start = stop + 1


def _begins_unit(words: str) -> bool:
    """Tell whether a line always begins a new unit: a heading, list item, table row or labelled question."""
    return words[0] in "#|" or bool(MARKER.match(words) or _LABEL.match(words) or ROW.search(words))


def _continues(text: str, current: Unit, line: Span, width: int) -> bool:
    """Tell whether ``line`` continues the paragraph ``current``."""
    first = line.of(text).lstrip()
    if first[0] in _QUOTED:  # every line of a quoted e-mail begins so
        first = first.lstrip(_QUOTED)
        if current.kind is not BlockKind.QUOTE or not first:
            return False
    begin = max(text.rfind("\n", 0, current.span.end) + 1, current.span.start)
    last_line = text[begin : current.span.end].strip()
    if (
        _announces_reply(first.rstrip())
        or _announces_reply(last_line)
        or (last_line.endswith("?") and _awaits_reply(text, current))
    ):
        return False
    if _holds_reply(first) and _holds_reply(last_line):
        return False
    if first[0].islower() or OPEN_END.search(last_line):
        return True
    return width in _WRAPPED_WIDTHS and len(last_line) + len(first.split(maxsplit=1)[0]) >= width * 0.85


def _announces_reply(line: str) -> bool:
    """Tell whether a line only says that a reply follows: *Our response*."""
    return line[:1].isupper() and is_reply_label(line)


def _holds_reply(line: str) -> bool:
    """Tell whether a line holds a question and its answer, as the lines of some forms do."""
    match = _RUN_IN.match(line) if "?" in line else None
    return match is not None and asks_reader(match["question"])


def _awaits_reply(text: str, unit: Unit) -> bool:
    """Tell whether a unit is a question that the next line may answer: labelled, numbered or put to the reader."""
    if _LABEL.match(text, *unit.span):
        return True
    if unit.span.end - unit.span.start > LONGEST_QUESTION:
        return False
    words = unit.span.of(text)
    return asks_reader(words) and (unit.ordered or put_to_reader(words))


def _cells(text: str, line: Span) -> Iterator[Unit]:
    """Yield the cells of a table row; nothing for the rule between the header and the body."""
    if _TABLE_RULE.match(line.of(text)):
        return
    start = line.start
    for match in re.finditer(r"\||$", line.of(text)):
        end = line.start + match.start()
        yield trimmed(text, Unit(Span(start, end), BlockKind.CELL))
        start = end + 1
