"""Binding values to the parameters of a saved question, which makes it an executable query.

A value is an RDF term and replaces the token of a variable, so nothing in a value can change the structure of the
query. If a parameter has several values (a topic and those below it), its variable stays, and each group that uses it
begins with ``VALUES``. If it has none, its variable stays free, and lines that end in a comment such as ``#? topic``
are left out.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import pyoxigraph as ox

from ontology.vocabulary import PREFIXES
from sparql.syntax.tokens import Kind, Token, tokenize

Value: TypeAlias = ox.NamedNode | ox.Literal

_MARK: Final = re.compile(r"#\?\s*([\w-]+)\s*$")
_MODIFIERS: Final = ("ORDER", "GROUP")
_SOLUTIONS: Final = ("WHERE", "FROM", "LIMIT", "OFFSET", "HAVING", "VALUES", "ORDER", "GROUP")


def bind(text: str, values: Mapping[str, Sequence[Value]]) -> str:
    """Return the query with variables replaced by terms, e.g. ``{"_topic_iri": [iri]}``.

    Variables are named without ``?``; one without values stays as it is. Well-known prefixes that the query uses are
    declared.
    """
    tokens = tokenize(text)
    edits = [(token.start, token.end, _written(tokens, place, values)) for place, token in enumerate(tokens)]
    edits += _blocks(tokens, values)
    bound = text
    for start, end, new in sorted(edits, reverse=True):
        if bound[start:end] != new:
            bound = bound[:start] + new + bound[end:]
    return declare_prefixes(bound)


def without_absent(text: str, absent: Collection[str]) -> str:
    """Return the query without the lines marked ``#? NAME`` for one of the absent parameters."""
    lines = text.split("\n")
    return "\n".join(line for line, name in zip(lines, marks(text), strict=True) if name not in absent)


def marks(text: str) -> list[str | None]:
    """Return for each line the parameter that it is marked with; inside a token, such as a string, no mark counts."""
    tokens = tokenize(text)
    found: list[str | None] = []
    start = 0
    for line in text.split("\n"):
        mark = _MARK.search(line)
        place = start + mark.start() if mark else 0
        marked = mark is not None and not any(token.start < place < token.end for token in tokens)
        found.append(mark[1] if mark and marked else None)
        start += len(line) + 1
    return found


def declare_prefixes(text: str) -> str:
    """Declare the well-known prefixes that the query uses and leaves undeclared."""
    tokens = tokenize(text)
    declared = {name.prefix for keyword, name in pairwise(tokens) if keyword.is_word("PREFIX")}
    used = {token.prefix for token in tokens if token.kind is Kind.PNAME}
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used - declared) if name in PREFIXES]
    return "".join(lines) + text


def _written(tokens: list[Token], place: int, values: Mapping[str, Sequence[Value]]) -> str:
    """Return the text that replaces a token: a variable with one value becomes that, anything else stays."""
    token = tokens[place]
    terms = values.get(token.text[1:], ()) if token.kind is Kind.VARIABLE else ()
    if len(terms) != 1:
        return token.text
    before = tokens[place - 1] if place else token
    clause = _clause(tokens, place)
    if before.is_word("AS"):
        return token.text
    if clause == "SELECT":
        return f"({terms[0]} AS {token.text})"
    if clause in _MODIFIERS:
        return f"({terms[0]})"
    return str(terms[0])


def _clause(tokens: list[Token], place: int) -> str | None:
    """Return the clause in which a token stands outside any bracket: ``SELECT``, ``GROUP``, ``ORDER``; else None."""
    depth = 0
    for token in reversed(tokens[:place]):
        if token.text in ")}":
            depth += 1
        elif token.text in "({":
            if depth == 0:
                return None
            depth -= 1
        elif depth == 0 and token.is_word("SELECT", *_SOLUTIONS):
            return token.text.upper()
    return None


def _blocks(tokens: list[Token], values: Mapping[str, Sequence[Value]]) -> list[tuple[int, int, str]]:
    """Return the insertions of ``VALUES`` for parameters with several values, as start, end and text."""
    wanted: dict[int, set[str]] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.text == "{":
            opened.append(place)
        elif token.text == "}" and opened:
            opened.pop()
        elif token.kind is Kind.VARIABLE and len(values.get(token.text[1:], ())) > 1 and opened:
            wanted.setdefault(opened[-1], set()).add(token.text)
    return [
        (tokens[place].end, tokens[place].end, "".join(_block(name, values[name[1:]]) for name in sorted(names)))
        for place, names in wanted.items()
        if _is_group(tokens, place)
    ]


def _block(variable: str, terms: Sequence[Value]) -> str:
    return f" VALUES {variable} {{ {' '.join(map(str, terms))} }}"


def _is_group(tokens: list[Token], place: int) -> bool:
    """Tell whether a brace opens a group of patterns, and not the template of a CONSTRUCT."""
    return not (place and tokens[place - 1].is_word("CONSTRUCT"))
