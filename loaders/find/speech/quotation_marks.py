"""Finds the runs of text between pairs of quotation marks, also nested ones and those over several paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document import Span

_PAIRS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")
_EITHER = {mark: re.compile(f"[{mark}{close}]") for mark, close in _PAIRS.items()}
_DOUBLE = re.compile('[“"«]')
"""Opening marks that cannot be apostrophes."""
_MOST_PARAGRAPHS = 4
"""Paragraphs after the first over which a quoted run may extend."""
_DEEPEST = 3
"""Levels of nested marks."""
_LONGEST = 6000
"""Characters within which a mark must be closed."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A pair of quotation marks: the span between them, and the opening mark."""

    span: Span
    mark: str


def marked(text: str, span: Span) -> list[Marks]:
    """Return the outermost pairs of marks within a span, in order."""
    found: list[Marks] = []
    opening = _OPENING.search(text, span.start, span.end)
    while opening:
        at = opening.start()
        end = _closing(text, at, span) if _can_open(text, at, span) else None
        if end is not None:
            found.append(Marks(Span(at + 1, end), text[at]))
        opening = _OPENING.search(text, at + 1 if end is None else end + 1, span.end)
    return found


def _can_open(text: str, at: int, span: Span) -> bool:
    """Tell whether the mark at ``at`` can be an opening one, by the characters around it."""
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    return not before.isalnum() and not after.isspace()


def _closing(text: str, at: int, span: Span) -> int | None:
    """Return where the mark at ``at`` is closed, allowing for nested marks of the same kind; None if it is not."""
    mark, close = text[at], _PAIRS[text[at]]
    depth = 1
    for found in _EITHER[mark].finditer(text, at + 1, min(span.end, at + _LONGEST)):
        place = found.start()
        last, following = text[place - 1], text[place + 1 : place + 2]
        if close in "’'" and last.isalnum() and following.isalnum():
            continue  # an apostrophe
        if mark == close:
            opens = following.isalnum() and not last.isalnum() and last not in ".,!?"
        else:
            opens = text[place] == mark
        depth += 1 if opens else -1
        if depth == 0:
            return place
        if depth > _DEEPEST:
            return None
    return None


def over_paragraphs(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the quoted runs that extend over several paragraphs, each of which may repeat the opening mark.

    ``spans`` are successive paragraphs.
    """
    done = 0
    for number, span in enumerate(spans):
        if span.start < done:
            continue
        at = _left_open(text, span)
        end = None if at is None else _closed_later(text, text[at], spans[number + 1 : number + 1 + _MOST_PARAGRAPHS])
        if at is not None and end is not None:
            done = end
            yield Span(at + 1, end)


def overlapping(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return those of some spans, which are in order and do not overlap, that overlap a given one."""
    first = bisect_right(spans, span.start, key=lambda one: one.end)
    return spans[first : bisect_left(spans, span.end, key=lambda one: one.start)]


def _left_open(text: str, span: Span) -> int | None:
    """Return the position of a double mark that is opened in a paragraph but not closed; None if there is none."""
    inside = marked(text, span)
    start = inside[-1].span.end + 1 if inside else span.start
    opening = _DOUBLE.search(text, start, span.end)
    return opening.start() if opening and _can_open(text, opening.start(), span) else None


def _closed_later(text: str, mark: str, spans: Sequence[Span]) -> int | None:
    """Return where a mark that was left open is closed in the spans after it; None if it is not.

    The first mark in them must close it, apart from opening marks repeated at the beginning of a span.
    """
    for span in spans:
        reopened = text.startswith(mark, span.start)
        found = _EITHER[mark].search(text, span.start + reopened, span.end)
        if found is None:
            continue
        is_end = found[0] == _PAIRS[mark] and (reopened or mark != found[0] or found.end() >= span.end - 1)
        return found.start() if is_end else None
    return None


def uses_single_marks(text: str) -> bool:
    """Tell whether a document has no double marks, so that it quotes speech in single ones."""
    return not re.search('[“”"]', text)
