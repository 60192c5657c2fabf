"""Parsing requests of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/, section 2)."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qsl, unquote_to_bytes

import pyoxigraph as ox

from service.answers.given import pairs
from service.errors import Problem
from sparql.media import GRAPHS, RESULTS

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORMAT_NAMES: Final = ("format", "accept")
"""Parameters that name the format of an answer, and so ask for data whatever the Accept header says."""
_QUERY: Final = b"query="
FORMATS: Final = {
    "json": "application/json",
    "xml": "application/xml",
    **{form.file_extension: media_type for media_type, form in RESULTS.items()},
    **{form.file_extension: media_type for media_type, form in GRAPHS.items()},
    "turtle": "text/turtle",
    "n3": "text/turtle",
    "rdf+xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
}
"""The values of ``format=``, and the media type that each asks for."""
_MEDIA_RANGE: Final = re.compile(r"[\w*!#$&^.+-]+/[\w*!#$&^.+-]+\s*(;.*)?", re.ASCII)
_MOST_DIGITS: Final = 15
"""Most digits of an ``offset``."""
_NOT_ENCODED: Final = "The parameters must be percent-encoded UTF-8."
_DATASET: Final = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, as a client sent it."""

    kind: Literal["query", "update"]
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    """Seconds; None if the client leaves it to the service."""
    offset: int = 0
    """Rows or triples to skip: an extension of ours, to fetch the rest of a result that was cut."""
    accept: str | None = None
    """Media type that ``format`` or ``accept`` asks for: ours too, for links and forms, which cannot set a header."""


def from_get(query_string: bytes) -> Operation | None:
    """Read a query sent by GET; None if there is none, which asks for the service description. Raises Problem 400."""
    if query_string.startswith(_QUERY) and b"&" not in query_string:  # what nearly all send
        return from_plain(query_string)
    parameters = _decoded(query_string)
    if not parameters:
        return None
    if any(name == "update" for name, _ in parameters):
        raise Problem(400, "An update must be sent by POST.")
    return _operation("query", _only(parameters, "query"), parameters)


def from_plain(query_string: bytes) -> Operation:
    """Read a query sent by GET without any other parameter."""
    return Operation("query", _unquoted(query_string.removeprefix(_QUERY)))


def from_post(query_string: bytes, content_type: str, body: bytes) -> Operation:
    """Read a query or an update sent by POST, as a form or as the body. Raises Problem 400 or 415."""
    media_type, charset = _split(content_type)
    parameters = _decoded(query_string)
    if charset not in {"", "utf-8", "utf8"}:
        raise Problem(415, f"The text must be in UTF-8, not {charset}.")
    if media_type == FORM:
        parameters += _decoded(body)
        kinds: list[Literal["query", "update"]] = [
            kind for kind in ("query", "update") if any(name == kind for name, _ in parameters)
        ]
        if len(kinds) != 1:
            raise Problem(400, "The form must have either a field `query` or a field `update`.")
        return _operation(kinds[0], _only(parameters, kinds[0]), parameters)
    if media_type == QUERY:
        return _operation("query", _text(body), parameters)
    if media_type == UPDATE:
        return _operation("update", _text(body), parameters)
    named = f"not {media_type}" if media_type else "and Content-Type must say which"
    raise Problem(415, f"Send {QUERY}, {UPDATE} or {FORM}, {named}.")


def _operation(kind: Literal["query", "update"], text: str, parameters: list[tuple[str, str]]) -> Operation:
    default, named = _DATASET[kind]
    return Operation(
        kind,
        text,
        _graphs(parameters, default),
        _graphs(parameters, named),
        _seconds(parameters),
        _offset(parameters),
        _format(parameters),
    )


def _graphs(parameters: Iterable[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    values = tuple(value for name, value in parameters if name == wanted)
    for value in values:
        try:
            ox.NamedNode(value)
        except ValueError:
            raise Problem(400, f"`{wanted}` must be an absolute IRI, not {value!r}.", parameter=wanted) from None
    return values


def _seconds(parameters: Iterable[tuple[str, str]]) -> float | None:
    value = _first(parameters, "timeout")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = float("nan")
    if not 0 <= seconds < float("inf"):
        raise Problem(400, f"`timeout` must be a number of seconds from 0 on, not {value!r}.", parameter="timeout")
    return seconds


def _offset(parameters: Iterable[tuple[str, str]]) -> int:
    value = _first(parameters, "offset") or "0"
    if not (value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS):
        raise Problem(
            400, f"`offset` must be a whole number of at most {_MOST_DIGITS} digits, not {value!r}.", parameter="offset"
        )
    return int(value)


def _format(parameters: Sequence[tuple[str, str]]) -> str | None:
    """Return the media types that are asked for in place of the Accept header, by a word or as they are.

    Clients that do not know whether a service takes the word or the media type send both (SPARQLWrapper does).
    """
    given = [(name, value.strip()) for name, value in parameters if name in FORMAT_NAMES and value.strip()]
    if not given:
        return None
    first, *others = (_media_types(name, wanted) for name, wanted in given)
    agreed = [media_type for media_type in first if all(media_type in other for other in others)]
    if not agreed:
        raise Problem(400, "One format can be asked for, by `format` or by `accept`.", parameter=given[1][0])
    return ", ".join(agreed)


def _media_types(name: str, wanted: str) -> list[str]:
    found = [part.strip() for part in FORMATS.get(wanted, wanted).split(",")]
    if not all(_MEDIA_RANGE.fullmatch(part) for part in found):
        words = ", ".join(FORMATS)
        detail = f"There is no format “{wanted[:80]}”: `{name}` takes a media type or one of {words}."
        raise Problem(400, detail, parameter=name, nearest=list(FORMATS))
    return found


def _first(parameters: Iterable[tuple[str, str]], wanted: str) -> str | None:
    return pairs(pair for pair in parameters if pair[0] == wanted).get(wanted)


def _only(parameters: Iterable[tuple[str, str]], wanted: str) -> str:
    values = [value for name, value in parameters if name == wanted]
    if len(values) != 1:
        raise Problem(400, f"There must be exactly one `{wanted}`; there are {len(values)}.", parameter=wanted)
    return values[0]


def _decoded(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Problem(400, _NOT_ENCODED) from None


def _unquoted(value: bytes) -> str:
    try:
        value.decode("ascii")
        return unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, _NOT_ENCODED) from None


def _text(body: bytes) -> str:
    try:
        return body.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The text must be in UTF-8; byte {error.start} is not.") from None


def _split(content_type: str) -> tuple[str, str]:
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return media_type, value.strip().strip('"')
    return media_type, ""
