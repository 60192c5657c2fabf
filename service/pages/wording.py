"""Putting values into words: the filters of the templates."""

from collections.abc import Callable, Iterable
from typing import Any

from service.pages.statements import address
from service.pages.terms import prefixed

# Not from the machine's locale: the pages are in English wherever they are served.
_MONTHS = {
    "01": "January",
    "02": "February",
    "03": "March",
    "04": "April",
    "05": "May",
    "06": "June",
    "07": "July",
    "08": "August",
    "09": "September",
    "10": "October",
    "11": "November",
    "12": "December",
}


_CAPITALS = 2
"""Fewest capital letters that make a name an abbreviation."""


def abbreviation(names: Iterable[str], known_as: str) -> str | None:
    """Return the abbreviation among some names, preferably the one that is also the id; None if there is none."""
    capitals = [name for name in names if " " not in name and sum(map(str.isupper, name)) >= _CAPITALS]
    own = known_as.replace("-", "").casefold()
    return min(capitals, key=lambda name: (name.casefold() != own, len(name)), default=None)


def midway(label: str) -> str:
    """Write a label as it stands within a sentence: ``Transparency`` small, ``CQC alignment`` and ``4`` as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def date(text: str) -> str:
    """Write an ISO 8601 date or time as a British reader expects: ``14 May 2021``."""
    year, month, day = text[:10].split("-")
    return f"{int(day)} {_MONTHS[month]} {year}"


def thousands(number: float) -> str:
    """Write a number with its thousands apart."""
    return f"{number:,}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Write a number and what it counts: ``1 ask``, ``12 asks``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def clipped(text: str, limit: int = 300) -> str:
    """Shorten a text at a word, with an ellipsis, to at most ``limit`` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(None, 1)[0].rstrip(" ,;:.") + "…"


FILTERS: dict[str, Callable[..., Any]] = {
    "address": address,
    "clipped": clipped,
    "count": count,
    "date": date,
    "midway": midway,
    "prefixed": prefixed,
    "thousands": thousands,
}
