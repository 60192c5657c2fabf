"""The OpenAPI description of the two SPARQL protocols, whose requests FastAPI does not parse."""

from collections.abc import Mapping
from typing import Final

from service.openapi.schemas import Node
from service.transport.answers import GRAPHS, SOLUTIONS
from service.transport.protocol import FORM, FORMATS, QUERY, UPDATE

REQUIRED: Final[Node] = {"x-required": True}
"""Marks a required parameter whose absence our own code reports, not FastAPI."""
_WORDS: Final[Node] = {"type": "string"}
_IRIS: Final[Node] = {"type": "array", "items": {"type": "string", "format": "iri"}}


def content(*media_types: str) -> Node:
    """Describe a reply or a body in any of some media types, as text."""
    return {media_type: {"schema": {} if media_type.endswith("json") else _WORDS} for media_type in media_types}


def _parameter(name: str, schema: Node, description: str) -> Node:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


_CONTROLS: Final[Mapping[str, tuple[Node, str]]] = {
    "timeout": ({"type": "number", "minimum": 0}, "Seconds that it may take; the service has a limit of its own."),
    "offset": ({"type": "integer", "minimum": 0}, "Rows or triples to leave out: the rest of a result that was cut."),
    "format": ({**_WORDS, "enum": list(FORMATS)}, "The format, in place of the Accept header; or `accept`, not both."),
    "accept": (_WORDS, "A media type, in place of the Accept header."),
}
_OF_QUERY: Final[Mapping[str, tuple[Node, str]]] = {
    "query": (_WORDS, "A query in SPARQL 1.1; with no parameter at all the endpoint describes itself."),
    "default-graph-uri": (_IRIS, "Graphs that make up the default graph."),
    "named-graph-uri": (_IRIS, "The named graphs."),
}
_OF_UPDATE: Final[Mapping[str, tuple[Node, str]]] = {
    "update": (_WORDS, "An update in SPARQL 1.1, in place of a query; it needs a token."),
    "using-graph-uri": (_IRIS, "Graphs that an update reads as the default graph."),
    "using-named-graph-uri": (_IRIS, "The named graphs that an update reads."),
}
_FORM: Final = {
    "type": "object",
    "properties": {
        name: {**schema, "description": text}
        for name, (schema, text) in {**_OF_QUERY, **_OF_UPDATE, **_CONTROLS}.items()
    },
}
RDF: Final = tuple(dict.fromkeys(GRAPHS.values()))
"""The media types of graphs."""
RESULTS: Final[dict[int | str, Node]] = {
    200: {
        "description": "The result, in a format for tables or for graphs; or the endpoint's own description.",
        "content": content(*dict.fromkeys(SOLUTIONS.values()), *RDF),
    },
    304: {"description": "Nothing has changed."},
}
UPDATED: Final[dict[int | str, Node]] = {**RESULTS, 204: {"description": "The update is published."}}
BY_GET: Final[Node] = {"parameters": [_parameter(name, *each) for name, each in {**_OF_QUERY, **_CONTROLS}.items()]}
BY_POST: Final[Node] = {
    "requestBody": {
        "required": True,
        "content": {FORM: {"schema": _FORM}, QUERY: {"schema": _WORDS}, UPDATE: {"schema": _WORDS}},
    },
    "security": [{}, {"token": []}],
}
"""A query needs no token, an update does."""

GRAPH: Final[Node] = {
    "parameters": [
        _parameter("graph", {"type": "string", "format": "iri"}, "The graph; or `default`, not both."),
        {**_parameter("default", {**_WORDS, "enum": [""]}, "The default graph."), "allowEmptyValue": True},
    ]
}
"""The parameters that name a graph, where the path does not."""
TRIPLES: Final[Node] = {"requestBody": {"required": True, "content": content(*RDF)}}
GRAPH_READ: Final[dict[int | str, Node]] = {200: {"description": "The graph.", "content": content(*RDF)}}
GRAPH_WRITTEN: Final[dict[int | str, Node]] = {
    201: {"description": "The graph is new."},
    204: {"description": "The graph was there before."},
}
