"""The values that a parameter can take in a dataset: grlc's ``enumerate`` without values.

As in grlc, these are the values of the variable in all matches of the query's pattern, with the other parameters free.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from sparql.results import Table
from sparql.saved import SavedQuestion
from sparql.saved.binding import bind, without_absent
from sparql.syntax.tokens import Token, tokenize

MOST: Final = 1_000
"""Most values that are offered for a parameter; with more, it takes any value."""
_FORMS: Final = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")


def enumerated(question: SavedQuestion) -> list[str]:
    """Return the names of the parameters whose values are looked up in the dataset."""
    return [name for name, parameter in question.parameters.items() if parameter.enumerated]


def values_query(question: SavedQuestion, name: str) -> str | None:
    """Return the query for the values of a parameter, in order; None if the question has no pattern."""
    others = {other for other, parameter in question.parameters.items() if other != name and not parameter.required}
    text = bind(without_absent(question.text, others), {})
    tokens = tokenize(text)
    form = next(place for place, token in enumerate(tokens) if token.is_word(*_FORMS))
    pattern = _pattern(tokens[form:])
    if pattern is None:
        return None
    start, end = pattern
    variable = min(question.parameters[name].variables)
    head = f"{text[: tokens[form].start]}SELECT DISTINCT ?{variable} {text[start:end]}"
    return f"{head}\nORDER BY ?{variable}\nLIMIT {MOST + 1}"


def with_values(question: SavedQuestion, name: str, table: Table) -> SavedQuestion:
    """Return the question with the values of a parameter, as :func:`values_query` has found them."""
    found = dict.fromkeys(str(getattr(term, "value", "")) for term in _first(table))
    choices = tuple(found) if len(found) <= MOST else ()
    parameter = replace(question.parameters[name], choices=choices)
    return replace(question, parameters={**question.parameters, name: parameter})


def _first(table: Table) -> Iterable[object]:
    return (term for (term,) in table.rows if term is not None)


def _pattern(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return the start and the end of FROM clauses and pattern, given the tokens from the query form on."""
    start: int | None = None
    depth = 0
    in_template = tokens[0].is_word("CONSTRUCT") and tokens[1].text == "{"
    for token in tokens[1:]:
        if start is None and not (depth or in_template) and (token.text == "{" or token.is_word("FROM", "WHERE")):
            start = token.start
        depth += (token.text in {"{", "("}) - (token.text in {"}", ")"})
        if token.text == "}" and not depth:
            if start is not None:
                return start, token.end
            in_template = False
    return None
