"""Prefixes of a query, and the IRIs that it names by them or in full."""

from collections.abc import Iterator, Mapping, Sequence

from ontology.vocabulary import PREFIXES
from sparql.tokens import Kind, Token, tokenize


def prefixes_of(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the namespace of each prefix that a query may use: the well-known ones and those that it declares."""
    return {**PREFIXES, **{name.prefix: iri.text[1:-1] for name, iri in _declarations(tokens)}}


def iris_in(text: str) -> set[str]:
    """Return the IRIs that a query names, those of its declarations and the keyword ``a`` left out."""
    tokens = tokenize(text)
    prefixes = prefixes_of(tokens)
    declaring = {token for pair in _declarations(tokens) for token in pair}
    named = (iri_of(token, prefixes) for token in tokens if token not in declaring)
    return {iri for iri in named if iri is not None}


def iri_of(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI that a token stands for, written in full or with a prefix; None for any other token."""
    if token.kind is Kind.IRIREF:
        return token.text[1:-1]
    if token.kind is not Kind.PNAME:
        return None
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, "") + local


def _declarations(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield the name and the namespace of each prefix that is declared."""
    for keyword, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if keyword.is_word("PREFIX"):
            yield name, iri
