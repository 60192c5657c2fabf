"""Removes page headers and footers that were left in plain text: *Page 3 of 9*, and the line that recurs beside it.

For formats with a page layout, the reader has already removed them by their position. In plain text they stand between
paragraphs, and would become part of answers.
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
"""Page numbers that show that the text has headers or footers."""
_LONGEST = 120
"""Characters of a header or footer."""


def without_running_lines(text: str, found: Sequence[Unit]) -> Sequence[Unit]:
    """Return the units that hold anything besides page headers and footers."""
    pages = {match[0].strip() for match in _PAGE.finditer(text)}
    if len(pages) < _FEWEST:
        return found
    running = pages | _beside(text, pages)
    return [unit for unit in found if unit.kind is BlockKind.CELL or not running.issuperset(_lines(unit.span.of(text)))]


def _beside(text: str, pages: set[str]) -> set[str]:
    """Return the lines that stand next to several page numbers."""
    lines = list(_lines(text))
    beside = (other if one in pages else one for one, other in pairwise(lines) if (one in pages) != (other in pages))
    return {line for line, times in Counter(beside).items() if times >= _FEWEST and len(line) <= _LONGEST}


def _lines(text: str) -> Iterator[str]:
    return filter(None, (line.strip() for line in text.split("\n")))
