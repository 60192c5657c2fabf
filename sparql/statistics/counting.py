"""Rewriting queries that count by the values of a property, with the known number of triples for each value.

    SELECT ?t (COUNT(?ask) AS ?n) { ?ask wa:topic ?t } GROUP BY ?t
    SELECT ?t (SUM(?counted) AS ?n) { VALUES (?counted ?t) { (512 <…>) (488 <…>) … } } GROUP BY ?t

Nothing but the counts may use the subject of the pattern. All its triples with one value then contribute the same
solutions, and one solution with a number can stand for all of them. Other patterns may join to the value.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

import pyoxigraph as ox

from sparql.statistics.patterns import Pattern, blocks_of, certain_iri, only_counts, patterns_of, statements_of
from sparql.syntax.prefixes import prefixes_of
from sparql.syntax.tokens import Kind, Token, tokenize

Counts = Mapping[str, Mapping[str, int]]
_CALL: Final = 4
"""Tokens of ``COUNT ( ?ask )``."""


def from_counts(text: str, counts: Counts) -> str:
    """Return a query with the same answers, one of its patterns replaced by counts if that is possible."""
    tokens = tokenize(text)
    if sum(token.text == "{" for token in tokens) != 1 or not only_counts(text, tokens):
        return text
    prefixes = prefixes_of(tokens)
    for pattern in _whole_statements(tokens, prefixes):
        calls = _calls_that_count(pattern, tokens)
        if calls is not None and pattern.predicate in counts:
            return _rewritten(text, pattern, calls, _rows(pattern, prefixes, counts[pattern.predicate]))
    return text


def _whole_statements(tokens: Sequence[Token], prefixes: dict[str, str]) -> Iterator[Pattern]:
    """Yield the patterns that are whole statements, if the query has nothing but triples."""
    for block in blocks_of(tokens):
        following = tokens.index(block[-1]) + 1 if block else len(tokens)
        if [token.text for token in tokens[following : following + 1]] != ["}"]:
            return
        for statement in statements_of(block):
            for pattern in patterns_of(statement, prefixes):
                if (pattern.start, pattern.end) == (statement[0].start, statement[-1].end):
                    yield pattern


def _calls_that_count(pattern: Pattern, tokens: Sequence[Token]) -> list[Sequence[Token]] | None:
    """Return the calls of COUNT that the counts answer; None if anything else depends on the single triples."""
    subject = pattern.subject.text[1:]
    if pattern.subject.kind is not Kind.VARIABLE or pattern.object.text[1:] == subject:
        return None
    of_all = {subject, pattern.object.text[1:]} if pattern.object.kind is Kind.VARIABLE else {subject}
    calls = []
    for call in (tokens[place : place + _CALL] for place, token in enumerate(tokens) if token.is_word("COUNT")):
        match [token.text for token in call]:
            case [_, "(", what, ")"] if what == "*" or (call[2].kind is Kind.VARIABLE and what[1:] in of_all):
                calls.append(call)
            case [_, "(", _, what] if call[2].is_word("DISTINCT") and what != "*":
                pass  # counts values, which are all still there; if it counts the subject, the comparison below fails
            case _:
                return None
    asked = sum(call[2].text[1:] == subject for call in calls)
    named = sum(token.kind is Kind.VARIABLE and token.text[1:] == subject for token in tokens)
    return calls if named == asked + 1 else None


def _rows(pattern: Pattern, prefixes: dict[str, str], values: Mapping[str, int]) -> str | None:
    """Return the rows of VALUES for a pattern, the count first; None if its object is neither variable nor IRI."""
    if pattern.object.kind is Kind.VARIABLE:
        return " ".join(f"({number} {ox.NamedNode(value)})" for value, number in values.items())
    value = certain_iri(pattern.object, prefixes)
    if not value:
        return None
    return f"({values[value]})" if value in values else ""


def _rewritten(text: str, pattern: Pattern, calls: Sequence[Sequence[Token]], rows: str | None) -> str:
    if rows is None:
        return text
    number = next(name for name in map("?counted{}".format, count()) if name[1:] not in text)
    variables = f"{number} {pattern.object.text}" if pattern.object.kind is Kind.VARIABLE else number
    pieces = [(pattern.start, pattern.end, f"VALUES ({variables}) {{ {rows} }} ")]
    pieces += [(call[0].start, call[-1].end, f"SUM({number})") for call in calls]
    for start, end, piece in sorted(pieces, reverse=True):
        text = text[:start] + piece + text[end:]
    return text
