"""Heads and feet of printed pages that were left in a plain text: *Page 3 of 9*, and the line that returns beside it.

A reader of a laid-out format leaves them out by their places. Here they stand between paragraphs, and would else be
part of answers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from loaders.document import BlockKind
from loaders.find.layout.unit import Unit

_PAGE = re.compile(
    r"^[ \t]*(?:page[ \t]+\d{1,4}|[-–—][ \t]*\d{1,4}[ \t]*[-–—])(?:[ \t]*(?:of|/)[ \t]*\d{1,4})?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST = 2
"""Pages that show that their heads and feet are in the text."""
_LONGEST = 120


def without_running_lines(text: str, found: Sequence[Unit]) -> Sequence[Unit]:
    """Leave out units that are nothing but heads and feet of pages."""
    pages = {match[0].strip() for match in _PAGE.finditer(text)}
    if len(pages) < _FEWEST:
        return found
    running = pages | _beside(text, pages)
    return [unit for unit in found if unit.kind is BlockKind.CELL or not running.issuperset(_lines(unit.span.of(text)))]


def _beside(text: str, pages: set[str]) -> set[str]:
    """Return the lines that stand beside the numbers of several pages."""
    lines = list(_lines(text))
    beside = (other if one in pages else one for one, other in pairwise(lines) if (one in pages) != (other in pages))
    return {line for line, times in Counter(beside).items() if times >= _FEWEST and len(line) <= _LONGEST}


def _lines(text: str) -> Iterator[str]:
    return filter(None, (line.strip() for line in text.split("\n")))
