"""Leaving out redundant patterns: ``?ask a wa:Ask`` beside ``?ask wa:topic ?t`` where only asks have topics.

Such a pattern adds no variable and, if each thing has the type in one graph only, does not change the solutions; yet it
is looked up for every match. The ``Statistics`` of a dataset tell whether it is that regular. Only queries that group
and count are shortened: they read much, and their answers do not depend on the order of solutions.

What is left out is replaced by blanks, so that the other tokens keep their places.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ontology.vocabulary import RDF_TYPE
from sparql.statistics.patterns import Pattern, blocks_of, certain_iri, only_counts, patterns_of, statements_of
from sparql.statistics.survey import Regularity
from sparql.syntax.prefixes import prefixes_of
from sparql.syntax.tokens import Kind, Token, tokenize


@dataclass(frozen=True, slots=True)
class Redundancy:
    """A part of a query that can be left out if one of some regularities holds."""

    start: int
    end: int
    because: tuple[Regularity, ...]


def redundancies(text: str) -> tuple[Redundancy, ...]:
    """Find the type patterns that a regularity of the dataset would make redundant."""
    tokens = tokenize(text)
    if not only_counts(text, tokens):
        return ()
    prefixes = prefixes_of(tokens)
    return tuple(found for block in blocks_of(tokens) for found in _in_block(block, prefixes))


def without(text: str, found: Sequence[Redundancy], holds: Callable[[Regularity], bool]) -> str:
    """Return the query without the parts that are redundant because a regularity holds."""
    for each in found:
        if any(map(holds, each.because)):
            blank = re.sub(r"[^\r\n]", " ", text[each.start : each.end])
            text = text[: each.start] + blank + text[each.end :]
    return text


def _in_block(block: Sequence[Token], prefixes: dict[str, str]) -> Iterator[Redundancy]:
    patterns = [pattern for statement in statements_of(block) for pattern in patterns_of(statement, prefixes)]
    for pattern in patterns:
        kind = certain_iri(pattern.object, prefixes)
        if pattern.predicate != RDF_TYPE or not kind or pattern.subject.kind is not Kind.VARIABLE:
            continue
        because = tuple(_regularities(pattern.subject.text[1:], kind, patterns))
        if because and pattern.end > pattern.start:
            yield Redundancy(pattern.start, pattern.end, because)


def _regularities(variable: str, kind: str, patterns: Sequence[Pattern]) -> Iterator[Regularity]:
    """Yield the regularities by which the other patterns about a variable would imply its type."""
    for other in patterns:
        if other.predicate in {RDF_TYPE, ""}:
            continue
        if other.subject.kind is Kind.VARIABLE and other.subject.text[1:] == variable:
            yield Regularity(other.predicate, "subject", kind)
        if other.object.kind is Kind.VARIABLE and other.object.text[1:] == variable:
            yield Regularity(other.predicate, "object", kind)
