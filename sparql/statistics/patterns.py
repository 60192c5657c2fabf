"""The plain triple patterns of queries that group and count, and where they stand in the text.

What is more involved than three single terms, a path, a list of objects, a typed literal, is not read as a pattern.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ontology.vocabulary import RDF_TYPE
from sparql.prefixes import iri_of
from sparql.tokens import Kind, Token

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")
_GROUPING: Final = ("GROUP", "COUNT")
_NAMING_GRAPHS: Final = ("GRAPH", "FROM", "SERVICE", "USING", "WITH")
"""Beside these a pattern may be about less than the union of all graphs."""
_ORDERED: Final = ("LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "SUM", "AVG", "MIN", "MAX")
"""What may answer differently when solutions come in another order; sums do, of floating-point numbers."""
_PLAIN: Final = 2
"""Tokens that a verb and its object have where both are single terms."""
_NESTING: Final = frozenset("[](){}") | {"<<", ">>"}

Statement: TypeAlias = Sequence[Token]
"""The tokens of ``subject verb object ; verb object ; …``, with the full stop that ends it, if one does."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern of three single terms, and what to cut to be rid of it."""

    subject: Token
    predicate: str
    """IRI of the predicate; empty where it is a variable."""
    object: Token
    start: int
    end: int


def only_counts(text: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a query groups or counts the union of all graphs, whatever the order of its solutions."""
    if "\\u" in text or "\\U" in text or not _groups(tokens):
        return False
    return not any(token.kind is Kind.UNKNOWN or token.is_word(*_NAMING_GRAPHS, *_ORDERED) for token in tokens)


def _groups(tokens: Sequence[Token]) -> bool:
    """Tell whether the query itself groups, not merely one within it."""
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.is_word(*_GROUPING):
            return True
    return False


def blocks_of(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the triples with which each group begins, up to its first keyword or brace."""
    for place, token in enumerate(tokens):
        if token.text != "{" or tokens[place - 1].is_word("CONSTRUCT"):
            continue
        end = place + 1
        while end < len(tokens) and not _ends_block(tokens[end]):
            end += 1
        block = tokens[place + 1 : end]
        if not any(each.text in _NESTING for each in block):
            yield block


def _ends_block(token: Token) -> bool:
    return token.text in {"{", "}"} or (token.kind is Kind.WORD and token.text not in {"a", "true", "false"})


def statements_of(block: Sequence[Token]) -> Iterator[Statement]:
    """Yield the statements of a block."""
    start = 0
    for place, token in enumerate(block):
        if _is_mark(token, "."):
            yield block[start : place + 1]
            start = place + 1
    yield block[start:]


def patterns_of(statement: Statement, prefixes: dict[str, str]) -> Iterator[Pattern]:
    """Yield the plain patterns of a statement."""
    ended = bool(statement) and _is_mark(statement[-1], ".")
    parts = list(_parts(statement[1:-1] if ended else statement[1:]))
    for place, part in enumerate(parts):
        if len(part) != _PLAIN:
            continue
        verb, value = part
        start, end = verb.start, value.end
        if place == 0 and len(parts) == 1:
            start, end = statement[0].start, statement[-1].end
        elif place == 0:
            following = parts[1]
            kept = following and certain_iri(following[0], prefixes) != RDF_TYPE  # else the subject would need this one
            end = following[0].start if kept else start
        yield Pattern(statement[0], certain_iri(verb, prefixes), value, start, end)


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for place, token in enumerate(tokens):
        if _is_mark(token, ";"):
            yield tokens[start:place]
            start = place + 1
    yield tokens[start:]


def _is_mark(token: Token, mark: str) -> bool:
    return token.kind is Kind.PUNCTUATION and token.text == mark


def certain_iri(token: Token, prefixes: dict[str, str]) -> str:
    """Return the IRI that a token stands for; empty where it stands for none, or not for certain."""
    iri = RDF_TYPE if token.text == "a" else iri_of(token, prefixes) or ""
    return iri if _ABSOLUTE.fullmatch(iri) else ""
