"""Queries of bounded cost: ``SELECT … { pattern } LIMIT n`` with a single triple pattern.

Every triple that the index yields for the pattern is a row, so a limit on the bytes of the result also limits the work.
That is not so with a filter, a path, a second pattern or a repeated variable, where any number of triples may lie
between two rows, nor with DISTINCT, an order, an offset or an aggregate, which need all rows first.
"""

from typing import Final

from sparql.syntax.tokens import Kind, Token, tokenize

_LONGEST: Final = 2_048
"""Longest query, in characters, that may count as bounded."""
_CONSTANTS: Final = frozenset({Kind.IRIREF, Kind.PNAME})
_PATTERN: Final = 3
"""Number of terms in a pattern."""


def is_bounded(text: str) -> bool:
    """Tell whether a query is certain to be of bounded cost."""
    if len(text) > _LONGEST or text.count("{") != 1 or "\\" in text:
        return False
    tokens = tokenize(text)
    select = _after_prologue(tokens)
    opening = next((place for place, token in enumerate(tokens) if token.text == "{"), len(tokens))
    closing = next((place for place, token in enumerate(tokens) if token.text == "}"), len(tokens))
    return (
        _is_head(tokens[select:opening])
        and _is_pattern(tokens[opening + 1 : closing])
        and closing < len(tokens)
        and _is_end(tokens[closing + 1 :])
    )


def _after_prologue(tokens: list[Token]) -> int:
    place = 0
    while place + 2 < len(tokens) and tokens[place].is_word("PREFIX"):
        place += 3
    return place


def _is_head(tokens: list[Token]) -> bool:
    """Tell whether this is SELECT with ``*`` or plain variables, and perhaps WHERE."""
    if tokens and tokens[-1].is_word("WHERE"):
        tokens = tokens[:-1]
    if len(tokens) <= 1 or not tokens[0].is_word("SELECT"):
        return False
    names = tokens[1:]
    return [token.text for token in names] == ["*"] or all(token.kind is Kind.VARIABLE for token in names)


def _is_pattern(tokens: list[Token]) -> bool:
    if tokens and tokens[-1].text == ".":
        tokens = tokens[:-1]
    if len(tokens) != _PATTERN:
        return False
    subject, verb, value = tokens
    variables = [token.text[1:] for token in tokens if token.kind is Kind.VARIABLE]
    return (
        len(set(variables)) == len(variables)
        and subject.kind in _CONSTANTS | {Kind.VARIABLE}
        and (verb.kind in _CONSTANTS | {Kind.VARIABLE} or verb.text == "a")
        and value.kind in _CONSTANTS | {Kind.VARIABLE, Kind.STRING, Kind.NUMBER}
    )


def _is_end(tokens: list[Token]) -> bool:
    """Tell whether nothing, or only a limit, follows the pattern."""
    if not tokens:
        return True
    return len(tokens) == len(("LIMIT", "n")) and tokens[0].is_word("LIMIT") and tokens[1].kind is Kind.NUMBER
