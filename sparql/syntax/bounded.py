"""Queries of bounded cost: ``SELECT … { pattern } LIMIT n`` with a single triple pattern.

Every triple that the index yields for the pattern is a row, so a limit on the bytes of the result also limits the work.
That is not so with a filter, a path, a second pattern or a repeated variable, where any number of triples may lie
between two rows, nor with DISTINCT, an order, an offset or an aggregate, which need all rows first.

Fronts test every query. One regular expression takes a fraction of the time that tokens take; its terminals and gaps
are atomic, so that it reads a text in one way only, as the tokenizer does.
"""

import re
from typing import Final

from sparql.syntax.tokens import SKIPPED, TERMINALS, Kind

_LONGEST: Final = 2_048
"""Longest query, in characters, that may count as bounded."""
_GAP: Final = rf"(?:{SKIPPED})*+"


def _term(*kinds: Kind, name: str = "", word: str = "") -> str:
    """Return the expression of a terminal of one of these kinds, or a word; what it matched gets the name."""
    forms = [*(TERMINALS[kind] for kind in kinds), *([_whole(word)] if word else [])]
    return f"({f'?P<{name}>' if name else '?:'}(?>{'|'.join(forms)})){_GAP}"


def _whole(word: str) -> str:
    return rf"{word}(?![A-Za-z0-9_])"


def _keyword(word: str) -> str:
    return rf"(?i:{_whole(word)}){_GAP}"


_NODES: Final = (Kind.IRIREF, Kind.PNAME, Kind.VARIABLE)
_PREFIX: Final = _keyword("PREFIX") + _term(Kind.PNAME) + _term(Kind.IRIREF)
_SELECTED: Final = rf"(?:\*{_GAP}|(?:{_term(Kind.VARIABLE)})++)"
_PATTERN: Final = (
    _term(*_NODES, name="subject")
    + _term(*_NODES, name="verb", word="a")
    + _term(*_NODES, Kind.STRING, Kind.NUMBER, name="value")
)
_BOUNDED: Final = re.compile(
    rf"{_GAP}(?:{_PREFIX})*+{_keyword('SELECT')}{_SELECTED}(?:{_keyword('WHERE')})?+"
    rf"\{{{_GAP}{_PATTERN}(?:\.{_GAP})?+\}}{_GAP}(?:{_keyword('LIMIT')}{_term(Kind.NUMBER)})?+",
    re.DOTALL,
)


def is_bounded(text: str) -> bool:
    """Tell whether a query is certain to be of bounded cost."""
    if len(text) > _LONGEST or "\\" in text:
        return False
    found = _BOUNDED.fullmatch(text)
    if found is None:
        return False
    variables = [term[1:] for term in found.group("subject", "verb", "value") if term[0] in "?$"]
    return len(set(variables)) == len(variables)
