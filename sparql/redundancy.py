"""Patterns that a dataset makes redundant: ``?ask a wa:Ask`` beside ``?ask wa:topic ?t``, where only asks have topics.

Such a pattern adds no variable and, where each thing has that type in one graph only, no and no fewer solutions; yet an
engine looks it up for every match. Whether a dataset is so regular is for its answers to show (``Regularity.proofs``).
Only queries that group and count are shortened: they read much, and no order of their solutions shows in what they
answer.

What is left out is replaced by blanks, so that every other token stays where it was.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ontology.vocabulary import PREFIXES
from sparql.tokens import Kind, Token, tokenize

RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")
_GROUPING: Final = ("GROUP", "COUNT")
_NAMING_GRAPHS: Final = ("GRAPH", "FROM", "SERVICE", "USING", "WITH")
"""Beside these a pattern may be about less than the union of all graphs."""
_ORDERED: Final = ("LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "SUM", "AVG", "MIN", "MAX")
"""What may answer differently when solutions come in another order; sums do, of floating-point numbers."""
_PLAIN: Final = 2
"""Tokens that a verb and its object have where both are single terms."""
_NESTING: Final = frozenset("[](){}") | {"<<", ">>"}


@dataclass(frozen=True, slots=True)
class Regularity:
    """Whatever has a property, or is the value of one, is of a class, and said to be so once."""

    predicate: str
    place: Literal["subject", "object"]
    kind: str
    """IRI of the class."""

    @property
    def proofs(self) -> tuple[str, str]:
        """Two ASK queries, over the union of all graphs: it holds where neither is true."""
        things = f"?thing <{self.predicate}> ?value" if self.place == "subject" else f"?value <{self.predicate}> ?thing"
        typed = f"?thing <{RDF_TYPE}> <{self.kind}>"
        counted = f"SELECT (COUNT(*) AS ?said) (COUNT(DISTINCT ?thing) AS ?once) {{ {typed} }}"
        return (
            f"ASK {{ {things} FILTER NOT EXISTS {{ {typed} }} }}",
            f"ASK {{ {{ {counted} }} FILTER(?said != ?once) }}",
        )


@dataclass(frozen=True, slots=True)
class Redundancy:
    """A stretch of a query that could be left out where one of the regularities holds."""

    start: int
    end: int
    because: tuple[Regularity, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A triple pattern of three single terms, and what to cut to be rid of it."""

    subject: Token
    predicate: str
    object: Token
    start: int
    end: int


_Statement: TypeAlias = Sequence[Token]


def redundancies(text: str) -> tuple[Redundancy, ...]:
    """Find the type patterns that a regularity of the dataset would make redundant."""
    tokens = tokenize(text)
    if not _may_be_shortened(text, tokens):
        return ()
    prefixes = _prefixes(tokens)
    return tuple(found for block in _blocks(tokens) for found in _in_block(block, prefixes))


def without(text: str, found: Sequence[Redundancy], holds: Callable[[Regularity], bool]) -> str:
    """Return the query without what is redundant by a regularity that holds."""
    for each in found:
        if any(map(holds, each.because)):
            blank = re.sub(r"[^\r\n]", " ", text[each.start : each.end])
            text = text[: each.start] + blank + text[each.end :]
    return text


def _may_be_shortened(text: str, tokens: Sequence[Token]) -> bool:
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


def _prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that hold: those declared, and the well-known."""
    declared: dict[str, str] = {}
    for place, token in enumerate(tokens[:-2]):
        if token.is_word("PREFIX"):
            name = tokens[place + 1].prefix
            iri = tokens[place + 2].text[1:-1]
            declared[name] = iri if declared.get(name, iri) == iri else ""
    return {**PREFIXES, **declared}


def _blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
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


def _in_block(block: Sequence[Token], prefixes: dict[str, str]) -> Iterator[Redundancy]:
    patterns = [pattern for statement in _statements(block) for pattern in _patterns(statement, prefixes)]
    for pattern in patterns:
        kind = _iri(pattern.object, prefixes)
        if pattern.predicate != RDF_TYPE or not kind or pattern.subject.kind is not Kind.VARIABLE:
            continue
        because = tuple(_regularities(pattern.subject.text[1:], kind, patterns))
        if because and pattern.end > pattern.start:
            yield Redundancy(pattern.start, pattern.end, because)


def _regularities(variable: str, kind: str, patterns: Sequence[_Pattern]) -> Iterator[Regularity]:
    """Yield what the other patterns of the block about a variable would have to imply."""
    for other in patterns:
        if other.predicate in {RDF_TYPE, ""}:
            continue
        if other.subject.kind is Kind.VARIABLE and other.subject.text[1:] == variable:
            yield Regularity(other.predicate, "subject", kind)
        if other.object.kind is Kind.VARIABLE and other.object.text[1:] == variable:
            yield Regularity(other.predicate, "object", kind)


def _statements(block: Sequence[Token]) -> Iterator[_Statement]:
    """Yield the statements of a block, each with the full stop that ends it, if one does."""
    start = 0
    for place, token in enumerate(block):
        if _is_mark(token, "."):
            yield block[start : place + 1]
            start = place + 1
    yield block[start:]


def _patterns(statement: _Statement, prefixes: dict[str, str]) -> Iterator[_Pattern]:
    """Yield the plain patterns of a statement, ``subject verb object ; verb object ; …``."""
    ended = bool(statement) and _is_mark(statement[-1], ".")
    parts = list(_parts(statement[1:-1] if ended else statement[1:]))
    for place, part in enumerate(parts):
        if len(part) != _PLAIN:
            continue  # a path, a list of objects, a typed literal: no evidence, and not to be left out
        verb, value = part
        start, end = verb.start, value.end
        if place == 0 and len(parts) == 1:
            start, end = statement[0].start, statement[-1].end
        elif place == 0:
            following = parts[1]
            kept = following and _iri(following[0], prefixes) != RDF_TYPE  # else the subject would need this one
            end = following[0].start if kept else start
        yield _Pattern(statement[0], _iri(verb, prefixes), value, start, end)


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for place, token in enumerate(tokens):
        if _is_mark(token, ";"):
            yield tokens[start:place]
            start = place + 1
    yield tokens[start:]


def _is_mark(token: Token, mark: str) -> bool:
    return token.kind is Kind.PUNCTUATION and token.text == mark


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    """Return the IRI that a token stands for; empty where it stands for none, or not for certain."""
    match token.kind:
        case Kind.IRIREF:
            iri = token.text[1:-1]
        case Kind.PNAME if "\\" not in token.text:
            prefix, _, local = token.text.partition(":")
            iri = prefixes[prefix] + local if prefixes.get(prefix) else ""
        case Kind.WORD if token.text == "a":
            iri = RDF_TYPE
        case _:
            iri = ""
    return iri if _ABSOLUTE.fullmatch(iri) else ""
