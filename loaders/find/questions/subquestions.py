"""Finds questions in parts that are answered one by one: *Question 4*, then *(a) …?* and *(b) …?*"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from loaders.document import BlockKind
from loaders.find.layout import Unit
from loaders.find.question_wording import is_question
from loaders.find.questions.headings import Heading, are_answered
from loaders.find.questions.labels import item_letter
from loaders.find.questions.numbering import count_from_first

_FEWEST = 2


def with_subquestions(text: str, laid_out: Sequence[Unit], headings: Sequence[Heading]) -> list[Heading]:
    """Return headings with each question replaced by its parts if those are answered one by one."""
    found: list[Heading] = []
    for heading, after in zip_longest(headings, headings[1:]):
        stop = after.index - after.titles if after else len(laid_out)
        whole = heading.body is not None or bool(heading.also)
        parts = [] if whole else list(_lettered_below(text, laid_out, heading, stop))
        numbers = [part.number.removeprefix(heading.number) for part in parts]
        found.extend(
            parts if len(parts) >= _FEWEST and count_from_first(numbers) and are_answered(parts) else [heading]
        )
    return found


def _lettered_below(text: str, laid_out: Sequence[Unit], heading: Heading, stop: int) -> Iterator[Heading]:
    """Yield the lettered questions below a heading, up to unit ``stop``; none if other text comes before the first."""
    begun = False
    for index in range(heading.index + 1, stop):
        unit = laid_out[index]
        words = unit.span.of(text)
        asks = is_question(words)
        if asks and (number := item_letter(unit)):
            begun = True
            yield Heading(index, heading.number + number, words)
        elif not (begun or asks or unit.kind is BlockKind.HEADING):
            return
