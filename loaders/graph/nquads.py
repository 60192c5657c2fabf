"""RDF terms in N-Quads syntax: with a thousand quads per response, text is the cheapest way into the store."""

from functools import lru_cache
from urllib.parse import quote

from ontology.vocabulary import PREFIXES, iri

_INTEGER = f"^^<{PREFIXES['xsd']}integer>"
_BOOLEAN = f"^^<{PREFIXES['xsd']}boolean>"
_DATE_TIME = f"^^<{PREFIXES['xsd']}dateTime>"


@lru_cache(maxsize=4096)
def name_text(prefixed: str) -> str:
    """Return a prefixed name written out.

    >>> name_text("wa:Ask")
    '<https://w3id.org/whoasks/ontology#Ask>'
    """
    prefix, local = prefixed.split(":", 1)
    return f"<{PREFIXES[prefix]}{local}>"


@lru_cache(maxsize=65536)
def node_text(kind: str, *path: str) -> str:
    """Return a thing that whoasks names.

    >>> node_text("body", "bma")
    '<https://w3id.org/whoasks/body/bma>'
    """
    return f"<{iri(kind, *path)}>"


@lru_cache(maxsize=4096)
def part(id_: str) -> str:
    """Return an id as a part of an IRI's path."""
    return quote(id_, safe="-._~")


def literal(value: str, language: str = "") -> str:
    r"""Return a plain literal, or one in a language.

    >>> literal('a "b"'), literal("Chair", "en")
    ('"a \\"b\\""', '"Chair"@en')
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def number(value: int) -> str:
    """Return an integer."""
    return f'"{value}"{_INTEGER}'


def truth(value: bool) -> str:
    """Return a boolean."""
    return f'"{"true" if value else "false"}"{_BOOLEAN}'


def date_time(day: str) -> str:
    """Return an ISO 8601 day as the start of that day, in UTC."""
    return f'"{day}T00:00:00Z"{_DATE_TIME}'
