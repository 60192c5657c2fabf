"""Finds answers in tables of comments, which have the subject in one column and the comment in another.

Such a table is recognised by the titles of its columns. If any row has no number, all are numbered in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from loaders.document import BlockKind
from loaders.find.layout import Unit
from loaders.find.questions.headings import Heading
from loaders.find.questions.labels import number_of
from loaders.find.questions.numbering import are_rising
from loaders.patterns import expression

_NUMBERS = expression("questions.number-column")
_ASKED = expression("questions.question-column")
_REPLIES = expression("questions.reply-column")
_NUMBER = expression("questions.row-number")
_MOST_COLUMNS = 8
_FEWEST = 2
"""Rows below the titles that a table of comments has at least."""
_Row = dict[int, tuple[int, Unit]]
"""The cells of a row by column, each with the index of its unit."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that hold the replies, and the numbers or the words of the questions."""

    replies: int
    numbers: int | None
    asked: int | None

    def heading(self, text: str, row: _Row) -> Heading | None:
        """Return the heading of a row; None if the row has no reply."""
        reply = row.get(self.replies)
        if reply is None:
            return None
        numbered, asked = (row[column][1] if column in row else None for column in (self.numbers, self.asked))
        number, words = _number_and_words(text, numbered or asked)
        words = asked.span.of(text) if asked and numbered else words
        before = sum(column < self.replies for column in row)
        return Heading(reply[0], number, words, reply[1].span, titles=before)


def in_comment_tables(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Return a heading for each row of tables of comments; empty if there is none, or its numbers do not rise."""
    found: list[Heading] = []
    cells = ((index, unit) for index, unit in enumerate(laid_out))
    for kind, run in groupby(cells, key=lambda cell: cell[1].kind):
        if kind is BlockKind.CELL:
            found.extend(_in_table(text, list(run)))
    if not all(heading.number for heading in found):
        return [replace(heading, number=str(number)) for number, heading in enumerate(found, 1)]
    return found if are_rising([heading.number for heading in found]) else []


def _in_table(text: str, cells: Sequence[tuple[int, Unit]]) -> list[Heading]:
    """Return a heading for each row of one table; empty if it is no table of comments."""
    title, *rows = list(_rows(text, cells)) or [{}]
    columns = _columns(text, title)
    if not columns or len(rows) < _FEWEST:
        return []
    return [heading for row in rows if (heading := columns.heading(text, row))]


def _columns(text: str, title: _Row) -> _Columns | None:
    """Return which columns hold what, by their titles; None if this is no table of comments.

    Two columns of numbers locate a place in a paper rather than a question.
    """
    names = {column: unit.span.of(text).strip("*_ ") for column, (_, unit) in title.items()}
    replies = [column for column, name in names.items() if _REPLIES.match(name)]
    numbers = [column for column, name in names.items() if _NUMBERS.match(name)]
    asked = [column for column, name in names.items() if _ASKED.match(name)]
    if not replies or not (asked or len(numbers) == 1):
        return None
    return _Columns(replies[-1], next(iter(numbers), None), next(iter(asked), None))


def _rows(text: str, cells: Sequence[tuple[int, Unit]]) -> Iterator[_Row]:
    """Yield the rows of a table: by lines in one typed with bars, otherwise by the number of columns with titles."""
    if "|" in text[cells[0][1].span.end : cells[-1][1].span.start]:
        for _, line in groupby(cells, key=lambda cell: text.rfind("\n", 0, cell[1].span.start)):
            yield {_column(text, unit): (index, unit) for index, unit in line}
        return
    titles = [unit.span.of(text) for _, unit in cells[:_MOST_COLUMNS]]
    width = max((column for column, name in enumerate(titles, 1) if _REPLIES.match(name)), default=0)
    if width and len(cells) % width == 0:
        for start in range(0, len(cells), width):
            yield dict(enumerate(cells[start : start + width]))


def _column(text: str, unit: Unit) -> int:
    """Return the column of a cell in a typed table: the number of bars before it on its line."""
    return text.count("|", text.rfind("\n", 0, unit.span.start) + 1, unit.span.start)


def _number_and_words(text: str, unit: Unit | None) -> tuple[str, str]:
    """Return the number at the beginning of a cell, empty if there is none, and the words after it."""
    if unit is None:
        return "", ""
    words = f"{unit.marker} {unit.span.of(text)}".strip()
    match = _NUMBER.match(words)
    return (number_of(match["number"]), words[match.end() :]) if match else ("", words)
