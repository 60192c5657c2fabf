"""The parameters of a request: from its query string, or from the body of a POST."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, cast, get_args, get_origin
from urllib.parse import parse_qsl

import orjson
from fastapi import Request
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from service.answers.given import pairs
from service.answers.inputs import check_known, invalid
from service.errors import Problem
from service.transport import bodies

_LARGEST_BODY: Final = 0.95
"""Megabytes that the body of a POST may have."""
_FORM: Final = "application/x-www-form-urlencoded"


async def read_given(request: Request) -> dict[str, str]:
    """Return the parameters in the query string and in the body of a POST.

    Raises a Problem for a parameter that is given twice, and for a body that is too large or neither JSON nor a form.
    """
    given = pairs(request.query_params.multi_items())
    return given if request.method == "GET" else pairs([*given.items(), *(await _body(request)).items()])


def declared_only(request: Request) -> None:
    """Refuse query parameters that the route does not declare, so that a misspelt one is not silently ignored."""
    only(request, list(_declared(request)))


def given_once(request: Request) -> None:
    """Refuse a query parameter that is given twice, unless the route declares a list of values."""
    several = {name for name, info in _declared(request).items() if _is_list(info.annotation)}
    pairs(item for item in request.query_params.multi_items() if item[0] not in several)


def invalid_parameter(request: Request, error: Mapping[str, Any]) -> Problem:
    """Return the Problem for a parameter that failed the validation of its route, from pydantic's error."""
    name = str(error["loc"][1])
    info = _declared(request, "query_params", "path_params")[name]
    adapter: TypeAdapter[Any] = TypeAdapter(cast("Any", Annotated[info.annotation, info]))
    schema = adapter.json_schema()
    return invalid(error, name, schema, schema.get("$defs", {}))


def _declared(request: Request, *kinds: str) -> dict[str, FieldInfo]:
    """Return the parameters that the route of a request declares: by default those of the query string."""
    dependant = request.scope["route"].dependant
    return {field.alias: field.field_info for kind in kinds or ("query_params",) for field in getattr(dependant, kind)}


def _is_list(annotation: object) -> bool:
    """Tell whether a parameter of this type takes several values: a list, or an optional list."""
    return get_origin(annotation) in {list, tuple} or any(map(_is_list, get_args(annotation)))


def only(request: Request, known: Sequence[str]) -> None:
    """Raise a Problem for a query parameter that is not known; it names the known ones most like it."""
    check_known(request.query_params, known)


async def _body(request: Request) -> dict[str, str]:
    """Read the parameters of a POST: a JSON object or a form."""
    raw = await bodies.read(request, _LARGEST_BODY)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/json", _FORM, ""}:
        raise Problem(415, f"The body must be application/json or {_FORM}.")
    if not raw:
        return {}
    return _form(raw) if kind == _FORM else _json(raw)


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
            raise Problem(400, f"“{name[:80]}” must be a single value, not a list or an object.", parameter=name[:80])
    return {name: _words(value) for name, value in body.items() if value is not None}


def _words(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
