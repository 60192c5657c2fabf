"""Finding the plain triple patterns of queries that group and count.

A pattern is plain if it has three single terms, as opposed to a path, a list of objects or a typed literal.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ontology.vocabulary import RDF_TYPE
from sparql.syntax.prefixes import iri_of
from sparql.syntax.tokens import Kind, Token

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")
_GROUPING: Final = ("GROUP", "COUNT")
_NAMING_GRAPHS: Final = ("GRAPH", "FROM", "SERVICE", "USING", "WITH")
"""Keywords with which a pattern may be about less than the union of all graphs."""
_ORDERED: Final = ("LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "SUM", "AVG", "MIN", "MAX")
"""Keywords whose result may depend on the order of solutions, as sums of floating-point numbers do."""
_PLAIN: Final = 2
"""Number of tokens of a verb and an object that are single terms."""
_NESTING: Final = frozenset("[](){}") | {"<<", ">>"}

Statement: TypeAlias = Sequence[Token]
"""The tokens of ``subject verb object ; verb object ; …``, and of the full stop after it if there is one."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern of three single terms, and the part of the text to cut to remove it."""

    subject: Token
    predicate: str
    """IRI of the predicate; empty if it is a variable."""
    object: Token
    start: int
    end: int


def only_counts(text: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a query groups or counts over the union of all graphs, regardless of the order of solutions."""
    if "\\u" in text or "\\U" in text or not _groups(tokens):
        return False
    return not any(token.kind is Kind.UNKNOWN or token.is_word(*_NAMING_GRAPHS, *_ORDERED) for token in tokens)


def _groups(tokens: Sequence[Token]) -> bool:
    """Tell whether the query itself groups, and not only a subquery."""
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.is_word(*_GROUPING):
            return True
    return False


def blocks_of(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the triples at the beginning of each group, up to its first keyword or brace."""
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
            kept = (
                following and certain_iri(following[0], prefixes) != RDF_TYPE
            )  # otherwise the subject would lose its only pattern
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
    """Return the IRI that a token stands for; empty if it stands for none, or that is uncertain."""
    iri = RDF_TYPE if token.text == "a" else iri_of(token, prefixes) or ""
    return iri if _ABSOLUTE.fullmatch(iri) else ""
