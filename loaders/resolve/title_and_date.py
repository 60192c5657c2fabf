"""Guesses the title and the date of a document from its first lines; the wordings are in ``identity.yaml``."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Final

from loaders.patterns import load

_NAME: Final = "identity"
_LINES: Final = 15
"""The most lines that the head of a document can have. A long line is prose, and ends the head."""
_LONGEST_LINE: Final = 240
_MONTHS: Final = tuple(dt.date(2000, month, 1).strftime("%B").lower() for month in range(1, 13))


def guess_title(text: str) -> str | None:
    """Return the title that a line of the head gives, such as the name of a reply or a subject; None if none does."""
    lines = list(_head(text))
    for wording in load(_NAME)["titles"]:
        for line in lines:
            if match := wording.find.search(line.lower()):
                return " ".join(line[match.start("title") : match.end("title")].strip(" #*_").split())
    return None


def guess_date(text: str) -> str | None:
    """Return the date, as ISO 8601, of the first line of the head that is little more than a date; None if none is."""
    for line in _head(text):
        for wording in load(_NAME)["dates"]:
            if (match := wording.find.search(line.lower())) and (date := _date(**match.groupdict())):
                return date
    return None


def _head(text: str) -> Iterator[str]:
    """Return the lines of the head, but for those whose length changes in lower case, so that offsets stay valid."""
    lines = (line.strip() for line in text[: _LINES * _LONGEST_LINE].split("\n"))
    head = takewhile(lambda line: len(line) <= _LONGEST_LINE, islice(filter(None, lines), _LINES))
    return (line for line in head if len(line.lower()) == len(line))


def _date(year: str, month: str, day: str) -> str | None:
    """Return a date as ISO 8601, or None if there is no such day."""
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    try:
        return dt.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
