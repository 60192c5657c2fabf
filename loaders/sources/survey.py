"""Rows of a survey's export as responses: which column holds what, and a row set out as a person would read it."""

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
"""Percentage of likeness from which a column's head is taken for a question."""
_NUMBERED = re.compile(r"\s*(?:question|q)?\s*\.?\s*(\d{1,3}[a-z]?)\s*(?:[.:)]|\b)", re.IGNORECASE)
_RESPONDENT = re.compile(r"organi[sz]ation|respondent|name", re.IGNORECASE)
_DATE = re.compile(r"date|submitted|received", re.IGNORECASE)
_ID = re.compile(r"(?:response|respondent)?[ _-]?(?:id|number|ref\w*)", re.IGNORECASE)
_WHOLE = frozenset({"text", "response", "comment", "comments"})
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)|(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})")


@dataclass(frozen=True)
class Mapping:
    """Which column of a table holds what; ``answers`` and ``stances`` by number of question."""

    answers: dict[str, str]
    stances: dict[str, str]
    respondent: str | None
    date: str | None
    id: str | None
    title: str | None
    whole: str | None = None
    """The column that holds a whole response."""
    guessed: bool = False

    def note(self, source_name: str) -> str:
        """Say what was guessed."""
        answers = ", ".join(f"{number} in “{column}”" for number, column in self.answers.items())
        what = f"the answers to questions {answers}" if answers else f"whole responses in “{self.whole}”"
        whose = f"the respondent in “{self.respondent}”" if self.respondent else "no respondent"
        return f"{source_name}: found {what}, {whose}, by the heads of its columns"


def mapping(source_name: str, columns: Sequence[str], table: TableEntry | None, context: Context) -> Mapping:
    """Return the manifest's mapping, or one guessed from the heads of the columns; raises BadInput without either."""
    listed = ", ".join(columns)
    if table is not None:
        missing = [column for column in table.columns if column not in columns]
        if missing:
            raise BadInput(source_name, f"has no column {missing[0]}, which the manifest names; it has {listed}")
        return Mapping(dict(table.answers), dict(table.stances), table.respondent, table.date, table.id, table.title)
    answers, stances = _answers(columns, context)
    whole = next((column for column in columns if column.strip().lower() in _WHOLE), None)
    if not answers and whole is None:
        advice = "map them under `tables` in consultation.yaml"
        raise BadInput(source_name, f"names no question in its columns ({listed}); {advice}")
    rest = [column for column in columns if column not in {*answers.values(), *stances.values()}]
    return Mapping(
        answers,
        stances,
        respondent=_first(_RESPONDENT, rest),
        date=_first(_DATE, rest),
        id=next((column for column in rest if _ID.fullmatch(column.strip())), None),
        title=next((column for column in rest if column.strip().lower() == "title"), None),
        whole=None if answers else whole,
        guessed=True,
    )


def _first(pattern: re.Pattern[str], columns: Sequence[str]) -> str | None:
    return next((column for column in columns if pattern.search(column) and not _ID.fullmatch(column.strip())), None)


def _answers(columns: Sequence[str], context: Context) -> tuple[dict[str, str], dict[str, str]]:
    """Return the columns of each question, which bear its number or its wording: of two, the first is a choice."""
    answers: dict[str, str] = {}
    stances: dict[str, str] = {}
    known = dict(context.questions)
    for column in columns:
        numbered = _NUMBERED.match(column)
        number = numbered[1] if numbered and (not known or numbered[1] in known) else None
        if number is None:
            likeness = {question: fuzz.partial_ratio(column, text) for question, text in known.items()}
            best = max(likeness, key=likeness.__getitem__, default=None)
            number = best if best is not None and likeness[best] >= _ALIKE and "?" in column else None
        if number is not None:
            if number in answers:
                stances.setdefault(number, answers[number])
            answers[number] = column
    return answers, stances


def response(row: Row, columns: Mapping, context: Context) -> bytes:
    """Return a row as the content of a file of its own."""
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


def _asked(*heads: str) -> str:
    """Return the question that the first of some heads puts, without its number; empty where none does."""
    head = next((head for head in heads if "?" in head), "")
    numbered = _NUMBERED.match(head)
    return head[numbered.end() :].strip() if numbered else head


def day(cell: str) -> str | None:
    """Return the ISO 8601 date in a cell: one as such, or day/month/year; None where there is none."""
    found = _DAY.search(cell)
    if not found:
        return None
    if found["year"]:
        return found.group()
    return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
