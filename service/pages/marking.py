"""Marks in a text: where statements begin, end and overlap, without touching a word.

A block of text is cut wherever a statement begins or ends, so that every piece lies wholly inside or outside each
statement. The pieces, joined, are the block again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from loaders.document import Span
from service.pages.statements import Statement


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same statements cover from its first code point to its last."""

    span: Span
    text: str
    statements: tuple[Statement, ...]
    """Those that cover it, the widest first."""


def pieces(text: str, span: Span, statements: Iterable[Statement]) -> list[Piece]:
    """Cut a span of a text into pieces; joined, their texts are the span's."""
    inside = [each for each in statements if span.overlaps(Span(each.start, each.end))]
    cuts = sorted({span.start, span.end, *_within(span, inside)})
    return [_piece(text, Span(start, end), inside) for start, end in pairwise(cuts)]


def _within(span: Span, statements: Iterable[Statement]) -> Iterator[int]:
    places = (place for each in statements for place in (each.start, each.end))
    return (place for place in places if span.start < place < span.end)


def _piece(text: str, part: Span, statements: Iterable[Statement]) -> Piece:
    covering = [each for each in statements if each.start <= part.start and part.end <= each.end]
    return Piece(part, part.of(text), tuple(sorted(covering, key=lambda each: (each.start - each.end, each.iri))))
