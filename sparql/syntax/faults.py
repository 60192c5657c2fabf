"""Locating the commonest syntax errors from the tokens of a query.

pyoxigraph's parser looks ahead, so the place that it reports is often some characters too late.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sparql.syntax.tokens import Kind, Token, position, tokenize

_QUERIES: Final = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_UPDATES: Final = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD")
"""The keywords with which an update begins, after its prologue."""
_PROLOGUE: Final = ("PREFIX", "BASE", "VERSION")
_CLOSES: Final = {"}": "{", ")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error; lines and columns count from 1, columns in code points."""

    detail: str
    line: int
    column: int


def find(text: str, prefixes: Collection[str], *, update: bool = False) -> Fault | None:
    """Return the first fault: an undeclared prefix, a character that SPARQL lacks, or an unbalanced bracket.

    It is also a fault to send nothing, an update as a query, a query as an update, or text that begins neither.
    """
    tokens = tokenize(text)
    declared = {*prefixes, *_declared(tokens)}
    faults = (_other(tokens, update=update), _stray(tokens, declared), _unbalanced(tokens))
    found = [fault for fault in faults if fault is not None]
    if not found:
        return None
    start, detail = min(found)
    return Fault(detail, *position(text, start))


def _declared(tokens: Sequence[Token]) -> set[str]:
    return {name.prefix for word, name in pairwise(tokens) if word.is_word("PREFIX")}


def _other(tokens: Sequence[Token], *, update: bool) -> tuple[int, str] | None:
    if not tokens:
        return 0, f"the {'update' if update else 'query'} is empty"
    words = [token for token in tokens if token.kind is Kind.WORD and not token.is_word(*_PROLOGUE)]
    first = words[0] if words else None
    begin = _UPDATES if update else _QUERIES
    if first is None or first.is_word(*begin):
        return None
    if not first.is_word(*_QUERIES, *_UPDATES):
        return first.start, f"{first.text} begins no {'update' if update else 'query'}; {', '.join(begin)} do"
    what, instead = ("a query", "an update") if update else ("an update", "a query")
    return first.start, f"{first.text.upper()} begins {what}, and {instead} is expected here"


def _stray(tokens: Sequence[Token], declared: Collection[str]) -> tuple[int, str] | None:
    for token in tokens:
        if token.kind is Kind.UNKNOWN:
            return token.start, f"{token.text} means nothing here"
        if token.kind is Kind.PNAME and token.prefix not in declared:
            return token.start, f"the prefix {token.prefix}: is not declared"
    return None


def _unbalanced(tokens: Sequence[Token]) -> tuple[int, str] | None:
    open_brackets: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.PUNCTUATION:
            continue
        if token.text in _CLOSES.values():
            open_brackets.append(token)
        elif token.text in _CLOSES:
            if not open_brackets or open_brackets[-1].text != _CLOSES[token.text]:
                return token.start, f"{token.text} closes nothing"
            open_brackets.pop()
    return (open_brackets[-1].start, f"{open_brackets[-1].text} is never closed") if open_brackets else None
