"""Writing a table row by row in the four formats of SPARQL 1.1.

pyoxigraph is faster, but can only write the solutions of a query, not a table that was changed afterwards.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol
from xml.sax.saxutils import escape, quoteattr

import orjson
import pyoxigraph as ox

from ontology.vocabulary import PREFIXES
from sparql.results import Term

_RETURN: Final = {"\r": "&#13;"}
"""Escaped, because an XML reader would turn a bare carriage return into a line feed."""
_XSD_STRING: Final = f"{PREFIXES['xsd']}string"


class Format(Protocol):
    """One way to write a table."""

    between: bytes
    """The bytes between two rows."""
    tail: bytes
    """The bytes after the rows."""

    def head(self, variables: Sequence[str]) -> bytes:
        """Return the bytes before the rows."""

    def row(self, variables: Sequence[str], terms: Iterable[Term | None], /) -> bytes:
        """Write one solution."""


class _Json:
    """https://www.w3.org/TR/sparql11-results-json/"""

    between = b","
    tail = b"]}}"

    def head(self, variables: Sequence[str]) -> bytes:
        return b'{"head":' + orjson.dumps({"vars": variables}) + b',"results":{"bindings":['

    def row(self, variables: Sequence[str], terms: Iterable[Term | None], /) -> bytes:
        bound = {name: _as_json(term) for name, term in zip(variables, terms, strict=True) if term is not None}
        return orjson.dumps(bound)


def _as_json(term: Term) -> dict[str, object]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _as_json(part) for name, part in parts.items()}}
        case _:
            literal: dict[str, object] = {"type": "literal", "value": term.value}
            if term.language:
                literal["xml:lang"] = term.language
            elif term.datatype.value != _XSD_STRING:
                literal["datatype"] = term.datatype.value
            return literal


class _Xml:
    """https://www.w3.org/TR/rdf-sparql-XMLres/"""

    between = b""
    tail = b"</results></sparql>"

    def head(self, variables: Sequence[str]) -> bytes:
        names = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
        opening = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        return f"{opening}<head>{names}</head><results>".encode()

    def row(self, variables: Sequence[str], terms: Iterable[Term | None], /) -> bytes:
        bound = (
            f"<binding name={quoteattr(name)}>{_as_xml(term)}</binding>"
            for name, term in zip(variables, terms, strict=True)
            if term is not None
        )
        return f"<result>{''.join(bound)}</result>".encode()


def _as_xml(term: Term) -> str:
    match term:
        case ox.NamedNode():
            return f"<uri>{escape(term.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{escape(term.value)}</bnode>"
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return (
                "<triple>" + "".join(f"<{name}>{_as_xml(part)}</{name}>" for name, part in parts.items()) + "</triple>"
            )
        case _:
            if term.language:
                attribute = f" xml:lang={quoteattr(term.language)}"
            elif term.datatype.value != _XSD_STRING:
                attribute = f" datatype={quoteattr(term.datatype.value)}"
            else:
                attribute = ""
            return f"<literal{attribute}>{escape(term.value, _RETURN)}</literal>"


class _Csv:
    """https://www.w3.org/TR/sparql11-results-csv-tsv/ section 3: values alone"""

    between = b""
    tail = b""

    def head(self, variables: Sequence[str]) -> bytes:
        return f"{','.join(variables)}\r\n".encode()

    def row(self, _variables: Sequence[str], terms: Iterable[Term | None], /) -> bytes:
        return f"{','.join(_as_csv(term) for term in terms)}\r\n".encode()


def _as_csv(term: Term | None) -> str:
    if term is None:
        return ""
    value = str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value
    return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in '",\r\n') else value


class _Tsv:
    """https://www.w3.org/TR/sparql11-results-csv-tsv/ section 4: terms as in Turtle"""

    between = b""
    tail = b""

    def head(self, variables: Sequence[str]) -> bytes:
        return ("\t".join(f"?{name}" for name in variables) + "\n").encode()

    def row(self, _variables: Sequence[str], terms: Iterable[Term | None], /) -> bytes:
        return ("\t".join("" if term is None else str(term) for term in terms) + "\n").encode()


FORMATS: Final[dict[ox.QueryResultsFormat, Format]] = {
    ox.QueryResultsFormat.JSON: _Json(),
    ox.QueryResultsFormat.XML: _Xml(),
    ox.QueryResultsFormat.CSV: _Csv(),
    ox.QueryResultsFormat.TSV: _Tsv(),
}
