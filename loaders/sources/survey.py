"""Rows of a survey's export as responses: telling which column holds what, and laying a row out as a document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from loaders.document import BlockKind, Context
from loaders.errors import BadInput
from loaders.manifest import TableEntry
from loaders.readers.row import written
from loaders.sources.tables import Row

_ALIKE = 85
"""Likeness in percent from which the name of a column is taken for a question."""
_NUMBERED = re.compile(r"\s*(?:question|q)?\s*\.?\s*(\d{1,3}[a-z]?)\s*(?:[.:)]|\b)", re.IGNORECASE)
_RESPONDENT = re.compile(r"organi[sz]ation|respondent|name", re.IGNORECASE)
_DATE = re.compile(r"date|submitted|received", re.IGNORECASE)
_ID = re.compile(r"(?:response|respondent)?[ _-]?(?:id|number|ref\w*)", re.IGNORECASE)
_WHOLE = frozenset({"text", "response", "comment", "comments"})
"""Names of a column that holds whole responses."""
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)|(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})")


@dataclass(frozen=True)
class Columns:
    """The name of the column that holds each part of a response, or None."""

    answers: dict[str, str]
    """The column of the answer to each question, by the question's number."""
    stances: dict[str, str]
    """The column of the closed choice (“Agree”) that goes with an answer, by the question's number."""
    respondent: str | None
    date: str | None
    id: str | None
    title: str | None
    whole: str | None = None
    """The column of the whole response, if the table has no column for each question."""
    guessed: bool = False
    """Whether the columns were told by their names, because no manifest names them."""

    def note(self, source_name: str) -> str:
        """Return a sentence that says what was guessed."""
        answers = ", ".join(f"{number} in “{column}”" for number, column in self.answers.items())
        what = f"the answers to questions {answers}" if answers else f"whole responses in “{self.whole}”"
        whose = f"the respondent in “{self.respondent}”" if self.respondent else "no respondent"
        return f"{source_name}: found {what}, {whose}, by the heads of its columns"


def columns_of(source_name: str, names: Sequence[str], table: TableEntry | None, context: Context) -> Columns:
    """Return the columns that the manifest names, or guess them from their names if it has no entry for the table.

    Raises BadInput if a column that the manifest names is missing, or if no name tells where the answers are.
    """
    listed = ", ".join(names)
    if table is not None:
        missing = [name for name in table.columns if name not in names]
        if missing:
            raise BadInput(source_name, f"has no column {missing[0]}, which the manifest names; it has {listed}")
        return Columns(dict(table.answers), dict(table.stances), table.respondent, table.date, table.id, table.title)
    answers, stances = _answers(names, context)
    whole = next((name for name in names if name.strip().lower() in _WHOLE), None)
    if not answers and whole is None:
        advice = "map them under `tables` in consultation.yaml"
        raise BadInput(source_name, f"names no question in its columns ({listed}); {advice}")
    rest = [name for name in names if name not in {*answers.values(), *stances.values()}]
    return Columns(
        answers,
        stances,
        respondent=_first(_RESPONDENT, rest),
        date=_first(_DATE, rest),
        id=next((name for name in rest if _ID.fullmatch(name.strip())), None),
        title=next((name for name in rest if name.strip().lower() == "title"), None),
        whole=None if answers else whole,
        guessed=True,
    )


def _first(pattern: re.Pattern[str], names: Sequence[str]) -> str | None:
    return next((name for name in names if pattern.search(name) and not _ID.fullmatch(name.strip())), None)


def _answers(names: Sequence[str], context: Context) -> tuple[dict[str, str], dict[str, str]]:
    """Return the columns of answers and those of closed choices, by number of question.

    A column belongs to the question whose number or wording is in its name. If two columns belong to one question, the
    first is the closed choice and the second the answer in words.
    """
    answers: dict[str, str] = {}
    stances: dict[str, str] = {}
    known = dict(context.questions)
    for name in names:
        numbered = _NUMBERED.match(name)
        number = numbered[1] if numbered and (not known or numbered[1] in known) else None
        if number is None:
            likeness = {question: fuzz.partial_ratio(name, text) for question, text in known.items()}
            best = max(likeness, key=likeness.__getitem__, default=None)
            number = best if best is not None and likeness[best] >= _ALIKE and "?" in name else None
        if number is not None:
            if number in answers:
                stances.setdefault(number, answers[number])
            answers[number] = name
    return answers, stances


def response(row: Row, columns: Columns, context: Context) -> bytes:
    """Return a row as the bytes of a file that ``readers.row`` reads; ``[]`` if the row holds no answer."""
    pieces: list[tuple[BlockKind, str]] = []
    texts = dict(context.questions)
    for number, column in columns.answers.items():
        cells = [row.get(columns.stances.get(number, ""), ""), row.get(column, "")]
        if any(cell.strip() for cell in cells):
            asked = texts.get(number) or _asked(columns.stances.get(number, ""), column)
            pieces.append((BlockKind.HEADING, f"Question {number}: {asked}".rstrip(": ")))
            pieces += [(BlockKind.PARAGRAPH, cell) for cell in cells]
    if columns.whole:
        pieces.append((BlockKind.PARAGRAPH, row.get(columns.whole, "")))
    return written(pieces)


def _asked(*names: str) -> str:
    """Return the first of some columns' names that is a question, without its number; empty if none is."""
    asking = next((name for name in names if "?" in name), "")
    numbered = _NUMBERED.match(asking)
    return asking[numbered.end() :].strip() if numbered else asking


def day(cell: str) -> str | None:
    """Return the date in a cell in ISO 8601, from ``2031-05-28`` or ``28/5/2031``; None if it holds neither."""
    found = _DAY.search(cell)
    if not found:
        return None
    if found["year"]:
        return found.group()
    return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
