"""Hints on a query: terms that it uses and the ontology lacks, with the most similar terms of the ontology."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ontology.vocabulary import PREFIXES
from sparql.nearness import nearest
from sparql.syntax.tokens import Kind, Token, position, tokenize

_WA = PREFIXES["wa"]
_MOST = 2
"""Most similar terms that a hint offers."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A term that the ontology lacks; lines and columns count from 1."""

    term: str
    line: int
    column: int
    nearest: tuple[str, ...]


def hints(query: str, known: Collection[str]) -> list[Hint]:
    """Return the terms in the ontology's namespace that are not in ``known``, each once.

    If ``known`` has no term of that namespace at all, nothing can be called misspelt, and there are no hints.
    """
    names = [iri.removeprefix(_WA) for iri in known if iri.startswith(_WA)]
    if not names:
        return []
    found: dict[str, Hint] = {}
    for token in tokenize(query):
        for name in _local_names(token):
            if name and name not in names and name not in found:
                found[name] = _hint(query, token, name, names)
    return list(found.values())


def _local_names(token: Token) -> Iterator[str]:
    if token.kind is Kind.PNAME and token.prefix == "wa":
        yield token.text.split(":", 1)[1]
    elif token.kind is Kind.IRIREF and token.text[1:-1].startswith(_WA):
        yield token.text[1:-1].removeprefix(_WA)


def _hint(query: str, token: Token, name: str, names: Collection[str]) -> Hint:
    like = tuple(f"wa:{each}" for each in nearest(name, list(names))[:_MOST])
    return Hint(f"wa:{name}", *position(query, token.start), like)
