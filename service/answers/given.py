"""Reading the paging parameters that every question has, and refusing parameters given twice."""

from collections.abc import Iterable, Mapping
from typing import Final

from service.errors import Problem
from sparql.nearness import offer
from sparql.saved import LARGEST_PAGE, SavedQuestion
from sparql.saved.paging import Page, Sort

FARTHEST: Final = 10_000_000
"""The largest offset that is accepted."""


def read_page(question: SavedQuestion, given: Mapping[str, str], *, limit: int | None = None) -> Page:
    """Read the page that is asked for, by default the first one of ``limit`` answers. Raises Problem 400."""
    keys = [key.strip() for key in given.get("sort", "").split(",") if key.strip()]
    return Page(
        limit=_whole("limit", given.get("limit"), limit or question.page, (1, LARGEST_PAGE)),
        offset=_whole("offset", given.get("offset"), 0, (0, FARTHEST)),
        sort=tuple(_sort(question, key) for key in keys),
    )


def pairs(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return parameters by name. Raises Problem 400 for one that is given twice."""
    found: dict[str, str] = {}
    for name, text in items:
        if name in found:
            raise Problem(400, f"“{name[:80]}” is given more than once.", parameter=name[:80])
        found[name] = text
    return found


def _whole(name: str, text: str | None, default: int, bounds: tuple[int, int]) -> int:
    least, most = bounds
    if not text:
        return default
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(most)) else -1
    if not least <= number <= most:
        raise Problem(400, f"“{name}” must be a whole number from {least:,} to {most:,}.", parameter=name)
    return number


def _sort(question: SavedQuestion, key: str) -> Sort:
    variable = key.removeprefix("-")
    if variable not in question.variables:
        close = offer(variable, question.variables)[0]
        detail = f"“{variable[:80]}” is nothing to sort by; “sort” takes {', '.join(question.variables)}"
        detail += ", each with “-” before it for the other direction."
        raise Problem(400, detail, parameter="sort", nearest=close)
    return Sort(variable, descending=key.startswith("-"))
