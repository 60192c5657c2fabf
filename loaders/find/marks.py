"""Quotation marks: which runs of a text stand between a pair of them, whatever is nested inside."""

import re
from dataclasses import dataclass

from loaders.document import Span

_PAIRS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")
_EITHER = {mark: re.compile(f"[{mark}{close}]") for mark, close in _PAIRS.items()}
_DEEPEST = 3
_LONGEST = 6000
"""Characters after which a mark that is not closed is taken for none."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A pair of quotation marks: the span between them, and which marks they are."""

    span: Span
    mark: str


def marked(text: str, span: Span) -> list[Marks]:
    """Return the outermost quoted runs within a span, in order; one walk over the text."""
    found: list[Marks] = []
    opening = _OPENING.search(text, span.start, span.end)
    while opening:
        at = opening.start()
        end = _closing(text, at, span) if _opens(text, at, span) else None
        if end is not None:
            found.append(Marks(Span(at + 1, end), text[at]))
        opening = _OPENING.search(text, at + 1 if end is None else end + 1, span.end)
    return found


def _opens(text: str, at: int, span: Span) -> bool:
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    return not before.isalnum() and not after.isspace()


def _closing(text: str, at: int, span: Span) -> int | None:
    """Return where the mark opened at ``at`` is closed, with marks of the same kind nested inside it."""
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


def uses_single_marks(text: str) -> bool:
    """Tell whether a document quotes speech in single marks, having no double ones."""
    return not re.search('[“”"]', text)
