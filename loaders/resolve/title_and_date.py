"""The title and the date of a document, as the lines at its head give them; the wordings stand in ``identity.yaml``."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Final

from loaders.patterns import load

_NAME: Final = "identity"
_LINES: Final = 15
"""Lines that can be the head of a document; a long one is prose, and ends it."""
_LONGEST_LINE: Final = 240
_MONTHS: Final = tuple(dt.date(2000, month, 1).strftime("%B").lower() for month in range(1, 13))


def guess_title(text: str) -> str | None:
    """Return the first line of the head that names a reply or a subject."""
    lines = list(_head(text))
    for wording in load(_NAME)["titles"]:
        for line in lines:
            if match := wording.find.search(line.lower()):
                return " ".join(line[match.start("title") : match.end("title")].strip(" #*_").split())
    return None


def guess_date(text: str) -> str | None:
    """Return the date of the first line of the head that is hardly more than a date, as ISO 8601."""
    for line in _head(text):
        for wording in load(_NAME)["dates"]:
            if (match := wording.find.search(line.lower())) and (date := _date(**match.groupdict())):
                return date
    return None


def _head(text: str) -> Iterator[str]:
    """Yield the lines of the head in which case changes no length, so that offsets hold."""
    lines = (line.strip() for line in text[: _LINES * _LONGEST_LINE].split("\n"))
    head = takewhile(lambda line: len(line) <= _LONGEST_LINE, islice(filter(None, lines), _LINES))
    return (line for line in head if len(line.lower()) == len(line))


def _date(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    try:
        return dt.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
