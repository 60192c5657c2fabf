"""Headings: units that name a question by its number, its words or both."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.patterns import expression

_CLOSING = expression("questions.closing")


@dataclass(frozen=True, slots=True)
class Heading:
    """A unit that names a question."""

    index: int
    """Index of the unit in the document."""
    number: str
    text: str
    """The words of the question; empty if only its number is given."""
    body: Span | None = None
    """An answer that follows the label in the same unit."""
    titles: int = 0
    """Number of units directly before it that are its title."""
    also: tuple[str, ...] = ()
    """The other numbers that it names: 4 in *Questions 3 and 4*."""


def ends_answers(text: str, unit: Unit) -> bool:
    """Tell whether a unit begins a part of the document that answers no question."""
    return unit.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH} and bool(_CLOSING.match(unit.span.of(text)))


def are_answered(headings: Sequence[Heading]) -> bool:
    """Tell whether at least two thirds of headings are followed by something other than the next heading."""
    indexes = {heading.index for heading in headings}
    answered = sum(index + 1 not in indexes for index in indexes)
    return answered * 3 >= len(headings) * 2


def first_of_each_run(headings: Sequence[Heading]) -> list[Heading]:
    """Keep only the first of headings that directly follow each other, which are parts of one question."""
    indexes = {heading.index for heading in headings}
    return [heading for heading in headings if heading.index - 1 not in indexes]


def without_leading_list(headings: Sequence[Heading]) -> list[Heading]:
    """Leave out a list of the questions before their answers, after which the first number returns."""
    again = [place for place, heading in enumerate(headings) if heading.number == headings[0].number]
    first = headings[: again[1]] if len(again) > 1 else ()
    listed = len(first) > 1 and all(after.index - before.index == 1 for before, after in pairwise(first))
    return list(headings[len(first) :] if listed else headings)
