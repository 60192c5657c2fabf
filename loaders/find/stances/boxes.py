"""The boxes of a form in which respondents tick how far they agree: *☐ Agree ☑ Disagree*."""

import re
from collections.abc import Sequence

from loaders.document import Span
from loaders.find.layout import Unit, lines_of
from loaders.patterns import Pattern, PatternSet, expression, fold

_BOX = expression("stances.box")
_BOX_OPENS = re.compile(r"[\[(☐☒☑✓✔□■]")
"""The first character of a box, before words are folded."""
_TICKED = expression("stances.ticked")
_FORM = 2
"""Boxes in a line of a form at least."""


def ticked(text: str, units: Sequence[Unit], options: PatternSet) -> tuple[Pattern, Span] | None:
    """Return the pattern among ``options`` that matches the ticked option of a form, and the span of its line.

    None if no line has exactly one tick. In a line, all boxes come before their options or all come after.
    """
    for unit in units:
        for span in lines_of(text, unit.span) if _BOX_OPENS.search(text, *unit.span) else ():
            words = fold(span.of(text))
            boxes = list(_BOX.finditer(words))
            ticks = [place for place, box in enumerate(boxes) if _TICKED.fullmatch(box[0])]
            if len(ticks) != 1:
                continue
            edges = [0, *(edge for box in boxes for edge in box.span()), len(words)]
            labels = [words[start:end].strip(" -:.,;|") for start, end in zip(edges[::2], edges[1::2], strict=True)]
            label = labels[ticks[0] + 1] if not labels[0] else labels[ticks[0]]
            if len(boxes) == 1 and label == "":
                continue
            if found := options.first(label):
                return found, span
    return None


def opens_with_box(words: str) -> bool:
    """Tell whether words begin with a box."""
    return bool(_BOX.match(fold(words[:8].lstrip())))


def is_left_empty(words: str) -> bool:
    """Tell whether words contain exactly one box, and it is not ticked."""
    folded = fold(words)
    return bool(_BOX_OPENS.search(words)) and len(_BOX.findall(folded)) == 1 and not _TICKED.search(folded)


def is_form(words: str) -> bool:
    """Tell whether words contain several boxes."""
    return bool(_BOX_OPENS.search(words)) and len(_BOX.findall(fold(words))) >= _FORM
