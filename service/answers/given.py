"""What a request gives to a question: parameters from its address or its body, and which page is wanted."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl

import orjson
from fastapi import Request

from service.errors import Problem
from sparql.paging import Page, Sort
from sparql.saved import LARGEST_PAGE, SavedQuestion
from sparql.values import nearest

CONTROLS: Final = ("limit", "offset", "sort", "fields", "format")
"""Names in an address that every question shares; no parameter has one of them."""
FARTHEST: Final = 10_000_000
"""The largest offset that is taken."""
_LONGEST_BODY: Final = 1_000_000
"""Bytes of the longest body of a POST that is read."""
_FORM: Final = "application/x-www-form-urlencoded"


async def read_given(request: Request) -> dict[str, str]:
    """Return what is given by name, in the address and in the body of a POST; raise a Problem."""
    given = pairs(request.query_params.multi_items())
    return given if request.method in {"GET", "HEAD"} else {**given, **await _body(request)}


def read_page(question: SavedQuestion, given: Mapping[str, str], *, limit: int | None = None) -> Page:
    """Read which page is wanted, of ``limit`` answers where nothing is said; raise a Problem naming what is wrong."""
    keys = [key.strip() for key in given.get("sort", "").split(",") if key.strip()]
    return Page(
        limit=_whole("limit", given.get("limit"), limit or question.page, (1, LARGEST_PAGE)),
        offset=_whole("offset", given.get("offset"), 0, (0, FARTHEST)),
        sort=tuple(_sort(question, key) for key in keys),
    )


def pairs(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what was given by name; raise a Problem for what was given twice."""
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
        close = nearest(variable, question.variables) or question.variables
        detail = f"“{variable[:80]}” is nothing to sort by; “sort” takes {', '.join(question.variables)}"
        detail += ", each with “-” before it for the other direction."
        raise Problem(400, detail, parameter="sort", nearest=close)
    return Sort(variable, descending=key.startswith("-"))


async def _body(request: Request) -> dict[str, str]:
    """Read the parameters of a POST: a JSON object or a form."""
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > _LONGEST_BODY:
            raise Problem(413, f"The body is longer than {_LONGEST_BODY:,} bytes.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/json", _FORM, ""}:
        raise Problem(415, f"The body must be application/json or {_FORM}.")
    if not raw:
        return {}
    return _form(bytes(raw)) if kind == _FORM else _json(bytes(raw))


def _form(raw: bytes) -> dict[str, str]:
    try:
        return pairs(parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True, errors="strict"))
    except ValueError:
        raise Problem(400, "The body is not a form in UTF-8, such as topic=transparency&limit=10.") from None


def _json(raw: bytes) -> dict[str, str]:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"The body is not JSON: {error}.", line=error.lineno, column=error.colno) from None
    if not isinstance(body, dict):
        raise Problem(400, 'The body must be a JSON object, such as {"topic": "transparency"}.')
    for name, value in body.items():
        if not isinstance(value, str | int | float | bool | None):
            raise Problem(400, f"“{name[:80]}” must be one value, neither a list nor an object.", parameter=name[:80])
    return {name: _words(value) for name, value in body.items() if value is not None}


def _words(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
