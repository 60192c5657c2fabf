"""RDF terms in N-Quads syntax. A response has about a thousand quads, and the store takes in text fastest."""

from functools import lru_cache
from urllib.parse import quote

from ontology.vocabulary import PREFIXES, iri

_INTEGER = f"^^<{PREFIXES['xsd']}integer>"
_BOOLEAN = f"^^<{PREFIXES['xsd']}boolean>"
_DATE_TIME = f"^^<{PREFIXES['xsd']}dateTime>"


@lru_cache(maxsize=4096)
def name_text(prefixed: str) -> str:
    """Return the node of a prefixed name.

    >>> name_text("wa:Ask")
    '<https://w3id.org/whoasks/ontology#Ask>'
    """
    prefix, local = prefixed.split(":", 1)
    return f"<{PREFIXES[prefix]}{local}>"


@lru_cache(maxsize=65536)
def node_text(kind: str, *path: str) -> str:
    """Return the node of a thing that whoasks names.

    >>> node_text("body", "bma")
    '<https://w3id.org/whoasks/body/bma>'
    """
    return f"<{iri(kind, *path)}>"


@lru_cache(maxsize=4096)
def part(id_: str) -> str:
    """Return an id with the escapes that a part of an IRI's path needs."""
    return quote(id_, safe="-._~")


def literal(value: str, language: str = "") -> str:
    r"""Return a plain literal, or one in a language.

    >>> literal('a "b"'), literal("Chair", "en")
    ('"a \\"b\\""', '"Chair"@en')
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def number(value: int) -> str:
    """Return an integer literal."""
    return f'"{value}"{_INTEGER}'


def truth(value: bool) -> str:
    """Return a boolean literal."""
    return f'"{"true" if value else "false"}"{_BOOLEAN}'


def date_time(day: str) -> str:
    """Return the dateTime literal of the start, in UTC, of an ISO 8601 day."""
    return f'"{day}T00:00:00Z"{_DATE_TIME}'
