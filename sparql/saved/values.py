"""Turning what people write for a parameter into RDF terms: ids, IRIs and labels, numbers, dates and texts.

ParameterError
├── UnknownParameter   the question has no parameter of that name
├── MissingParameter   a required parameter is not given
├── UnknownValue       nothing of that id, IRI or label is known
└── WrongValue         the value is not of the parameter's type
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Final, Protocol

import pyoxigraph as ox

from ontology.mistakes import Mistake
from ontology.vocabulary import BASE, iri
from sparql.nearness import nearest, offer, perhaps
from sparql.saved.binding import Value
from sparql.saved.parameters import CONCEPTS, RECORDS, XSD, Parameter, Type

LISTINGS: Final[Mapping[Type, str]] = {Type.TOPIC: "topics", Type.BODY: "bodies", Type.RESPONSE: "responses"}
"""For each type, the name of the list of its values."""
LONGEST: Final = 4_000
"""Longest value that is accepted, in code points."""
_FEW: Final = 12
"""Most valid values that are all listed if none is near."""
_SHOWN: Final = 80
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Named(Protocol):
    """Something with an id and names: a body, a topic, a response."""

    @property
    def id(self) -> str: ...
    @property
    def iri(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def alt_labels(self) -> Sequence[str]: ...


class Names(Protocol):
    """Where the names of things are looked up."""

    def known(self, kind: Type) -> Mapping[str, Named]:
        """Return the things of a kind by id; none for a kind of value that is not a thing."""

    def below(self, kind: Type, concept: str) -> Sequence[str]:
        """Return the ids of the concepts below one, at any depth."""


class ParameterError(Mistake):
    """The value of a parameter cannot be used; ``nearest`` are valid values or names.

    If nothing is near, ``listing`` is the name of the list of all valid values.
    """

    def __init__(self, parameter: str, reason: str, nearest: Sequence[str] = (), listing: str = "") -> None:
        super().__init__(f"{reason}; “{listing}” lists those there are" if listing else reason)
        self.parameter = parameter
        self.nearest = tuple(nearest)
        self.listing = listing


class UnknownParameter(ParameterError):
    """The question has no parameter of that name."""


class MissingParameter(ParameterError):
    """A required parameter is not given."""


class UnknownValue(ParameterError):
    """Nothing of that id, IRI or label is known."""


class WrongValue(ParameterError):
    """The value is not of the parameter's type."""


def check_names(given: Iterable[str], known: Sequence[str]) -> None:
    """Raise UnknownParameter for an unknown name, with the most similar known names."""
    for name in given:
        if name not in known:
            close, hint = offer(name, known)
            raise UnknownParameter(_short(name), f"there is no parameter “{_short(name)}”{hint}", close)


def read_values(
    parameters: Mapping[str, Parameter], given: Mapping[str, str], names: Names
) -> dict[str, tuple[Value, ...]]:
    """Return the terms of each parameter that has a value, given or by default. Raises ParameterError."""
    check_names(given, list(parameters))
    found = {}
    for name, parameter in parameters.items():
        raw = given.get(name, parameter.default)
        if raw is not None and raw != "":
            found[name] = read_value(parameter, raw, names)
        elif parameter.required:
            raise MissingParameter(name, f"the parameter “{name}” must be given: {_expected(parameter)}")
    return found


def read_value(parameter: Parameter, raw: str, names: Names) -> tuple[Value, ...]:
    """Return the terms that a value stands for: one, or a concept and those below it. Raises ParameterError."""
    if len(raw) > LONGEST:
        raise WrongValue(parameter.name, f"“{parameter.name}” is longer than {LONGEST:,} characters")
    if _CONTROL.search(raw):
        raise WrongValue(parameter.name, f"“{parameter.name}” contains a control character")
    if parameter.choices and raw not in parameter.choices:
        close, hint = offer(raw, parameter.choices)
        raise WrongValue(parameter.name, f"“{_short(raw)}” is not a value of “{parameter.name}”{hint}", close)
    if parameter.type in CONCEPTS or parameter.type in RECORDS or parameter.type is Type.KIND:
        return _things(parameter, raw.strip(), names)
    return (_SCALARS.get(parameter.type, _text)(parameter, raw),)


def find(kind: Type, raw: str, names: Names) -> list[Named]:
    """Return the things that an id, an IRI or a label names; ids and IRIs take precedence over labels."""
    known = names.known(kind)
    by_id = known.get(raw) or known.get(raw.lower())
    if by_id is not None:
        return [by_id]
    exact = [thing for thing in known.values() if raw == thing.iri]
    folded = raw.casefold()
    labelled = [thing for thing in known.values() if folded == thing.label.casefold()]
    return (
        exact
        or labelled
        or [thing for thing in known.values() if folded in {label.casefold() for label in thing.alt_labels}]
    )


def _things(parameter: Parameter, raw: str, names: Names) -> tuple[Value, ...]:
    found = find(parameter.type, raw, names)
    if not found:
        raise _unknown(parameter, raw, names)
    if parameter.type in CONCEPTS and len({thing.label for thing in found}) > 1:
        ids = [thing.id for thing in found]
        raise UnknownValue(parameter.name, f"“{_short(raw)}” names several: {', '.join(ids)}; give the id", ids)
    known = names.known(parameter.type)
    below = [known[one] for one in names.below(parameter.type, found[0].id)] if parameter.narrower else []
    return tuple(ox.NamedNode(thing.iri) for thing in [*found, *below])


def _unknown(parameter: Parameter, raw: str, names: Names) -> UnknownValue:
    """Return the error for an unknown value. It suggests the nearest ones, or all if they are few, or their listing."""
    known = names.known(parameter.type)
    labels = {
        label: thing.id if thing.id in known or parameter.type in RECORDS else thing.label
        for thing in known.values()
        for label in (thing.id, thing.label, *thing.alt_labels)
    }
    ids = list(dict.fromkeys(labels[label] for label in nearest(raw, list(labels))))
    for other in (*CONCEPTS, *RECORDS):
        if other is not parameter.type and (found := find(other, raw, names)):
            article = "an" if other.value[0] in "aeiou" else "a"
            takes = f"“{_short(raw)}” is {article} {other} ({found[0].label}), and “{parameter.name}” takes a"
            return UnknownValue(parameter.name, f"{takes} {parameter.type}{perhaps(ids)}", ids)
    unknown = f"no {parameter.type} is called “{_short(raw)}”"
    every = list(dict.fromkeys(thing.id for thing in known.values()))
    if ids or (len(every) > _FEW and parameter.type is not Type.KIND):  # there is no listing of kinds
        listing = "" if ids else LISTINGS.get(parameter.type, "")
        return UnknownValue(parameter.name, unknown + perhaps(ids), ids, listing)
    there_are = f"; there are {', '.join(every)}" if every else ""
    return UnknownValue(parameter.name, unknown + there_are, every)


def _text(parameter: Parameter, raw: str) -> Value:
    if parameter.language:
        return ox.Literal(raw, language=parameter.language)
    if parameter.datatype:
        return ox.Literal(raw, datatype=ox.NamedNode(parameter.datatype))
    return ox.Literal(raw)


def _iri(parameter: Parameter, raw: str) -> Value:
    try:
        node = ox.NamedNode(raw.strip())
    except ValueError:
        raise WrongValue(parameter.name, f"“{_short(raw)}” is not an IRI, which “{parameter.name}” takes") from None
    return node


def _statement(parameter: Parameter, raw: str) -> Value:
    """Read the IRI of a statement, or its last three parts: consultation, response and span."""
    path = raw.strip().removeprefix(f"{BASE}statement/")
    if re.fullmatch(r"[^/\s]+/[^/\s]+/[a-z]+(-[a-z]+)*-\d+-\d+", path):
        with suppress(ValueError):  # not an IRI after all
            return ox.NamedNode(iri("statement", *path.split("/")) if "%" not in path else f"{BASE}statement/{path}")
    raise WrongValue(
        parameter.name,
        f"“{_short(raw)}” is not a statement, which “{parameter.name}” takes: its IRI or the end of it, such as "
        "“sof-2021-22/bma/ask-1065-1263”",
    )


def _number(parameter: Parameter, raw: str) -> Value:
    whole = parameter.type is Type.INTEGER
    pattern = r"[+-]?\d{1,18}" if whole else r"[+-]?(\d{1,18}(\.\d{1,18})?|\.\d{1,18})"
    if not re.fullmatch(pattern, raw.strip(), re.ASCII):
        wanted = "a whole number" if whole else "a number"
        raise WrongValue(parameter.name, f"“{_short(raw)}” is not {wanted}, which “{parameter.name}” takes")
    whole = whole or "." not in raw
    return ox.Literal(raw.strip(), datatype=ox.NamedNode(XSD + ("integer" if whole else "decimal")))


def _boolean(parameter: Parameter, raw: str) -> Value:
    if raw.lower() not in {"true", "false"}:
        raise WrongValue(parameter.name, f"“{_short(raw)}” is neither true nor false, which “{parameter.name}” takes")
    return ox.Literal(raw.lower() == "true")


def _date(parameter: Parameter, raw: str) -> Value:
    """Read an ISO 8601 date as ``xsd:dateTime``, which the model uses, at midnight UTC unless a time is given."""
    try:
        moment = datetime.fromisoformat(raw.strip())
        day = date.fromisoformat(raw.strip()[:10])
    except ValueError:
        raise WrongValue(parameter.name, f"“{_short(raw)}” is not a date such as 2021-05-14") from None
    if parameter.datatype == f"{XSD}date":
        return ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
    zone = "" if moment.tzinfo else "Z"
    return ox.Literal(moment.isoformat() + zone, datatype=ox.NamedNode(f"{XSD}dateTime"))


_SCALARS: Final = {
    Type.TEXT: _text,
    Type.IRI: _iri,
    Type.STATEMENT: _statement,
    Type.INTEGER: _number,
    Type.NUMBER: _number,
    Type.BOOLEAN: _boolean,
    Type.DATE: _date,
}


def _expected(parameter: Parameter) -> str:
    example = parameter.example or (parameter.choices[0] if parameter.choices else None)
    return f"a {parameter.type}" + (f", such as “{example}”" if example else "")


def _short(raw: str) -> str:
    return raw if len(raw) <= _SHOWN else raw[: _SHOWN - 1] + "…"
