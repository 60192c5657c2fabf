"""What people say of extracted statements: kept as data, applied at every load, never overwritten.

``reviews/*.csv`` beside ``consultation.yaml``, or in the folder that the service keeps for what is said on its pages;
one row for one verdict on one statement:

    response, kind, start, end, quote, addressees, topics, verdict, note, reviewer, date, was,
    account_to, account_for, modality

``confirm`` keeps the statement, ``reject`` leaves it out, ``change`` gives it the kind, addressees and topics of
the row where these are filled in, ``add`` makes a statement of a quote that nobody had found. Ids are parted by
spaces. ``was`` is the kind that a ``change`` takes a statement from, where it becomes one of another class: a concern
that is a recommendation. Of several verdicts on one statement the latest holds, by ``date`` (ISO 8601; a day begins at
midnight UTC). ``start`` and ``end`` tell like statements apart, and may both be empty.
Of a claim of accountability the addressees are those who answer, ``account_to`` those to whom, and the ``modality`` is
current where none is given.
"""

import csv
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from loaders.document import Modality
from loaders.errors import BadInput
from loaders.kinds import Kind
from ontology.lexicon import Lexicon

COLUMNS: Final = (
    "response", "kind", "start", "end", "quote", "addressees", "topics", "verdict", "note", "reviewer", "date", "was",
    "account_to", "account_for", "modality",
)  # fmt: skip
PARTS: Final = {kind.value: kind.part for kind in Kind}
"""Where the statements of a kind stand in an extraction."""
KIND_OF_CLASS: Final = {kind.classes[-1]: kind.value for kind in Kind}
"""The word for each class of statements in a review, by the local name of the class."""


class Verdict(StrEnum):
    """What a reviewer says of a statement."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"


_CHOICES: Final = (
    ("kind", "kind", tuple(Kind)),
    ("was", "kind", tuple(Kind)),
    ("verdict", "verdict", tuple(Verdict)),
    ("modality", "modality", tuple(Modality)),
)
"""Columns that take a few words only, and what such a word is called."""
_OPTIONAL: Final = {"was", "modality"}
"""Those of them that may be empty."""
STATUS: Final = {Verdict.CONFIRM: "confirmed", Verdict.CHANGE: "corrected", Verdict.ADD: "added"}
"""Id of the review status that a verdict gives; what is rejected is not in the graph."""
_EARLIEST: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Review:
    """One row: a verdict on a statement of a response."""

    response: str
    kind: str
    quote: str
    verdict: Verdict
    reviewer: str
    start: int | None = None
    end: int | None = None
    addressees: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    note: str = ""
    date: str = ""
    was: str = ""
    account_to: tuple[str, ...] = ()
    account_for: str = ""
    modality: str = ""

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is a verdict on, and whose: a reviewer's new verdict takes the place of the one before.

        That which added a statement stays beside what is said of it afterwards, which would be on nothing without it.
        """
        is_new = self.verdict is Verdict.ADD
        return self.reviewer, self.response, PARTS[self.kind], PARTS.get(self.was), self.quote, self.start, is_new


@dataclass(frozen=True)
class Row:
    """A verdict where it stands in a table."""

    line: int
    review: Review
    consultation: str = ""
    """The consultation that the table names for it, where it does."""


def read(path: Path, lexicon: Lexicon) -> list[Review]:
    """Read the verdicts of a CSV file; rows without one are left out. Raises BadInput with the line of a mistake."""
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
    """Return the verdicts of some rows, the first of which stands on line 2."""
    found = []
    for line, row in enumerate(rows, 2):
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        cells |= {column: cells[column].lower() for column, _, _ in _CHOICES}  # a spreadsheet makes capitals of its own
        if cells["verdict"]:
            consultation = (row.get("consultation") or "").strip()
            found.append(Row(line, _review(cells, path, line, lexicon), consultation))
    return found


def _review(cells: Mapping[str, str], path: Path, line: int, lexicon: Lexicon) -> Review:
    for column in ("response", "quote", "reviewer"):
        if not cells[column]:
            raise BadInput(path, f"a verdict needs its {column}", line=line)
    for column, word, known in _CHOICES:
        if cells[column] not in known and (cells[column] or column not in _OPTIONAL):
            raise BadInput(path, f"“{cells[column]}” is no {word}; there are {', '.join(known)}", line=line)
    for column, ids in _ids(lexicon).items():
        unknown = [name for name in cells[column].split() if name not in ids]
        if unknown:
            raise BadInput(path, f"{unknown[0]} is not among the {column} of the ontology", line=line)
    is_new = cells["verdict"] == Verdict.ADD or cells["was"]
    if cells["kind"] == "accountability" and is_new and not cells["addressees"]:
        raise BadInput(path, "a claim of accountability needs who answers, among its addressees", line=line)
    start, end = _span(cells, path, line)
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
        date=_date(cells["date"], path, line),
        was=cells["was"],
        account_to=tuple(cells["account_to"].split()),
        account_for=cells["account_for"],
        modality=cells["modality"],
    )


def _ids(lexicon: Lexicon) -> dict[str, Collection[str]]:
    return {"addressees": lexicon.bodies, "account_to": lexicon.bodies, "topics": lexicon.topics}


def _span(cells: Mapping[str, str], path: Path, line: int) -> tuple[int | None, int | None]:
    """Return where the words stand, or nothing where a row does not say both: its words alone tell then."""
    given = {name: cells[name] for name in ("start", "end") if cells[name]}
    numbers = [int(cell) for cell in given.values() if cell.isdecimal()]
    if len(numbers) < len(given) or (len(numbers) > 1 and numbers[0] >= numbers[1]):
        wrong = " and ".join(f"{name} “{cell}”" for name, cell in given.items())
        advice = "copy both from `whoasks review export`, or leave both empty"
        raise BadInput(path, f"{wrong} cannot be the place of any words; {advice}", line=line)
    return (numbers[0], numbers[1]) if len(numbers) > 1 else (None, None)


def _date(cell: str, path: Path, line: int) -> str:
    try:
        _moment(cell or "2000-01-01")
    except ValueError:
        raise BadInput(path, f"“{cell}” is no date; write it as 2031-05-28", line=line) from None
    return cell


def _moment(date: str) -> dt.datetime:
    """Return the moment that a date of ISO 8601 means; raises ValueError for any other."""
    moment = dt.datetime.fromisoformat(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def as_row(review: Review) -> dict[str, str]:
    """Return a verdict as the cells of its row."""
    values = {column: getattr(review, column) for column in COLUMNS}
    return {
        column: " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        for column, value in values.items()
    }


def in_order(some: Iterable[Review]) -> tuple[Review, ...]:
    """Return verdicts from the oldest to the latest, each once; those without a date come first."""
    return tuple(sorted(dict.fromkeys(some), key=lambda review: _moment(review.date) if review.date else _EARLIEST))


def now() -> str:
    """Return the date of a verdict that is given at this moment."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
