"""Finds answers by labels that hold neither the word *question* nor a question: *Proposal 3*, *Section 4.2*, *A3:*.

A response may label its own sections so too. Labels are taken for the consultation's if their numbers rise and if what
follows them reads like replies, or if the response says that it follows the consultation's order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.question_wording import opens_as_reply
from loaders.find.questions.headings import Heading, without_leading_list
from loaders.find.questions.labels import further_numbers, is_title, number_of
from loaders.find.questions.numbering import count_from_first, places
from loaders.find.stances.stance import takes_stance
from loaders.patterns import expression


@dataclass(frozen=True, slots=True)
class _Label:
    """A kind of label."""

    pattern: re.Pattern[str]
    answers: bool = False
    """Whether it always introduces an answer."""
    where: re.Pattern[str] | None = None
    """What the opening of the response must contain."""
    in_cells: bool = True
    """Whether it may stand in the cell of a table."""


_LABELS = (
    _Label(expression("questions.answer-label"), answers=True),
    _Label(expression("questions.label-in-prose"), answers=True),
    _Label(expression("questions.proposal")),
    _Label(expression("questions.numbered-title")),
    _Label(expression("questions.number-alone"), in_cells=False),
    _Label(expression("questions.lettered-title"), where=expression("questions.of-inquiry")),
)
"""Kinds of label, the surest first."""
_FOLLOWS_ORDER = expression("questions.follows-order")
_COMMENTS_ON = expression("questions.comments-on")
_OPENING = 1500
"""Characters at the beginning in which a response says what it is."""
_FEWEST = 2
"""Labels that must be found."""


def indirectly_labelled(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the headings of answers by the surest kind of label that finds any; empty if none does."""
    for label in _LABELS:
        opened = _counting_up(without_leading_list(list(_labelled(text, laid_out, label))))
        if len(opened) >= _FEWEST and (found := _as_headings(text, laid_out, opened, label)):
            return found
    return []


def _labelled(text: str, laid_out: Sequence[Unit], label: _Label) -> Iterator[Heading]:
    """Yield a heading for each unit that begins with the label."""
    for index, unit in enumerate(laid_out):
        words = f"{unit.marker if unit.ordered else ''} {unit.span.of(text)}".lstrip()
        if (label.in_cells or unit.kind is not BlockKind.CELL) and (match := label.pattern.match(words)):
            rest = Span(unit.span.end - len(words) + match.end(), unit.span.end)
            yield Heading(index, number_of(match["number"]), rest.of(text), rest, also=further_numbers(match))


def _counting_up(opened: Sequence[Heading]) -> list[Heading]:
    """Return headings without those whose number is not higher than the last one kept."""
    found: list[Heading] = []
    for one in opened:
        if not found or _is_higher(one.number, found[-1].number):
            found.append(one)
    return found


def _as_headings(text: str, laid_out: Sequence[Unit], opened: Sequence[Heading], label: _Label) -> list[Heading]:
    """Return the headings, with the words after each label as the question or the answer; empty if few are answers.

    They are taken for answers if the response or the label says so, or if half of them open like replies. The words
    after a label are the answer if they open like one, or if most labelled units follow each other directly.
    """
    run_on = sum(after.index - before.index == 1 for before, after in pairwise(opened)) * 2 >= len(opened)
    indexes = {one.index for one in opened}
    found: list[Heading] = []
    replies = 0
    for one in opened:
        is_reply = opens_as_reply(one.text)
        after = laid_out[one.index + 1 : one.index + 2]
        below = bool(after) and one.index + 1 not in indexes
        replies += is_reply or any(
            opens_as_reply(unit.span.of(text)) or takes_stance(text, unit.span) for unit in after
        )
        is_body = is_reply or ((run_on or label.answers) and not (below and is_title(one.text)))
        found.append(replace(one, text="") if one.text.strip() and is_body else replace(one, body=None))
    opening = text[:_OPENING]
    if label.where:
        return found if _are_set_apart(laid_out, opened) and label.where.search(opening) else []
    said = _FOLLOWS_ORDER.search(text) or _COMMENTS_ON.search(opening)
    return found if said or label.answers or replies * 2 >= len(found) else []


def _are_set_apart(laid_out: Sequence[Unit], opened: Sequence[Heading]) -> bool:
    """Tell whether labels count from the first without a gap, and none is directly above a heading or list item."""
    below = (unit for one in opened for unit in laid_out[one.index + 1 : one.index + 2])
    return count_from_first([one.number for one in opened]) and not any(
        unit.is_item or unit.kind is BlockKind.HEADING for unit in below
    )


def _is_higher(number: str, before: str) -> bool:
    first, second = places([before, number])
    return second > first
