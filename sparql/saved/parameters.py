"""The parameters of a saved question: variables whose names begin with ``_``, as in grlc.

``?_name`` is required and ``?__name`` optional. A suffix gives the type of the term that is bound:

    ?_name            a plain literal            ?_name_iri        an IRI
    ?_name_integer    "…"^^xsd:integer           ?_name_xsd_date   "…"^^xsd:date, by any declared prefix
    ?_name_number     a decimal or an integer    ?_name_en         "…"@en
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ontology.vocabulary import PREFIXES
from sparql.syntax.prefixes import prefixes_of
from sparql.syntax.tokens import Kind, Token

XSD: Final = PREFIXES["xsd"]


class Type(StrEnum):
    """The types of parameters, as a header names them."""

    TOPIC = "topic"
    BODY = "body"
    KIND = "kind"
    STANCE = "stance"
    FORCE = "force"
    MODALITY = "modality"
    REVIEW = "review"
    RESPONSE = "response"
    QUESTION = "question"
    CONSULTATION = "consultation"
    STATEMENT = "statement"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    IRI = "iri"


CONCEPTS: Final = (Type.TOPIC, Type.BODY, Type.STANCE, Type.FORCE, Type.MODALITY, Type.REVIEW)
"""Types whose values are in the ontology, given by id, IRI or label. The dataset may have further bodies."""
RECORDS: Final = (Type.RESPONSE, Type.QUESTION, Type.CONSULTATION)
"""Types whose values are in the dataset, given by id, IRI or title."""

_SUFFIXES: Final = {
    "iri": Type.IRI,
    "number": Type.NUMBER,
    "literal": Type.TEXT,
    "string": Type.TEXT,
    "integer": Type.INTEGER,
    "boolean": Type.BOOLEAN,
    "date": Type.DATE,
}
_DATATYPE: Final = re.compile(
    "anyURI|base64Binary|byte|date|dateTime|decimal|double|duration|float|gDay|gMonth|gMonthDay|gYear|gYearMonth|"
    "hexBinary|int|long|negativeInteger|nonNegativeInteger|nonPositiveInteger|positiveInteger|short|time|token|unsignedInt|unsignedLong"
)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question: its variables, and what the header says of it."""

    name: str
    variables: frozenset[str]
    """Names of its variables, without ``?``."""
    type: Type = Type.TEXT
    required: bool = True
    description: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()
    """The only values that it takes; empty if it takes any value of its type."""
    enumerated: bool = False
    """Whether its choices are looked up in the dataset."""
    example: str | None = None
    narrower: bool = False
    """Whether a concept includes all concepts below it."""
    language: str | None = None
    datatype: str | None = None
    """IRI of the literal's datatype, if the name of the variable gives one."""

    @property
    def must_be_given(self) -> bool:
        """Whether the user must give a value."""
        return self.required and self.default is None


@dataclass(frozen=True)
class Variable:
    """A variable of a parameter, as its name describes it."""

    name: str
    parameter: str
    required: bool
    type: Type
    language: str | None = None
    datatype: str | None = None


def parameter_variables(tokens: list[Token], declared: frozenset[str]) -> Iterator[Variable]:
    """Yield each parameter variable of a query once; ``declared`` are the parameters that the header names."""
    prefixes = prefixes_of(tokens)
    seen = set()
    for token in tokens:
        if token.kind is Kind.VARIABLE and token.text[1] == "_" and token.text[1:] not in seen:
            seen.add(token.text[1:])
            yield _variable(token.text[1:], declared, prefixes)


def _variable(name: str, declared: frozenset[str], prefixes: Mapping[str, str]) -> Variable:
    required = not name.startswith("__")
    rest = name.lstrip("_")
    fitting = [known for known in declared if rest == known or rest.startswith(f"{known}_")]
    parameter = max(fitting, key=len) if fitting else rest.partition("_")[0]
    suffix = rest[len(parameter) + 1 :]
    if suffix in _SUFFIXES:
        kind = _SUFFIXES[suffix]
        return Variable(name, parameter, required, kind, datatype=XSD + suffix if kind is Type.DATE else None)
    if _DATATYPE.fullmatch(suffix):
        return Variable(name, parameter, required, Type.TEXT, datatype=XSD + suffix)
    if re.fullmatch("[a-z]{2}", suffix):
        return Variable(name, parameter, required, Type.TEXT, language=suffix)
    prefix, _, local = suffix.partition("_")
    if local and prefix in prefixes:
        datatype = prefixes[prefix] + local
        kind = next((kind for end, kind in _SUFFIXES.items() if datatype == XSD + end), Type.TEXT)
        return Variable(name, parameter, required, kind, datatype=datatype)
    return Variable(name, parameter, required, Type.TEXT)
