"""The formats of answers: JSON, JSON-LD, tables for spreadsheets, and the formats of SPARQL."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import orjson

from ontology.vocabulary import BASE, PREFIXES
from service.answers.shaping import Json
from sparql.media import GRAPHS, RESULTS
from sparql.results import Table
from sparql.saved.shape import Leaf, Make, Shape
from sparql.serialise import FORMATS

Cell: TypeAlias = bool | int | float | str | None

JSON: Final = "application/json"
JSON_LD: Final = "application/ld+json"
CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TURTLE: Final = "text/turtle"

TABLE_TYPES: Final = {
    JSON: "json",
    JSON_LD: "jsonld",
    CSV: "csv",
    XLSX: "xlsx",
    **{media_type: form.file_extension for media_type, form in RESULTS.items()},
}
"""Media types of the answers to SELECT, and their names in ``format=``."""
JSON_TYPES: Final = {JSON: "json"}
"""The same for replies that exist as JSON only."""
GRAPH_TYPES: Final = {
    media_type: GRAPHS[media_type].file_extension
    for media_type in (TURTLE, JSON_LD, "application/n-triples", "application/rdf+xml")
}
"""The same for the answers to CONSTRUCT and DESCRIBE."""

CONTEXT: Final = {
    "@vocab": f"{BASE}answer#",
    "id": f"{PREFIXES['dcterms']}identifier",
    "iri": "@id",
    "label": f"{PREFIXES['skos']}prefLabel",
    "quote": f"{PREFIXES['wa']}quote",
    "start": f"{PREFIXES['oa']}start",
    "end": f"{PREFIXES['oa']}end",
    "answers": {"@container": "@list"},
}
"""The JSON-LD context of answers; names without a term of the ontology get one of their own."""


def write_json(body: Mapping[str, Json]) -> bytes:
    """Write a body as JSON."""
    return orjson.dumps(body, option=orjson.OPT_INDENT_2)


def write_json_ld(body: Mapping[str, Json]) -> bytes:
    """Write a body as JSON-LD: as JSON with its context."""
    return orjson.dumps({"@context": CONTEXT, **body}, option=orjson.OPT_INDENT_2)


def write_results(table: Table, media_type: str) -> bytes:
    """Write the rows in one of the formats of SPARQL."""
    writer = FORMATS[RESULTS[media_type]]
    rows = (writer.row(table.variables, row) for row in table.rows)
    return writer.head(table.variables) + writer.between.join(rows) + writer.tail


@dataclass(frozen=True)
class Sheet:
    """A table for a spreadsheet."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_csv(sheet: Sheet) -> bytes:
    """Write one line for each row (RFC 4180, UTF-8)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows(sheet.rows)
    return text.getvalue().encode()


def flat(shape: Shape, answers: Sequence[Mapping[str, Json]]) -> Sheet:
    """Return nested answers as a table with columns such as ``body``, ``body_label`` and ``ask_quote``.

    A thing fills three columns, its id, label and IRI; a list of things the first two. Lists are joined with ``; ``.
    """
    columns = list(_columns(shape, ()))
    return Sheet(
        [name for name, _, _ in columns], [[_at(answer, path, key) for _, path, key in columns] for answer in answers]
    )


def _columns(shape: Shape, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield each column's name, the path to its value, and the member of a thing that it shows, if any."""
    for name, part in shape.items():
        path = (*above, name)
        column = "_".join(path)
        if not isinstance(part, Leaf):
            yield from _columns(part, path)
        elif part.make in {Make.THING, Make.THINGS}:
            yield column, path, "id"
            yield f"{column}_label", path, "label"
            if part.make is Make.THING:
                yield f"{column}_iri", path, "iri"
        else:
            yield column, path, ""


def _at(answer: Json, path: Sequence[str], key: str) -> Cell:
    part = answer
    for name in path:
        part = part[name] if isinstance(part, Mapping) else None
    if isinstance(part, Sequence) and not isinstance(part, str):
        return "; ".join(str(one[key] if key and isinstance(one, Mapping) else one) for one in part)
    if isinstance(part, Mapping):
        return str(part[key])
    return part
