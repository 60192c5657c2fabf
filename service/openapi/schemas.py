"""The schemas of the OpenAPI description: what answers look like, and what parameters take."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from ontology.lexicon import Lexicon
from sparql.saved import SavedQuestion
from sparql.saved.names import LexiconNames
from sparql.saved.parameters import CONCEPTS, Parameter, Type
from sparql.saved.shape import Leaf, Make, Shape
from sparql.saved.values import LONGEST

Node: TypeAlias = dict[str, Any]
"""A part of the description, as JSON."""
_WORDS: Final = {"type": "string"}
SCALARS: Final[Mapping[Type, Node]] = {
    Type.INTEGER: {"type": "integer", "minimum": -(10**17), "maximum": 10**17},
    Type.NUMBER: {"type": "number", "minimum": -(10**17), "maximum": 10**17},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DATE: {"type": "string", "format": "date"},
    Type.IRI: {"type": "string", "format": "iri"},
}
"""Schemas of the types whose values are plain data; values of all other types are text."""


def _reference(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Node, *, required: bool = True, **extra: object) -> Node:
    return {"type": "object", "properties": properties, **({"required": list(properties)} if required else {}), **extra}


def _list(items: Node) -> Node:
    return {"type": "array", "items": items}


_OR_NULL: Final = {"type": "null"}
_VALUE: Final = {"type": ["string", "number", "boolean", "null"]}
_PROVENANCE: Final = _object(
    {
        "query_sha256": {**_WORDS, "description": "Digest of the saved query."},
        "dataset_version": _WORDS,
        "sources": _list(_object({"response": _WORDS, "file": _WORDS, "sha256": _WORDS})),
    }
)
_FACETS: Final = {
    "type": "object",
    "additionalProperties": _list(_object({"id": _WORDS, "label": _WORDS, "count": {"type": "integer"}})),
    "description": "How many of all answers have each value of a property.",
}
COMMON: Final[Mapping[str, Node]] = {
    "Thing": _object(
        {"id": _WORDS, "iri": _WORDS, "label": _WORDS}, description="A body, a topic, a response and so on."
    ),
    "Problem": _object(
        {
            "type": _WORDS,
            "title": _WORDS,
            "status": {"type": "integer"},
            "detail": {**_WORDS, "description": "What is wrong and what to do, in one sentence."},
        },
        description="An error (RFC 9457). `parameter` is wrong, `nearest` would be right, `list` has all there are.",
    ),
    "Provenance": {**_PROVENANCE, "description": "Where the answers come from."},
    "Questions": _object({"questions": _list({"type": "object"}), "errors": _list({"type": "object"})}),
    "Described": _object(
        {
            "id": _WORDS,
            "iri": _WORDS,
            "label": _WORDS,
            "kind": _WORDS,
            "properties": {"type": "object", "additionalProperties": True},
            "referred_to_by": {"type": "object", "additionalProperties": True},
            "more_references": {"type": "boolean"},
            "questions": _list(_object({"question": _WORDS, "summary": _WORDS, "href": _WORDS})),
            "dataset_version": _WORDS,
        }
    ),
}
ANSWERED: Final = _object({"question": _WORDS, "answers": _list(_object({"result": {"type": "boolean"}}))})


def concept_schemas(lexicon: Lexicon) -> dict[str, Node]:
    """Return an enumeration of ids for each kind of concept: ``TopicId`` and so on."""
    names = LexiconNames(lexicon)
    found = {}
    for kind in CONCEPTS:
        if ids := sorted(names.known(kind)):
            found[_concept(kind)] = {**_WORDS, "enum": ids, "description": f"The ids of every {kind} of the ontology."}
    return found


def _concept(kind: Type) -> str:
    return f"{kind.capitalize()}Id"


def parameter_schema(parameter: Parameter) -> Node:
    """Return the schema of a parameter: its choices, a concept by id or name, or a value of its type."""
    found: Node
    if parameter.choices:
        found = {**_WORDS, "enum": list(parameter.choices)}
    elif parameter.type in CONCEPTS:
        found = {
            "anyOf": [_reference(_concept(parameter.type)), {**_WORDS, "maxLength": LONGEST}],
            "description": f"An id, an IRI or a label of a {parameter.type}.",
        }
    else:
        found = dict(SCALARS.get(parameter.type, {**_WORDS, "maxLength": LONGEST}))
    return {**found, "default": parameter.default} if parameter.default is not None else found


def answers_schema(question: SavedQuestion) -> Node:
    """Return the schema of a question's reply."""
    properties: Node = {
        "question": {**_WORDS, "const": question.name},
        "parameters": {"type": "object", "additionalProperties": _WORDS},
        "answers": _list({**_answer(question), "title": f"{question.name} answer"}),
        **({"facets": _FACETS} if question.facets else {}),
        "next": {"type": ["string", "null"], "description": "The address of the next page."},
        "dataset_version": _WORDS,
        "sparql": {**_WORDS, "description": "The query with its terms, as it was asked."},
        "provenance": _reference("Provenance"),
    }
    return _object(properties, description=question.summary)


def _answer(question: SavedQuestion) -> Node:
    """Describe an answer; for ``transform`` anything, since the prototype decides."""
    return {"type": "object", "additionalProperties": True} if question.transform else _shape(question.shape)


def _shape(shape: Shape) -> Node:
    """Describe an answer; none of its parts is required, since ``fields`` may leave any out."""
    parts = {name: _leaf(part) if isinstance(part, Leaf) else _shape(part) for name, part in shape.items()}
    return _object(parts, required=False)


def _leaf(leaf: Leaf) -> Node:
    match leaf.make:
        case Make.THING:
            return {"anyOf": [_reference("Thing"), _OR_NULL]}
        case Make.THINGS:
            return _list(_reference("Thing"))
        case Make.IDS | Make.TEXTS:
            return _list(_WORDS)
        case Make.ID:
            return {"type": ["string", "null"]}
        case Make.VALUE:
            return dict(_VALUE)
