"""The operations of the OpenAPI description: one for each saved question, and one for each kind of thing."""

import re
from typing import Final

from service.answers.formats import GRAPH_TYPES, JSON, TABLE_TYPES, XLSX
from service.answers.given import FARTHEST
from service.openapi.schemas import ANSWERED, Node, parameter_schema
from service.transport.protocol import FORM
from sparql.saved import LARGEST_PAGE, SavedQuestion
from sparql.saved.parameters import Parameter

LISTINGS: Final = ("bodies", "topics", "responses", "statements")
"""Questions that have an address of their own."""
PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_HEADERS: Final = {
    "ETag": {"description": "Changes when the reply does.", "schema": {"type": "string"}},
    "Link": {"description": "The next page, if there is one (rel=next).", "schema": {"type": "string"}},
}
_PROBLEMS: Final = {
    "400": "A parameter is missing, unknown or of the wrong type; the detail names it.",
    "404": "Nothing has that name, or there is no such page; `nearest` suggests names that exist.",
    "406": "None of the formats that the Accept header names is on offer.",
    "413": "The body is too long.",
    "415": "The body is neither JSON nor a form.",
    "429": "Too many requests, or too many queries at once.",
    "503": "The service is busy or starting.",
    "504": "The query exceeded its time limit.",
    "507": "The query exceeded its memory limit.",
}


def answers_title(question: SavedQuestion) -> str:
    """Return the name of the schema of a question's answers: ``WhoAsksForAnswers``."""
    return "".join(word.capitalize() for word in question.name.replace("_", "-").split("-")) + "Answers"


def _operation(question: SavedQuestion, name: str) -> Node:
    return {
        "operationId": name,
        "summary": question.summary,
        "description": question.description or question.summary,
        "tags": ["listings" if question.name in LISTINGS else "questions"],
        "responses": _responses(question),
    }


def get_operation(question: SavedQuestion) -> Node:
    """Describe asking a question with GET: its parameters in the address."""
    name = question.name.replace("-", "_")
    parameters = [_parameter(parameter) for parameter in question.parameters.values()]
    return {**_operation(question, name), "parameters": [*parameters, *_controls(question)]}


def post_operation(question: SavedQuestion) -> Node:
    """Describe asking a question with POST, for long values: its parameters in the body."""
    controls = {
        control["name"]: {**control["schema"], "description": control["description"]} for control in _controls(question)
    }
    schema = {
        "type": "object",
        "title": answers_title(question).removesuffix("Answers") + "Parameters",
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
    form = _control("format", {"type": "string", "enum": offered}, "The format, in place of the Accept header.")
    if question.form != "SELECT":
        return [form]
    whole = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": question.page}
    start = {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0}
    keys = ", ".join(question.variables)
    return [
        _control("limit", whole, "Answers on a page; for CSV and XLSX all that one reply can hold."),
        _control("offset", start, "Answers to leave out at the beginning."),
        _control("sort", {"type": "string"}, f"Keys separated by commas; “-” before a key reverses its order: {keys}."),
        _control("fields", {"type": "string"}, f"The parts wanted, separated by commas: {', '.join(question.shape)}."),
        form,
    ]


def _control(name: str, schema: Node, description: str) -> Node:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _responses(question: SavedQuestion) -> Node:
    if question.form == "SELECT":
        content: Node = {JSON: {"schema": {"$ref": f"#/components/schemas/{answers_title(question)}"}}}
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
    return {status: {"description": text, "content": PROBLEM} for status, text in _PROBLEMS.items()}


def catalogue_operation() -> Node:
    """Describe the list of the saved questions."""
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Questions"}}}
    return {
        "operationId": "questions",
        "summary": "The saved questions",
        "tags": ["questions"],
        "responses": {"200": {"description": "Each question with its parameters.", "content": content}},
    }


def thing_operation(path: str) -> Node:
    """Describe reading one thing, such as ``/body/{id}``."""
    kind = " ".join(part for part in path.split("/") if part and not part.startswith("{"))
    types = {JSON: {"schema": {"$ref": "#/components/schemas/Described"}}}
    types |= {media_type: {"schema": _raw(media_type)} for media_type in GRAPH_TYPES}
    words = sorted({"json", *GRAPH_TYPES.values()})
    form = _control("format", {"type": "string", "enum": words}, "The format, in place of the Accept header.")
    return {
        "operationId": "get_" + re.sub(r"\W", "_", kind),
        "summary": f"{kind.capitalize()}: what it says, and what refers to it",
        "tags": ["things"],
        "parameters": [*path_parameters(path), form],
        "responses": {
            "200": {"description": f"The {kind}.", "headers": _HEADERS, "content": types},
            "303": {"description": "Where a browser finds it."},
            "304": {"description": "Nothing has changed."},
            **_problems(),
        },
    }


def path_parameters(path: str) -> list[Node]:
    """Describe the parameters in braces of a path."""
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
