"""Checking inputs against the JSON Schema that describes them; a mistake is reported in one sentence.

Query parameters, inputs of tools and members of a JSON body are reported alike, whether pydantic or this module found
the mistake.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from jsonschema import Draft202012Validator

from service.answers.answering import parameter_problem
from service.errors import Problem
from sparql.nearness import offer
from sparql.saved.values import ParameterError, check_names

Node = Mapping[str, Any]
_SHOWN: Final = 80


def check(given: Mapping[str, Any], schema: Node) -> None:
    """Raise a Problem for the first input that the schema of an object does not allow; null counts as not given."""
    properties: Mapping[str, Node] = schema["properties"]
    check_known(given, list(properties))
    for name in schema["required"]:
        if given.get(name) is None:
            raise missing(name, properties[name])
    for name, value in given.items():
        if value is not None and not _allows(properties[name], value):
            raise refused(name, value, properties[name])


def check_known(given: Iterable[str], known: Sequence[str]) -> None:
    """Raise a Problem for the first unknown name; it suggests the known names most like it."""
    try:
        check_names(given, known)
    except ParameterError as error:
        raise parameter_problem(error) from None


def _allows(schema: Node, value: object) -> bool:
    """Tell whether a schema allows a value; a whole number is an integer only if it is written as one."""
    if schema.get("type") == "integer" and isinstance(value, float):
        return False
    return bool(Draft202012Validator(schema).is_valid(value))


def invalid(error: Mapping[str, Any], name: str, schema: Node, definitions: Node) -> Problem:
    """Return the Problem for an input that pydantic refused; ``schema`` is the input's own, as pydantic writes it."""
    options = [one for one in schema.get("anyOf", (schema,)) if one.get("type") != "null"]
    referred = str(options[0].get("$ref", "")).rpartition("/")[2]
    plain: Node = definitions[referred] if referred else options[0]
    return missing(name, plain) if error["type"] == "missing" else refused(name, error["input"], plain)


def missing(name: str, schema: Node) -> Problem:
    """Return the Problem for a required input that was not given."""
    return Problem(400, f"“{name}” must be given: {_expected(schema)}.", parameter=name)


def refused(name: str, value: object, schema: Node) -> Problem:
    """Return the Problem for an input that its schema does not allow."""
    if isinstance(value, list) and schema.get("type") == "array":
        of_each: Node = schema.get("items", {})
        wrong = next((one for one in value if not _allows(of_each, one)), None)
        if isinstance(wrong, str):
            return refused(name, wrong, of_each)
    choices: Sequence[str] = schema.get("items", schema).get("enum", ())
    if "enum" in schema and isinstance(value, str):
        close, hint = offer(value, choices)
        return Problem(400, f"“{value[:_SHOWN]}” is not a value of “{name}”{hint}.", parameter=name, nearest=close)
    most = schema.get("maxLength")
    if isinstance(value, str) and most is not None and len(value) > most:
        return Problem(400, f"“{name}” is longer than {most:,} characters.", parameter=name)
    if isinstance(value, str) and "pattern" in schema:
        return Problem(400, f"“{name}” contains a character that is not allowed.", parameter=name)
    return Problem(400, f"“{name}” must be {_expected(schema)}.", parameter=name, nearest=list(choices))


def _expected(schema: Node) -> str:
    """Describe in words what a schema allows."""
    match schema.get("type"):
        case _ if "enum" in schema:
            return f"one of {', '.join(schema['enum'])}"
        case "array":
            return f"a list, of which each is {_expected(schema.get('items', {}))}"
        case "integer" | "number" as kind:
            least, most = _bounds(schema)
            bounds = f" from {least:,} to {most:,}" if least is not None and most is not None else ""
            bounds = bounds or (f" of at least {least:,}" if least is not None else "")
            return f"a {'whole ' if kind == 'integer' else ''}number{bounds}"
        case "boolean":
            return "true or false"
        case _:
            from_on = f"{schema['minLength']:,} to " if "minLength" in schema else "at most "
            return f"text of {from_on}{schema['maxLength']:,} characters" if "maxLength" in schema else "text"


def _bounds(schema: Node) -> tuple[int | None, int | None]:
    """Return the least and the greatest number that a schema allows."""
    below = schema.get("exclusiveMaximum")
    return schema.get("minimum"), schema.get("maximum") if below is None else below - 1
