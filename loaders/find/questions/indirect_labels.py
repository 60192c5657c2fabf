"""Labels by which a response names what it answers, where neither *question* nor a question stands in it.

*Proposal 3*, *Section 4.2*, *A3:*, *(b) The fee*: the response's own parts may be called so too. They are taken for
those of what it answers where they count upwards and what stands below them replies, or where it says so.
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
    """A label: how it is put, whether what follows it is always its answer, and what the opening must say for it."""

    pattern: re.Pattern[str]
    answers: bool = False
    where: re.Pattern[str] | None = None
    in_cells: bool = True
    """Whether a cell of a table can be one."""


_LABELS = (
    _Label(expression("questions.answer-label"), answers=True),
    _Label(expression("questions.label-in-prose"), answers=True),
    _Label(expression("questions.proposal")),
    _Label(expression("questions.numbered-title")),
    _Label(expression("questions.number-alone"), in_cells=False),
    _Label(expression("questions.lettered-title"), where=expression("questions.of-inquiry")),
)
"""The surest first."""
_FOLLOWS_ORDER = expression("questions.follows-order")
_COMMENTS_ON = expression("questions.comments-on")
_OPENING = 1500
"""Code points in which a response says what it is."""
_FEWEST = 2
"""Labels that show how a document sets out its answers."""


def indirectly_labelled(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the units that the surest of the other labels opens; none where no label shows."""
    for label in _LABELS:
        opened = _counting_up(without_leading_list(list(_labelled(text, laid_out, label))))
        if len(opened) >= _FEWEST and (found := _as_headings(text, laid_out, opened, label)):
            return found
    return []


def _labelled(text: str, laid_out: Sequence[Unit], label: _Label) -> Iterator[Heading]:
    """Yield the units that a label opens, with what follows it."""
    for index, unit in enumerate(laid_out):
        words = f"{unit.marker if unit.ordered else ''} {unit.span.of(text)}".lstrip()
        if (label.in_cells or unit.kind is not BlockKind.CELL) and (match := label.pattern.match(words)):
            rest = Span(unit.span.end - len(words) + match.end(), unit.span.end)
            yield Heading(index, number_of(match["number"]), rest.of(text), rest, also=further_numbers(match))


def _counting_up(opened: Sequence[Heading]) -> list[Heading]:
    """Return those that count upwards."""
    found: list[Heading] = []
    for one in opened:
        if not found or _is_higher(one.number, found[-1].number):
            found.append(one)
    return found


def _as_headings(text: str, laid_out: Sequence[Unit], opened: Sequence[Heading], label: _Label) -> list[Heading]:
    """Return the headings of answers, where those are said or seen to be: half of them open as replies do.

    What follows a label in its unit is the answer where most of the labelled units have nothing between them.
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
    """Tell whether labels count from the first, and each has prose below it."""
    below = (unit for one in opened for unit in laid_out[one.index + 1 : one.index + 2])
    return count_from_first([one.number for one in opened]) and not any(
        unit.is_item or unit.kind is BlockKind.HEADING for unit in below
    )


def _is_higher(number: str, before: str) -> bool:
    first, second = places([before, number])
    return second > first
