"""The prefixes of a query, and its IRIs, whether prefixed or in full."""

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from sparql.syntax.tokens import Kind, Token, tokenize


def prefixes_of(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the namespace of each prefix: those that the query declares, and the well-known ones."""
    return {**PREFIXES, **{name.prefix: iri.text[1:-1] for name, iri in _declarations(tokens)}}


def iris_in(text: str) -> set[str]:
    """Return the IRIs that a query uses, without those in declarations and without the keyword ``a``."""
    tokens = tokenize(text)
    prefixes = prefixes_of(tokens)
    declaring = {token for pair in _declarations(tokens) for token in pair}
    named = (iri_of(token, prefixes) for token in tokens if token not in declaring)
    return {iri for iri in named if iri is not None}


def iri_of(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI of a token that is one, in full or prefixed; None for any other token."""
    if token.kind is Kind.IRIREF:
        return token.text[1:-1]
    if token.kind is not Kind.PNAME or token.prefix not in prefixes:
        return None
    return prefixes[token.prefix] + token.text.partition(":")[2]


class Scope:
    """The base and the prefixes in force at a place in a query or update, while its tokens are read in order."""

    def __init__(self) -> None:
        self._base = BASE
        self._namespaces = dict(PREFIXES)
        self._read: tuple[Token | None, Token | None] = None, None
        """The last two tokens read."""

    def read(self, token: Token) -> None:
        """Read the next token, which may complete a declaration."""
        before, last = self._read
        if token.kind is Kind.IRIREF and last is not None:
            if last.is_word("BASE"):
                self._base = self.iri(token) or self._base
            elif before is not None and before.is_word("PREFIX"):
                self._namespaces[last.prefix] = self.iri(token)
        self._read = last, token

    def iri(self, token: Token) -> str:
        """Return the absolute IRI that a token stands for here; empty if it stands for none."""
        if token.kind is Kind.IRIREF:
            return _resolved(token.text, self._base)
        if token.kind is Kind.PNAME and token.prefix in self._namespaces:
            namespace = self._namespaces[token.prefix]
            return _resolved(token.text, self._base, f"@prefix {token.prefix}: <{namespace}> . ")
        return ""


def _resolved(written: str, base: str, prologue: str = "") -> str:
    """Resolve an IRI exactly as pyoxigraph does, by having it parse a line of Turtle, where IRIs are as in SPARQL."""
    try:
        quad = next(ox.parse(f"{prologue}<x:s> <x:p> {written} .", ox.RdfFormat.TURTLE, base_iri=base))
    except (SyntaxError, ValueError):
        return ""
    return quad.object.value if isinstance(quad.object, ox.NamedNode) else ""


def _declarations(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield the name and the namespace of each prefix that is declared."""
    for keyword, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if keyword.is_word("PREFIX"):
            yield name, iri
