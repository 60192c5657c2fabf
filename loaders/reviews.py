"""What people say of extracted statements: kept as data beside the corpus, applied at every load, never overwritten.

``reviews/*.csv`` beside ``consultation.yaml``, one row for one verdict on one statement:

    response, kind, start, end, quote, addressees, topics, verdict, note, reviewer, date

``confirm`` keeps the statement, ``reject`` leaves it out, ``change`` gives it the kind, addressees and topics of
the row where these are filled in, ``add`` makes a statement of a quote that nobody had found. Ids are parted by
spaces.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from loaders.annotation import HAND
from loaders.document import Ask, AskKind, Concern, Endorsement, Extraction, Quotation, Span, Statement
from loaders.errors import BadInput
from ontology.lexicon import Lexicon

FOLDER: Final = "reviews"
COLUMNS: Final = (
    "response", "kind", "start", "end", "quote", "addressees", "topics", "verdict", "note", "reviewer", "date",
)  # fmt: skip
_PARTS: Final = {
    "recommendation": "asks",
    "clarity-request": "asks",
    "concern": "concerns",
    "quotation": "quotations",
    "endorsement": "endorsements",
    "accountability": "accountabilities",
}
"""Where the statements of a kind stand in an extraction."""
KINDS: Final = tuple(_PARTS)
_SHORT: Final = 60


class Verdict(StrEnum):
    """What a reviewer says of a statement."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"


STATUS: Final = {Verdict.CONFIRM: "confirmed", Verdict.CHANGE: "corrected", Verdict.ADD: "added"}
"""Id of the review status that a verdict gives; what is rejected is not in the graph."""


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


Marks = Mapping[tuple[type[Statement], Span], Review]
"""The review of each reviewed statement, by its class and place."""


def read(path: Path, lexicon: Lexicon) -> list[Review]:
    """Read the verdicts of a CSV file; rows without one are left out. Raises BadInput with the line of a mistake."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return reviews(csv.DictReader(file), path, lexicon)
    except UnicodeDecodeError:
        raise BadInput(path, "is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise BadInput(path, f"cannot be read: {error.strerror}") from None


def reviews(rows: Iterable[Mapping[str, str | None]], path: Path, lexicon: Lexicon) -> list[Review]:
    """Return the verdicts of some rows, the first of which stands on line 2."""
    found = []
    for line, row in enumerate(rows, 2):
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if cells["verdict"]:
            found.append(_review(cells, path, line, lexicon))
    return found


def _review(cells: Mapping[str, str], path: Path, line: int, lexicon: Lexicon) -> Review:
    for column in ("response", "quote", "reviewer"):
        if not cells[column]:
            raise BadInput(path, f"a verdict needs its {column}", line=line)
    for column, known in (("kind", KINDS), ("verdict", tuple(Verdict))):
        if cells[column] not in known:
            raise BadInput(path, f"“{cells[column]}” is no {column}; there are {', '.join(known)}", line=line)
    for column, ids in _ids(lexicon).items():
        unknown = [name for name in cells[column].split() if name not in ids]
        if unknown:
            raise BadInput(path, f"{unknown[0]} is not among the {column} of the ontology", line=line)
    if cells["verdict"] == Verdict.ADD and cells["kind"] == "accountability":
        raise BadInput(path, "an accountability claim can be confirmed or rejected, and not added", line=line)
    return Review(
        response=cells["response"],
        kind=cells["kind"],
        quote=cells["quote"],
        verdict=Verdict(cells["verdict"]),
        reviewer=cells["reviewer"],
        start=_number(cells["start"]),
        end=_number(cells["end"]),
        addressees=tuple(cells["addressees"].split()),
        topics=tuple(cells["topics"].split()),
        note=cells["note"],
        date=cells["date"],
    )


def _ids(lexicon: Lexicon) -> dict[str, Collection[str]]:
    return {"addressees": lexicon.bodies, "topics": lexicon.topics}


def _number(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def write(path: Path, some: Iterable[Review]) -> None:
    """Write verdicts as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        rows.writerows(as_row(review) for review in some)


def as_row(review: Review) -> dict[str, str]:
    """Return a verdict as the cells of its row."""
    values = {column: getattr(review, column) for column in COLUMNS}
    return {
        column: " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        for column, value in values.items()
    }


def applied(extraction: Extraction, verdicts: Sequence[Review]) -> tuple[Extraction, Marks]:
    """Return an extraction with the verdicts on it, and the review of each statement that has one."""
    marks: dict[tuple[type[Statement], Span], Review] = {}
    lost: list[str] = []
    for review in verdicts:
        part = _PARTS[review.kind]
        statements: Sequence[Statement] = getattr(extraction, part)
        if review.verdict is Verdict.ADD:
            added = _added(extraction, review)
            kept = [*statements, added] if added and added.span not in {one.span for one in statements} else None
        else:
            kept = _judged(extraction, statements, review)
        if kept is None:
            lost.append(f"the review of “{_short(review.quote)}” by {review.reviewer} fits no statement any more")
            continue
        for statement in kept:
            if _is_meant(extraction.document.text, statement, review):
                marks[type(statement), statement.span] = review
        changed: dict[str, Any] = {part: tuple(sorted(kept, key=lambda one: one.span))}
        extraction = replace(extraction, **changed)
    return replace(extraction, notes=(*extraction.notes, *lost)), marks


def _judged(extraction: Extraction, statements: Sequence[Statement], review: Review) -> list[Statement] | None:
    """Return the statements after a verdict on one of them; None where it is not among them."""
    meant = [one for one in statements if _is_meant(extraction.document.text, one, review)]
    if not meant:
        return None
    if review.verdict is Verdict.REJECT:
        return [one for one in statements if one not in meant]
    if review.verdict is Verdict.CHANGE:
        return [_changed(one, review) if one in meant else one for one in statements]
    return list(statements)


def _is_meant(text: str, statement: Statement, review: Review) -> bool:
    """Tell whether a verdict is on this statement: by its words, and by its place where the text has not changed."""
    if _folded(statement.span.of(text)) != _folded(review.quote):
        return False
    moved = review.start is None or _folded(text[review.start : review.end]) != _folded(review.quote)
    return moved or statement.span.start == review.start


def _changed(statement: Statement, review: Review) -> Statement:
    if isinstance(statement, Ask):
        return replace(
            statement,
            kind=AskKind(review.kind),
            addressees=review.addressees or statement.addressees,
            topics=review.topics or statement.topics,
        )
    if isinstance(statement, Concern | Endorsement):
        return replace(statement, topics=review.topics or statement.topics)
    return statement


def _added(extraction: Extraction, review: Review) -> Statement | None:
    """Return the statement that a reviewer adds; None where its words are not in the text."""
    span = _found(extraction.document.text, review)
    if span is None:
        return None
    question = question_at(extraction, span)
    if review.kind == "concern":
        return Concern(span=span, question=question, rule=HAND, topics=review.topics)
    if review.kind == "endorsement":
        return Endorsement(span=span, question=question, rule=HAND, topics=review.topics)
    if review.kind == "quotation":
        return Quotation(span=span, question=question, rule=HAND)
    owner = (extraction.context.owner,) if extraction.context.owner else ()
    return Ask(
        span=span,
        question=question,
        rule=HAND,
        kind=AskKind(review.kind),
        addressees=review.addressees or owner,
        addressee_explicit=bool(review.addressees),
        topics=review.topics or ("other",),
    )


def question_at(extraction: Extraction, span: Span) -> str | None:
    """Return the number of the question whose answer holds a span; None outside every answer."""
    return next((answer.question for answer in extraction.answers if answer.span.contains(span)), None)


def _found(text: str, review: Review) -> Span | None:
    if review.start is not None and review.end is not None and text[review.start : review.end] == review.quote:
        return Span(review.start, review.end)
    start = text.find(review.quote)
    return Span(start, start + len(review.quote)) if start >= 0 else None


def _folded(text: str) -> str:
    return " ".join(text.split())


def _short(quote: str) -> str:
    return quote if len(quote) <= _SHORT else f"{quote[:_SHORT]}…"


def beside(folder: Path, *, lexicon: Lexicon) -> Iterator[Review]:
    """Yield the verdicts beside a corpus, file after file."""
    for path in sorted((folder / FOLDER).glob("*.csv")):
        yield from read(path, lexicon)
