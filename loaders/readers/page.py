"""The lines of printed pages: putting them into reading order, dropping running heads and feet, joining paragraphs.

Positions are in points from the bottom left corner of a page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from loaders.readers.text import ends_sentence

_GUTTER = 8.0
"""Least space between two columns, in points."""
_GAP = 1.5
"""Two runs on one baseline are separate lines if the gap between them is wider than so many line heights."""
_EDGE = 3
"""How many lines at the top and at the bottom of a page may be running heads and feet."""
_ALIKE = 1.25
"""Lines whose heights differ by less than this factor are in type of one size."""
_LOOSE = 1.35
"""Lines further apart than so many times the usual distance belong to different paragraphs."""
_FULL = 0.75
"""A line of at least this part of the usual width fills its column."""
_NUMBER = re.compile(r"(?:page\s*)?[-–—|\s]*\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_HYPHENS = ("-", "\u2010", "\u00ad", "\x02", "\ufffe")
_LONGEST = 60
"""Most letters of a word at the end of a line that are compared."""
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
BULLET = re.compile(r"[•●▪◦‣]\s")
"""A mark of a list item with which no sentence begins."""
_TYPED_BULLET = re.compile(r"(?:[–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s")


@dataclass
class Line:
    """A run of characters on one baseline."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of the line, at least one point."""
        return max(1.0, self.top - self.bottom)

    def takes(self, left: float, bottom: float, top: float) -> bool:
        """Tell whether a character at this position continues the line."""
        level = min(self.top, top) - max(self.bottom, bottom) > 0.4 * min(self.height, max(1.0, top - bottom))
        return level and -self.height < left - self.right < _GAP * self.height

    def put(self, character: str, right: float) -> None:
        """Append a character."""
        self.text += character
        self.right = max(self.right, right)


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in the order in which they are read: from the top, or column after column."""
    lines = [line for line in lines if line.text.strip()]
    gutter = _gutter(lines)
    if gutter is None:
        return _downwards(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda one: -one.top):
        if line.left < gutter < line.right:
            ordered += [*_columns(band, gutter), line]
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, gutter)


def _columns(lines: Sequence[Line], gutter: float) -> list[Line]:
    left = [line for line in lines if line.right <= gutter]
    return _downwards(left) + _downwards([line for line in lines if line.right > gutter])


def _downwards(lines: Iterable[Line]) -> list[Line]:
    """Return lines from the top down; those on one baseline are joined from the left."""
    ordered: list[Line] = []
    for line in sorted(lines, key=lambda one: (-round(one.bottom), one.left)):
        last = ordered[-1] if ordered else None
        if last and abs(last.bottom - line.bottom) < 0.3 * line.height and line.left >= last.right - 1:
            last.text = f"{last.text.rstrip()} {line.text.lstrip()}"
            last.right, last.top = max(last.right, line.right), max(last.top, line.top)
        else:
            ordered.append(line)
    return ordered


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the position between two columns, which few lines may cross; None for a page with one column."""
    if len(lines) < 2 * _EDGE:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    middle = [line for line in lines if line.right - line.left > 0]
    starts = Counter(round(line.left) for line in middle if left + 0.3 * (right - left) < line.left)
    for start, count in starts.most_common(3):
        gutter = start - _GUTTER / 2
        before = [line for line in middle if line.right <= gutter]
        crossing = [line for line in middle if line.left < gutter < line.right]
        if count >= len(middle) * 0.2 and len(before) >= len(middle) * 0.25 and len(crossing) <= len(middle) * 0.2:
            return gutter
    return None


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop lines that recur at the top or bottom of pages, such as titles and addresses, and page numbers."""
    edges = [_edges(page) for page in pages]
    seen = Counter(pattern for lines in edges for pattern in {_pattern(line) for line in lines})
    often = max(2, len(pages) // 2 + 1) if len(pages) > 1 else 2
    running = {id(line) for lines in edges for line in lines if _is_running(line, seen, often)}
    return [[line for line in page if id(line) not in running] for page in pages]


def _is_running(line: Line, seen: Counter[str], often: int) -> bool:
    """Tell whether a line at the edge of a page is a running head or foot or a page number."""
    return seen[_pattern(line)] >= often or _NUMBER.fullmatch(line.text.strip()) is not None


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the highest and the lowest lines of a page."""
    by_height = sorted(page, key=lambda line: -line.top)
    return by_height[:_EDGE] + by_height[-_EDGE:]


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Join the lines of all pages into paragraphs, also across the end of a page or column in mid-sentence."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    usual, words = _Usual.of(lines), _hyphenated(lines)
    held = lines[0].text.rstrip()
    for above, line in pairwise(lines):
        if _goes_on(above, line, usual):
            held = _joined(held, line.text.strip(), words)
        else:
            yield held.strip()
            held = line.text.rstrip()
    yield held.strip()


@dataclass(frozen=True)
class _Usual:
    """The usual distance and width of lines in a document."""

    step: float
    """Distance between the baselines of two successive lines in a paragraph."""
    width: float
    """Width of a line that fills its column."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Usual":
        steps = [above.bottom - below.bottom for above, below in pairwise(lines) if above.bottom > below.bottom]
        widths = sorted(line.right - line.left for line in lines)
        return cls(median(steps) if steps else 12.0, widths[len(widths) * 3 // 4])


def _goes_on(above: Line, line: Line, usual: _Usual) -> bool:
    """Tell whether a line continues the paragraph of the line above it."""
    text, closed = line.text.lstrip(), ends_sentence(above.text)
    full = above.right - above.left >= _FULL * usual.width
    if BULLET.match(text) or (_TYPED_BULLET.match(text) and (closed or not full)):
        return False
    down = above.bottom - line.bottom
    if down <= 0 or down > 4 * usual.step:  # a new page or column
        return above.text.rstrip().endswith(_HYPHENS) or (not closed and (full or text[:1].islower()))
    low, high = sorted((above.height, line.height))
    return high < _ALIKE * low and down < _LOOSE * max(usual.step, low)


def _hyphenated(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words that have a hyphen within a line, and so keep it at the end of a line too."""
    return frozenset(word.casefold() for line in lines for word in _HYPHENATED.findall(line.text))


def _joined(before: str, after: str, hyphenated: frozenset[str]) -> str:
    """Join two lines, without the hyphen at the end of the first if it only divides a word."""
    if before.endswith(_HYPHENS) and before[-2:-1].isalpha() and after[:1].islower():
        head, tail = _LAST_WORD.search(before[-_LONGEST:-1]), _FIRST_WORD.match(after)
        whole = f"{head.group()}-{tail.group()}" if head and tail else ""
        return before[:-1] + ("-" if whole.casefold() in hyphenated else "") + after
    return f"{before.rstrip(''.join(_HYPHENS[2:]))} {after}" if before else after
