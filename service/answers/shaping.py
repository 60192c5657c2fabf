"""Turning rows into nested JSON, in the shape that the question's header declares."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias, TypedDict

import pyoxigraph as ox

from ontology.vocabulary import PREFIXES, local_id
from service.errors import Problem
from sparql.nearness import offer
from sparql.results import Table, Term
from sparql.saved import SavedQuestion
from sparql.saved.shape import Leaf, Make, Shape, leaves

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

_XSD: Final = PREFIXES["xsd"]
_WHOLE: Final = frozenset(
    _XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)
_REAL: Final = frozenset({f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float"})


class Thing(TypedDict):
    """Anything with an IRI, as answers show it."""

    id: str
    iri: str
    label: str


def things_in(shape: Shape, table: Table) -> set[str]:
    """Return the IRIs of all things in a table that the shape shows with their labels."""
    found: set[str] = set()
    for leaf in leaves(shape):
        if leaf.make in {Make.THING, Make.THINGS}:
            for term in table.column(leaf.variable):
                found.update(text_of(term).split())
    return found


def shape_rows(shape: Shape, table: Table, things: Mapping[str, Thing]) -> list[Mapping[str, Json]]:
    """Return one answer for each row."""
    return [_shape(shape, row, things) for row in table]


def _shape(shape: Shape, row: Mapping[str, Term], things: Mapping[str, Thing]) -> dict[str, Json]:
    return {
        name: _leaf(part, row.get(part.variable), things) if isinstance(part, Leaf) else _shape(part, row, things)
        for name, part in shape.items()
    }


def _leaf(leaf: Leaf, term: Term | None, things: Mapping[str, Thing]) -> Json:
    many = _MANY.get(leaf.make)
    if many is not None:
        return [many(word, things) for word in _words(leaf.make, term)]
    if term is None:
        return None
    if leaf.make is Make.VALUE:
        return value(term)
    make = _id if leaf.make is Make.ID else _thing
    return make(text_of(term), things)


def value(term: Term) -> Json:
    """Return a term as JSON: a number or a truth value as such, anything else as text."""
    if isinstance(term, ox.Literal):
        if term.datatype.value in _WHOLE:
            return int(term.value)
        if term.datatype.value in _REAL:
            return _real(term.value)
        if term.datatype.value == f"{_XSD}boolean":
            return term.value in {"true", "1"}
    return text_of(term)


def _real(text: str) -> float | str:
    """Return a number, or its text for infinity and NaN, which JSON lacks."""
    number = float(text.replace("INF", "inf"))
    return number if number - number == 0 else text


def text_of(term: Term | None) -> str:
    """Return the text of a term; empty for an unbound variable."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value


def _words(make: Make, term: Term | None) -> list[str]:
    text = text_of(term)
    return [line for line in text.split("\n") if line] if make is Make.TEXTS else sorted(text.split())


def _thing(iri: str, things: Mapping[str, Thing]) -> Json:
    thing = things[iri]
    return {"id": thing["id"], "iri": iri, "label": thing["label"]}


def _id(iri: str, _things: Mapping[str, Thing]) -> str:
    return id_of(iri)


def id_of(iri: str) -> str:
    """Return the last part of an IRI; a class's name in lower case with hyphens: ``clarity-request``."""
    name = local_id(iri)
    if "#" not in iri:
        return name
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def _plain(text: str, _things: Mapping[str, Thing]) -> str:
    return text


_MANY: Final[Mapping[Make, Callable[[str, Mapping[str, Thing]], Json]]] = {
    Make.THINGS: _thing,
    Make.IDS: _id,
    Make.TEXTS: _plain,
}


def select_fields(question: SavedQuestion, wanted: str | None) -> SavedQuestion:
    """Return the question reduced to the fields that ``body,ask.quote`` names. Raises Problem 400 for an unknown one.

    Fields refer to the question's shape, so they take the place of grlc's ``transform``.
    """
    fields = [field.strip() for field in (wanted or "").split(",") if field.strip()]
    if not fields:
        return question
    known = list(_paths(question.shape))
    for field in fields:
        if field not in known:
            close, hint = offer(field, known)
            raise Problem(400, f"The answers have no field “{field[:80]}”{hint}.", parameter="fields", nearest=close)
    shape = _selected(question.shape, fields, "")
    shown = {leaf.variable for leaf in leaves(shape)}
    variables = tuple(name for name in question.variables if name in shown)
    return replace(question, shape=shape, variables=variables, transform=None)


def _paths(shape: Shape, prefix: str = "") -> Iterator[str]:
    for name, part in shape.items():
        yield prefix + name
        if not isinstance(part, Leaf):
            yield from _paths(part, f"{prefix}{name}.")


def _selected(shape: Shape, fields: Iterable[str], prefix: str) -> Shape:
    found: dict[str, Shape | Leaf] = {}
    for name, part in shape.items():
        path = prefix + name
        if path in fields:
            found[name] = part
        elif not isinstance(part, Leaf) and any(field.startswith(f"{path}.") for field in fields):
            found[name] = _selected(part, fields, f"{path}.")
    return found
