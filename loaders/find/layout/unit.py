"""A unit of a document's layout, and the list marker before it."""

import re
from dataclasses import dataclass, replace

from loaders.document import BlockKind, Span

MARKER = re.compile(
    r"""(?:
      (?P<bullet>[-*+•‣▪●◦·–—■➢✓]|o(?=\s{2}))           # a sign, or the letter that word processors use for one
    | (?P<ordered>\(?(?:\d{1,3}[a-z]?|[A-Za-z]|[ivxlIVXL]{1,5})[.)]  # 1.  2)  (a)  B.  iv)
      |\d{1,3}(?:\.\d{1,3}){1,3}\.?(?=\s+[A-Z(“"])        # 4.2  4.2.1.
      |\d{1,3}(?=\s+(?:We|The|In|It|There|Our|This|If|For|As|However)\s)
      |(?:Recommendation|Rec\.?|Comment|Point|R)\s?\d{1,3}[a-z]?\s?[:.)–—-])
    )[ \t]+|>[ \t]*(?=[^\s>])""",
    re.VERBOSE,
)
_BOLD_NUMBER = re.compile(r"(?:\*\*|__)\(?\d{1,3}[a-z]?[.)][ \t]+")
_HASHES = re.compile(r"(#{1,6})\s+")
_LONGEST_MARKER = 24


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, paragraph, list item, quote or table cell; its span excludes its marker and outer white space."""

    span: Span
    kind: BlockKind
    marker: str = ""
    """The marker of a list item: ``-``, ``1.``, ``(a)``, ``Recommendation 3:``; empty if there is none."""
    level: int = 0
    """Of a heading: 1 is the highest."""

    @property
    def is_item(self) -> bool:
        """Tell whether it is a list item, by its marker or its layout."""
        return self.kind is BlockKind.BULLET or bool(self.marker)

    @property
    def ordered(self) -> bool:
        """Tell whether the marker is a number or a letter, such as ``1.`` or ``(a)``, rather than a bullet."""
        return any(letter.isalnum() for letter in self.marker)


def mark_before(text: str, span: Span) -> str:
    """Return the marker that precedes a block on its line; empty if there is none."""
    mark = text[max(text.rfind("\n", 0, span.start) + 1, span.start - _LONGEST_MARKER) : span.start].strip()
    return mark if mark and not mark[-1].isalpha() else ""


def trimmed(text: str, unit: Unit) -> Unit:
    """Return a unit without white space at the ends of its span."""
    words = unit.span.of(text)
    start = unit.span.start + len(words) - len(words.lstrip())
    return replace(unit, span=Span(start, max(start, unit.span.start + len(words.rstrip()))))


def unmarked(text: str, unit: Unit) -> Unit:
    """Return a unit with its marker, or the hashes of a heading, taken out of its span, and of the kind they show."""
    unit = trimmed(text, unit)
    words = unit.span.of(text)
    if heading := _HASHES.match(words):
        span = Span(unit.span.start + heading.end(), unit.span.end)
        return replace(unit, span=span, kind=BlockKind.HEADING, level=len(heading[1]))
    marker = MARKER.match(words) or _BOLD_NUMBER.match(words)
    if not marker:
        return unit
    kind = BlockKind.BULLET if unit.kind is BlockKind.PARAGRAPH else unit.kind
    if words[0] == ">":
        kind = BlockKind.QUOTE
    span = Span(unit.span.start + marker.end(), unit.span.end)
    mark = marker[0].strip()
    return replace(unit, span=span, kind=kind, marker=mark.strip("*_") or mark)
