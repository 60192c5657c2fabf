"""Inputs against the JSON Schema that describes them; what is wrong with one is said in one sentence, with the nearest.

Parameters of an address, inputs of tools and members of a body are told alike, whoever found the mistake.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from service.answers.answering import parameter_problem
from service.errors import Problem
from sparql.nearness import offer
from sparql.saved.values import ParameterError, check_names

Node = Mapping[str, Any]
_SHOWN: Final = 80
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
}


def check(given: Mapping[str, Any], schema: Node) -> None:
    """Raise a Problem for the first input that the schema of an object does not allow; null is as good as nothing."""
    properties: Mapping[str, Node] = schema["properties"]
    check_known(given, list(properties))
    for name in schema["required"]:
        if given.get(name) is None:
            raise missing(name, properties[name])
    for name, value in given.items():
        if value is not None and not allows(properties[name], value):
            raise refused(name, value, properties[name])


def check_known(given: Iterable[str], known: Sequence[str]) -> None:
    """Raise a Problem for a name that is none of those that are known, with those that look most like it."""
    try:
        check_names(given, known)
    except ParameterError as error:
        raise parameter_problem(error) from None


def allows(schema: Node, value: object) -> bool:
    """Tell whether a schema allows a value: its type, its choices, its bounds."""
    kind = schema.get("type", "string")
    if "enum" in schema:
        return isinstance(value, str) and value in schema["enum"]
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return False
    if isinstance(value, list):
        return all(allows(schema.get("items", {}), one) for one in value)
    if isinstance(value, str):
        return len(value) <= int(schema.get("maxLength", len(value)))
    least, most = _bounds(schema)
    number = value if isinstance(value, int | float) else 0
    return (least is None or number >= least) and (most is None or number <= most)


def invalid(error: Mapping[str, Any], name: str, schema: Node, definitions: Node) -> Problem:
    """Return what is told of an input that pydantic found to be wrong: ``schema`` is its own, as pydantic writes it."""
    options = [one for one in schema.get("anyOf", (schema,)) if one.get("type") != "null"]
    referred = str(options[0].get("$ref", "")).rpartition("/")[2]
    plain: Node = definitions[referred] if referred else options[0]
    return missing(name, plain) if error["type"] == "missing" else refused(name, error["input"], plain)


def missing(name: str, schema: Node) -> Problem:
    """Return what is told of an input that must be given and is not."""
    return Problem(400, f"“{name}” must be given: {_expected(schema)}.", parameter=name)


def refused(name: str, value: object, schema: Node) -> Problem:
    """Return what is told of an input that its schema does not allow."""
    if isinstance(value, list) and schema.get("type") == "array":
        of_each: Node = schema.get("items", {})
        wrong = next((one for one in value if not allows(of_each, one)), None)
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
        return Problem(400, f"“{name}” contains a character that it cannot have.", parameter=name)
    return Problem(400, f"“{name}” must be {_expected(schema)}.", parameter=name, nearest=list(choices))


def _expected(schema: Node) -> str:
    """Say what an input must be."""
    match schema.get("type"):
        case _ if "enum" in schema:
            return f"one of {', '.join(schema['enum'])}"
        case "array":
            return f"a list, of which each is {_expected(schema.get('items', {}))}"
        case "integer" | "number" as kind:
            least, most = _bounds(schema)
            bounds = f" from {least:,} to {most:,}" if least is not None and most is not None else ""
            bounds = bounds or (f" from {least:,} on" if least is not None else "")
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
