"""The filters of lists of statements: query parameters as RDF terms and in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from ontology.vocabulary import WA, iri


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter that filters a list by one thing."""

    words: str
    """The words before the name of the thing: ``about``, ``by``."""
    iri: Callable[[str], str]


def _body(reference: str) -> str:
    """Return the IRI of a body: one of the ontology's, or a respondent or a party of whom only a response tells."""
    kind, *path = reference.split("/", 2)
    if kind == "party" and len(path) > 1:
        return iri(kind, *path)
    return iri("respondent" if path else "body", *reference.split("/"))


def _of(kind: str) -> Callable[[str], str]:
    return lambda reference: iri(kind, *reference.split("/"))


ASKS: Final = {
    "kind": Filter("by respondents of the kind", lambda name: WA + quote(name)),
    "body": Filter("by", _body),
    "addressee": Filter("put to", _body),
    "topic": Filter("about", _of("topic")),
    "question": Filter("in answer to question", _of("question")),
    "consultation": Filter("in responses to", _of("consultation")),
}
CLAIMS: Final = {
    "body": Filter("that", _body),
    "to": Filter("answers to", _body),
    "modality": Filter("said to be", _of("modality")),
}


def terms(filters: Mapping[str, Filter], given: Mapping[str, str]) -> dict[str, ox.NamedNode]:
    """Return the thing that each parameter names, without empty parameters and those that are not filters."""
    return {name: ox.NamedNode(each.iri(given[name])) for name, each in filters.items() if given.get(name)}
