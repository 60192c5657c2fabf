"""What a request gives to a question by name: in its address, or in the body of a POST."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl

import orjson
from fastapi import Request

from service.answers.answering import parameter_problem
from service.answers.given import pairs
from service.errors import Problem
from service.transport import bodies
from sparql.values import ParameterError, check_names

_LONGEST_BODY: Final = 1_000_000
"""Bytes of the longest body of a POST that is read."""
_FORM: Final = "application/x-www-form-urlencoded"


async def read_given(request: Request) -> dict[str, str]:
    """Return what is given by name, in the address and in the body of a POST; raise a Problem."""
    given = pairs(request.query_params.multi_items())
    return given if request.method == "GET" else {**given, **await _body(request)}


def declared_only(request: Request) -> None:
    """Refuse parameters of an address that its route does not declare: a slip must not pass for something asked."""
    only(request, [field.alias for field in request.scope["route"].dependant.query_params])


def only(request: Request, known: Sequence[str]) -> None:
    """Raise a Problem for a parameter of the address that is not known, with those that look most like it."""
    try:
        check_names(request.query_params, known)
    except ParameterError as error:
        raise parameter_problem(error) from None


async def _body(request: Request) -> dict[str, str]:
    """Read the parameters of a POST: a JSON object or a form."""
    bodies.refuse_coded(request)
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
