"""Comparison: stances by question, and topics by respondents, addressees, kinds of respondent or questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from service.pages.dataset import Row
from service.pages.scales import heat_step
from service.pages.statements import Thing

AXES = {
    "respondent": "respondents",
    "addressee": "bodies that are asked",
    "kind": "kinds of respondent",
    "question": "questions",
}
"""What the columns of the matrix can be, and what they are called."""


@dataclass(frozen=True, slots=True)
class Share:
    """The answers to one question that take one stance."""

    stance: Thing
    step: int
    """On the scale from agreement to disagreement; 0 for no stance."""
    count: int
    start: float
    """Where its bar begins, in per cent of all answers to the question."""
    width: float


@dataclass(frozen=True, slots=True)
class Balance:
    """The stances on one question."""

    question: Thing
    text: str
    consultation: Thing
    shares: Sequence[Share]

    @property
    def total(self) -> int:
        """How many answers there are."""
        return sum(share.count for share in self.shares)

    @property
    def words(self) -> str:
        """The stances and their counts, in words."""
        return ", ".join(f"{share.stance.label}: {share.count:,}" for share in self.shares)


def balances(rows: Iterable[Row], steps: Mapping[str, int]) -> list[Balance]:
    """Gather the rows of ``stances.rq`` by question, those of one consultation together."""
    by_question = groupby(rows, lambda row: row["question"])
    found = [_balance(question, list(group), steps) for question, group in by_question]
    return sorted(found, key=lambda each: (each.question.iri.rpartition("/")[0], _natural(each.question.label)))


def _balance(question: str, rows: Sequence[Row], steps: Mapping[str, int]) -> Balance:
    total = sum(int(row["answers"]) for row in rows)
    shares, start = [], 0.0
    for row in rows:
        width = 100 * int(row["answers"]) / total
        stance = Thing(row["label"], row["stance"])
        shares.append(Share(stance, steps.get(stance.iri, 0), int(row["answers"]), round(start, 2), round(width, 2)))
        start += width
    first = rows[0]
    consultation = Thing(first.get("title", ""), first["consultation"])
    return Balance(Thing(first["number"], question), first.get("text", ""), consultation, shares)


def _natural(number: str) -> tuple[int, str]:
    """Return a sort key that puts 2 before 10, and 2a after 2."""
    digits = "".join(letter for letter in number if letter.isdecimal())
    return int(digits or 0), number


@dataclass(frozen=True, slots=True)
class Counted:
    """A row or a column of the matrix, with its total number of asks."""

    thing: Thing
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Numbers of asks by topic and something else."""

    rows: Sequence[Counted]
    columns: Sequence[Counted]
    cells: Mapping[tuple[str, str], int]
    all_rows: int
    all_columns: int

    def count(self, row: Counted, column: Counted) -> int:
        """Return the asks of a cell."""
        return self.cells.get((row.thing.iri, column.thing.iri), 0)

    def step(self, row: Counted, column: Counted) -> int:
        """Return the shade of a cell."""
        return heat_step(self.count(row, column), max(self.cells.values(), default=0))


def cell_filter(axis: str, column: Thing, topic: Thing, consultation: Thing | None) -> str:
    """Return the query string that filters a list of asks to one cell of the matrix."""
    kept = {"topic": topic, {"respondent": "body"}.get(axis, axis): column}
    if consultation:
        kept["consultation"] = consultation
    return urlencode({name: thing.reference for name, thing in kept.items()})


def counted(rows: Iterable[Row], name: str, *, by_label: bool) -> list[Counted]:
    """Read rows of totals, the largest first or in the order of their labels."""
    found = [Counted(Thing(row.get("label") or Thing("", row[name]).id, row[name]), int(row["number"])) for row in rows]
    return sorted(found, key=lambda each: _natural(each.thing.label)) if by_label else found


def matrix(rows: Sequence[Counted], columns: Sequence[Counted], cells: Iterable[Row], most: int) -> Matrix:
    """Lay out the first rows and columns."""
    held = {(row["row"], row["column"]): int(row["number"]) for row in cells}
    shown = {(row.thing.iri, column.thing.iri) for row in rows[:most] for column in columns[:most]}
    kept = {place: number for place, number in held.items() if place in shown}
    return Matrix(rows[:most], columns[:most], kept, len(rows), len(columns))
