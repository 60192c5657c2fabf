"""The OpenAPI 3.1 description, with an operation for each saved question, made from the catalogue as it is now."""

import re
from collections.abc import Collection
from typing import Any, Final

from fastapi import FastAPI

from ontology.lexicon import Lexicon
from ontology.sources import Sources
from ontology.vocabulary import BASE
from service.answers.formats import GRAPH_TYPES, JSON, TABLE_TYPES, XLSX
from service.answers.given import FARTHEST
from service.answers.openapi_schemas import ANSWERED, COMMON, answers_schema, concept_schemas, parameter_schema
from service.state import Held
from service.transport.described import REQUIRED
from service.transport.protocol import FORM
from sparql.catalogue import Catalogue
from sparql.parameters import Parameter
from sparql.saved import LARGEST_PAGE, SavedQuestion

Node = dict[str, Any]
LISTINGS: Final = ("bodies", "topics", "responses", "statements")
"""Questions that have an address of their own."""
_LOADED: Final = (
    "/answer/{consultation}/{respondent}/{number}",
    "/consultation/{id}",
    "/document/{consultation}/{respondent}",
    "/graph/consultation/{consultation}",
    "/graph/response/{consultation}/{respondent}",
    "/graph/{id}",
    "/load/{id}",
    "/party/{consultation}/{name}",
    "/passage/{consultation}/{respondent}/{place}",
    "/question/{consultation}/{number}",
    "/respondent/{consultation}/{respondent}",
    "/response/{consultation}/{respondent}",
    "/reviewer/{id}",
    "/rule/{id}",
    "/similarity/{id}",
    "/speaker/{consultation}/{respondent}/{place}",
    "/statement/{consultation}/{respondent}/{place}",
)
"""Where the things are that loads mint."""


class Described(FastAPI):
    """An application whose description follows the catalogue."""

    held: Held
    _described: tuple[Catalogue, Node] | None = None

    def openapi(self) -> Node:
        """Return the description; it is made anew when the catalogue has been read again."""
        knowledge = self.held.knowledge
        catalogue = knowledge.catalogue
        if self._described is None or self._described[0] is not catalogue:
            things = {*_LOADED, *modelled(knowledge.reference.sources)}
            self._described = catalogue, _description(super().openapi(), things, catalogue, knowledge.lexicon)
        return self._described[1]


def modelled(sources: Sources) -> set[str]:
    """Return where the things of an ontology are: ``/body/{id}`` and the like, and ``/stances`` and the like."""
    subjects = {str(quad.subject).strip("<>") for source in sources.model for quad in source.quads}
    parts = (iri.removeprefix(BASE).split("/") for iri in subjects if iri.startswith(BASE) and "#" not in iri)
    return {f"/{kind}/{{id}}" if name else f"/{kind}" for kind, *name in parts}


def _description(base: Node, things: Collection[str], catalogue: Catalogue, lexicon: Lexicon) -> Node:
    components = dict(base.get("components", {}))
    schemas = {**components.get("schemas", {}), **COMMON, **concept_schemas(lexicon)}
    paths = {
        **{path: {"get": _thing_operation(path)} for path in things},
        **{path: _completed(path, item) for path, item in base["paths"].items()},
        "/questions": {"get": _catalogue_operation()},
    }
    for name, question in catalogue.questions.items():
        path = f"/{name}" if name in LISTINGS else f"/questions/{name}"
        paths[path] = {"get": _get(question)}
        if name not in LISTINGS:
            paths[path]["post"] = _post(question)
        schemas[_title(question)] = answers_schema(question)
    return {**base, "paths": dict(sorted(paths.items())), "components": {**components, "schemas": schemas}}


def _completed(path: str, item: Node) -> Node:
    """Say of operations that are described by their code what the framework does not know: errors, formats, paths."""
    return {method: _complete(path, operation) for method, operation in item.items()}


def _complete(path: str, operation: Node) -> Node:
    declared = {parameter["name"] for parameter in operation.get("parameters", ())}
    parts = [parameter for parameter in _path_parameters(path) if parameter["name"] not in declared]
    responses = {status: reply for status, reply in operation["responses"].items() if status != "422"}
    error = {"description": "An error (RFC 9457).", "content": _PROBLEM}
    parameters = [*map(_demanded, operation.get("parameters", ())), *parts]
    summary = str(operation.get("description", operation["summary"])).split("\n")[0].removesuffix(".")
    return {**operation, "summary": summary, "parameters": parameters, "responses": {**responses, "default": error}}


def _path_parameters(path: str) -> list[Node]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _demanded(parameter: Node) -> Node:
    """Say that a parameter must be given, where its code demands it rather than the framework."""
    marked = parameter["schema"].keys() & REQUIRED.keys()
    if not marked:
        return parameter
    schema = {name: each for name, each in parameter["schema"].items() if name not in {*marked, "default"}}
    return {**parameter, "required": True, "schema": schema}


def _title(question: SavedQuestion) -> str:
    return "".join(word.capitalize() for word in question.name.replace("_", "-").split("-")) + "Answers"


def _operation(question: SavedQuestion, name: str) -> Node:
    return {
        "operationId": name,
        "summary": question.summary,
        "description": question.description or question.summary,
        "tags": ["listings" if question.name in LISTINGS else "questions"],
        "responses": _responses(question),
    }


def _get(question: SavedQuestion) -> Node:
    name = question.name.replace("-", "_")
    parameters = [_parameter(parameter) for parameter in question.parameters.values()]
    return {**_operation(question, name), "parameters": [*parameters, *_controls(question)]}


def _post(question: SavedQuestion) -> Node:
    """Describe the same for long inputs: parameters in the body."""
    controls = {
        control["name"]: {**control["schema"], "description": control["description"]} for control in _controls(question)
    }
    schema = {
        "type": "object",
        "title": _title(question).removesuffix("Answers") + "Parameters",
        "properties": {
            **{
                parameter.name: {**parameter_schema(parameter), "description": parameter.description}
                for parameter in question.parameters.values()
            },
            **controls,
        },
        "required": [parameter.name for parameter in question.parameters.values() if parameter.must_be_given],
        "additionalProperties": False,
    }
    body = {"required": bool(schema["required"]), "content": {JSON: {"schema": schema}, FORM: {"schema": schema}}}
    return {**_operation(question, question.name.replace("-", "_") + "_at_length"), "requestBody": body}


def _parameter(parameter: Parameter) -> Node:
    found: Node = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.must_be_given,
        "description": parameter.description or f"A {parameter.type}.",
        "schema": parameter_schema(parameter),
    }
    return {**found, "example": parameter.example} if parameter.example else found


def _controls(question: SavedQuestion) -> list[Node]:
    """Describe what every question takes: the page, the order, the fields, the format."""
    offered = sorted({*TABLE_TYPES.values()} if question.form == "SELECT" else {*GRAPH_TYPES.values()})
    form = _control("format", {"type": "string", "enum": offered}, "The format; otherwise as the Accept header has it.")
    if question.form != "SELECT":
        return [form]
    whole = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": question.page}
    start = {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0}
    keys = ", ".join(question.variables)
    return [
        _control("limit", whole, "Answers on a page; for CSV and XLSX all that one reply can hold."),
        _control("offset", start, "Answers to leave out at the beginning."),
        _control("sort", {"type": "string"}, f"Keys separated by commas, “-” before one turns it round: {keys}."),
        _control("fields", {"type": "string"}, f"The parts wanted, separated by commas: {', '.join(question.shape)}."),
        form,
    ]


def _control(name: str, schema: Node, description: str) -> Node:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _responses(question: SavedQuestion) -> Node:
    if question.form == "SELECT":
        content: Node = {JSON: {"schema": {"$ref": f"#/components/schemas/{_title(question)}"}}}
        others = [media_type for media_type in TABLE_TYPES if media_type != JSON]
    else:
        content = {JSON: {"schema": ANSWERED}} if question.form == "ASK" else {}
        others = [] if question.form == "ASK" else list(GRAPH_TYPES)
    content |= {media_type: {"schema": _raw(media_type)} for media_type in others}
    good = {"description": "One page of answers.", "headers": _HEADERS, "content": content}
    return {"200": good, "304": {"description": "Nothing has changed."}, **_problems()}


def _raw(media_type: str) -> Node:
    if media_type.endswith("json"):
        return {"type": "object"}
    return {"type": "string", "format": "binary"} if media_type == XLSX else {"type": "string"}


def _problems() -> Node:
    return {status: {"description": text, "content": _PROBLEM} for status, text in _PROBLEMS.items()}


def _catalogue_operation() -> Node:
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Questions"}}}
    return {
        "operationId": "questions",
        "summary": "The saved questions",
        "tags": ["questions"],
        "responses": {"200": {"description": "Each question with its parameters.", "content": content}},
    }


def _thing_operation(path: str) -> Node:
    kind = " ".join(part for part in path.split("/") if part and not part.startswith("{"))
    types = {JSON: {"schema": {"$ref": "#/components/schemas/Described"}}}
    types |= {media_type: {"schema": _raw(media_type)} for media_type in GRAPH_TYPES}
    words = sorted({"json", *GRAPH_TYPES.values()})
    form = _control("format", {"type": "string", "enum": words}, "The format; otherwise as the Accept header has it.")
    return {
        "operationId": "get_" + re.sub(r"\W", "_", kind),
        "summary": f"{kind.capitalize()}: what it says, and what refers to it",
        "tags": ["things"],
        "parameters": [*_path_parameters(path), form],
        "responses": {
            "200": {"description": f"The {kind}.", "headers": _HEADERS, "content": types},
            "303": {"description": "Where a browser finds it."},
            "304": {"description": "Nothing has changed."},
            **_problems(),
        },
    }


_PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_HEADERS: Final = {
    "ETag": {"description": "Changes when the reply does.", "schema": {"type": "string"}},
    "Link": {"description": "The next page, if there is one (rel=next).", "schema": {"type": "string"}},
}
_PROBLEMS: Final = {
    "400": "A parameter is missing, unknown or of the wrong type; the detail names it.",
    "404": "Nothing is called so, or there is no such page; `nearest` has what is.",
    "406": "None of the formats that the Accept header names is on offer.",
    "413": "The body is too long.",
    "415": "The body is neither JSON nor a form.",
    "429": "Too many requests, or too many queries at once.",
    "503": "The service is busy or starting.",
    "504": "The query ran longer than it may.",
    "507": "The query needed more memory than it may.",
}
