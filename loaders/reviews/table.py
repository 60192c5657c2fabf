"""Tables of reviews: CSV files and spreadsheets with one verdict in each row.

The columns are:

    response, kind, start, end, quote, addressees, topics, verdict, note, reviewer, date, was,
    account_to, account_for, modality

- ``verdict``: ``confirm`` keeps a statement, ``reject`` leaves it out, ``change`` gives it the kind, addressees and
  topics of the row where these are filled in, and ``add`` makes a statement of a quote that was missed.
- ``was``: the kind that a statement had before a ``change`` to a kind of another class, such as a concern that really
  is a recommendation.
- ``start`` and ``end`` tell apart statements with the same words; both may be empty.
- ``addressees``, ``topics`` and ``account_to`` are ids, separated by spaces. For a claim of accountability, the
  addressees are the accountable bodies and ``account_to`` those to whom they are accountable.
- ``modality`` of such a claim is ``current`` if empty.
- ``date`` is in ISO 8601; a day means its first moment in UTC.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.document import Modality
from loaders.errors import BadInput
from loaders.kinds import Kind
from loaders.reviews.review import Review, Verdict, moment
from ontology.lexicon import Lexicon

COLUMNS: Final = (
    "response", "kind", "start", "end", "quote", "addressees", "topics", "verdict", "note", "reviewer", "date", "was",
    "account_to", "account_for", "modality",
)  # fmt: skip
_CHOICES: Final = (
    ("kind", "kind", tuple(Kind)),
    ("was", "kind", tuple(Kind)),
    ("verdict", "verdict", tuple(Verdict)),
    ("modality", "modality", tuple(Modality)),
)
"""The columns that only take certain words, what such a word is called in messages, and the words."""
_OPTIONAL: Final = {"was", "modality"}
"""Those of these columns that may be empty."""


@dataclass(frozen=True)
class Row:
    """A verdict and its place in a table."""

    line: int
    review: Review
    consultation: str = ""
    """Id of the consultation; empty if the table does not say."""


def read(path: Path, lexicon: Lexicon) -> list[Review]:
    """Read the verdicts of a CSV file; rows without a verdict are left out.

    Raises BadInput with the line of the first mistake.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row.review for row in read_rows(csv.DictReader(file), path, lexicon)]
    except UnicodeDecodeError:
        raise BadInput(path, "is not UTF-8; save it as UTF-8") from None
    except csv.Error as error:
        raise BadInput(path, f"is not CSV: {error}") from None
    except OSError as error:
        raise BadInput(path, f"cannot be read: {error.strerror}") from None


def read_rows(rows: Iterable[Mapping[str, str | None]], path: Path, lexicon: Lexicon) -> list[Row]:
    """Return the verdicts in the rows of a file, the first of which is on line 2.

    Raises BadInput with the line of the first mistake.
    """
    found = []
    for number, row in enumerate(rows, 2):
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        cells |= {column: cells[column].lower() for column, _, _ in _CHOICES}  # spreadsheets capitalise first letters
        if cells["verdict"]:
            review = _Line(path, number, cells).review(lexicon)
            found.append(Row(number, review, (row.get("consultation") or "").strip()))
    return found


@dataclass(frozen=True)
class _Line:
    """One line of a table; its methods raise BadInput for a mistake in its cells."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def review(self, lexicon: Lexicon) -> Review:
        cells = self.cells
        self._check(lexicon)
        start, end = self._span()
        return Review(
            response=cells["response"],
            kind=cells["kind"],
            quote=cells["quote"],
            verdict=Verdict(cells["verdict"]),
            reviewer=cells["reviewer"],
            start=start,
            end=end,
            addressees=tuple(cells["addressees"].split()),
            topics=tuple(cells["topics"].split()),
            note=cells["note"],
            date=self._date(),
            was=cells["was"],
            account_to=tuple(cells["account_to"].split()),
            account_for=cells["account_for"],
            modality=cells["modality"],
        )

    def _check(self, lexicon: Lexicon) -> None:
        """Refuse a line that lacks a cell, or has a word or an id that is not known."""
        cells = self.cells
        for column in ("response", "quote", "reviewer"):
            if not cells[column]:
                raise self._mistake(f"a verdict needs its {column}")
        for column, word, known in _CHOICES:
            if cells[column] not in known and (cells[column] or column not in _OPTIONAL):
                raise self._mistake(f"“{cells[column]}” is no {word}; there are {', '.join(known)}")
        for column, ids in _ids(lexicon).items():
            unknown = [name for name in cells[column].split() if name not in ids]
            if unknown:
                raise self._mistake(f"{unknown[0]} is not among the {column} of the ontology")
        is_new = cells["verdict"] == Verdict.ADD or cells["was"]
        if cells["kind"] == "accountability" and is_new and not cells["addressees"]:
            raise self._mistake("a claim of accountability needs who answers, among its addressees")

    def _span(self) -> tuple[int | None, int | None]:
        """Return the start and end of the quote; neither if the line does not give both."""
        given = {name: self.cells[name] for name in ("start", "end") if self.cells[name]}
        numbers = [int(cell) for cell in given.values() if cell.isdecimal()]
        if len(numbers) < len(given) or (len(numbers) > 1 and numbers[0] >= numbers[1]):
            wrong = " and ".join(f"{name} “{cell}”" for name, cell in given.items())
            advice = "copy both from `whoasks review export`, or leave both empty"
            raise self._mistake(f"{wrong} cannot be the place of any words; {advice}")
        return (numbers[0], numbers[1]) if len(numbers) > 1 else (None, None)

    def _date(self) -> str:
        date = self.cells["date"]
        try:
            moment(date)
        except ValueError:
            raise self._mistake(f"“{date}” is no date; write it as 2031-05-28") from None
        return date

    def _mistake(self, sentence: str) -> BadInput:
        return BadInput(self.path, sentence, line=self.number)


def _ids(lexicon: Lexicon) -> dict[str, Collection[str]]:
    """Return the ids that each column of ids takes."""
    return {"addressees": lexicon.bodies, "account_to": lexicon.bodies, "topics": lexicon.topics}


def as_row(review: Review) -> dict[str, str]:
    """Return a verdict as the cells of its row, by column."""
    values = {column: getattr(review, column) for column in COLUMNS}
    return {
        column: " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        for column, value in values.items()
    }
