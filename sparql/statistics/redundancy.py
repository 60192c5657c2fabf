"""Patterns that a dataset makes redundant: ``?ask a wa:Ask`` beside ``?ask wa:topic ?t``, where only asks have topics.

Such a pattern adds no variable and, where each thing has that type in one graph only, no and no fewer solutions; yet an
engine looks it up for every match. Whether a dataset is so regular is for its ``Statistics`` to say.
Only queries that group and count are shortened: they read much, and no order of their solutions shows in what they
answer.

What is left out is replaced by blanks, so that every other token stays where it was.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ontology.vocabulary import RDF_TYPE
from sparql.prefixes import prefixes_of
from sparql.statistics.patterns import Pattern, blocks_of, certain_iri, only_counts, patterns_of, statements_of
from sparql.statistics.survey import Regularity
from sparql.tokens import Kind, Token, tokenize


@dataclass(frozen=True, slots=True)
class Redundancy:
    """A stretch of a query that could be left out where one of the regularities holds."""

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
    """Return the query without what is redundant by a regularity that holds."""
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
    """Yield what the other patterns of the block about a variable would have to imply."""
    for other in patterns:
        if other.predicate in {RDF_TYPE, ""}:
            continue
        if other.subject.kind is Kind.VARIABLE and other.subject.text[1:] == variable:
            yield Regularity(other.predicate, "subject", kind)
        if other.object.kind is Kind.VARIABLE and other.object.text[1:] == variable:
            yield Regularity(other.predicate, "object", kind)
