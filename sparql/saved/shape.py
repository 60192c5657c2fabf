"""The shape of a question's answers: how a row of the result becomes nested JSON.

    #+ shape:
    #+   body: thing ?body
    #+   ask: {iri: "?ask", kind: "id ?kind"}
    #+   topics: things ?topics

A leaf is a variable, preceded by a word for what is made of its value:

    ?x          a string, number or truth value; an IRI as a string; null where unbound
    id ?x       the last part of an IRI; of a class its name in lower case with hyphens
    thing ?x    {"id", "iri", "label"}; null where unbound
    things ?x   a list of these, from IRIs separated by spaces (``GROUP_CONCAT``)
    ids ?x      a list of last parts
    texts ?x    a list of strings, separated by line ends
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Make(StrEnum):
    """What is made of a variable's value."""

    VALUE = "value"
    ID = "id"
    IDS = "ids"
    THING = "thing"
    THINGS = "things"
    TEXTS = "texts"


@dataclass(frozen=True)
class Leaf:
    """A leaf of a shape: a variable, and what is made of its value."""

    variable: str
    make: Make


Shape: TypeAlias = Mapping[str, "Shape | Leaf"]

_LEAF = re.compile(r"(?:(id|ids|thing|things|texts|value)\s+)?[?$](\w+)")


class ShapeError(ValueError):
    """A mistake in a shape; ``path`` is the entry of the header, e.g. ``shape.ask.kind``."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path


def read_shape(entry: object, variables: frozenset[str], path: str = "shape") -> Shape:
    """Read the shape in a header. Raises ShapeError if it is malformed or names an unknown variable."""
    if not isinstance(entry, dict) or not entry:
        raise ShapeError(path, "a shape is a mapping from names to variables, such as “quote: ?quote”")
    return {str(name): _read(value, variables, f"{path}.{name}") for name, value in entry.items()}


def plain_shape(variables: tuple[str, ...]) -> Shape:
    """Return the shape of a question that declares none: a value for each variable."""
    return {name: Leaf(name, Make.VALUE) for name in variables}


def leaves(shape: Shape) -> Iterator[Leaf]:
    """Yield the leaves of a shape, in order."""
    for part in shape.values():
        if isinstance(part, Leaf):
            yield part
        else:
            yield from leaves(part)


def _read(value: object, variables: frozenset[str], path: str) -> Shape | Leaf:
    if isinstance(value, dict):
        return read_shape(value, variables, path)
    match = _LEAF.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ShapeError(
            path, f"“{value}” is not a variable such as “?quote”, “id ?kind”, “thing ?body”, “things ?topics”"
        )
    if match[2] not in variables:
        raise ShapeError(path, f"the query selects no variable ?{match[2]}")
    return Leaf(match[2], Make(match[1] or "value"))
