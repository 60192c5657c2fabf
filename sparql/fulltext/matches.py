"""Full text in SPARQL: ``?thing wa:matches "words"`` is replaced by the matching things before a query is evaluated.

    SELECT ?ask ?score WHERE {
      (?ask ?score) wa:matches '"peer review" framework' .
      ?ask a wa:Ask .
    }

The subject is a variable, or a list of two: the thing and its score. The object is a search as in ``/search?q=``. The
property becomes ``VALUES``, which any SPARQL engine evaluates, and must therefore be the first one of its subject.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ontology.mistakes import Mistake
from ontology.vocabulary import WA
from sparql.syntax.prefixes import iri_of, prefixes_of
from sparql.syntax.tokens import Kind, Token, tokenize

PROPERTY: Final = f"{WA}matches"
MOST: Final = 10_000
"""Most hits that take the place of a search."""
_LOCAL: Final = "matches"

Ranked = Sequence[tuple[str, float]]
"""IRIs with their scores, best first."""


class MatchError(Mistake, ValueError):
    """The property is misplaced or misused; ``start`` is an offset into the query."""

    def __init__(self, start: int, reason: str) -> None:
        super().__init__(f"wa:matches {reason}")
        self.start = start


@dataclass(frozen=True, slots=True)
class Match:
    """One use of the property: the search, its variables, and the part of the query that it occupies."""

    variables: tuple[str, ...]
    words: str
    start: int
    end: int
    goes_on: bool
    """Whether ``;`` follows, so that the subject has further properties."""


def find_matches(query: str) -> list[Match]:
    """Return every use of the property. Raises MatchError for one in the wrong place."""
    if _LOCAL not in query:
        return []
    tokens = tokenize(query)
    prefixes = prefixes_of(tokens)
    return [_match(tokens, number) for number, token in enumerate(tokens) if iri_of(token, prefixes) == PROPERTY]


def expand(query: str, search: Callable[[str], Ranked]) -> str:
    """Return a query in which every use of the property is replaced by what ``search`` finds."""
    for match in reversed(find_matches(query)):
        query = query[: match.start] + _values(match, search(match.words)) + query[match.end :]
    return query


def _match(tokens: Sequence[Token], number: int) -> Match:
    at = tokens[number].start
    subject = _subject(tokens[:number])
    if subject is None:
        raise MatchError(at, "must follow its subject, a variable or (?thing ?score), as the first property")
    if number + 1 >= len(tokens) or tokens[number + 1].kind is not Kind.STRING:
        raise MatchError(at, 'takes a string, such as "peer review"')
    words = tokens[number + 1]
    after = tokens[number + 2] if number + 2 < len(tokens) else None
    if after is None or after.text not in {".", ";", "}"}:
        raise MatchError(words.start, "takes one plain string, and then “.”, “;” or “}”")
    end = words.end if after.text == "}" else after.end
    variables = tuple(token.text for token in subject if token.kind is Kind.VARIABLE)
    return Match(variables, _unquoted(words.text), subject[0].start, end, after.text == ";")


def _subject(before: Sequence[Token]) -> list[Token] | None:
    """Return the subject at the end of the tokens: a variable that begins a triple, or two in brackets."""
    if before and before[-1].kind is Kind.VARIABLE:
        begins = len(before) > 1 and before[-2].text in {"{", ".", "}", ")"}
        return [before[-1]] if begins else None
    if [token.text for token in before[-4::3]] == ["(", ")"]:
        return list(before[-4:]) if all(token.kind is Kind.VARIABLE for token in before[-3:-1]) else None
    return None


def _unquoted(text: str) -> str:
    quote = text[:3] if text[:3] in {'"""', "'''"} else text[0]
    inside = text[len(quote) : -len(quote)]
    return "".join(_characters(inside))


def _characters(text: str) -> Iterator[str]:
    escaped = False
    for char in text:
        if escaped or char != "\\":
            yield {"n": "\n", "t": "\t", "r": "\r"}.get(char, char) if escaped else char
            escaped = False
        else:
            escaped = True


def _values(match: Match, ranked: Ranked) -> str:
    """Return the hits as VALUES, followed by the subject again if it has further properties."""
    scored = len(match.variables) > 1
    rows = " ".join(f"(<{iri}> {score:.4f})" if scored else f"<{iri}>" for iri, score in ranked)
    names = " ".join(match.variables)
    values = f"VALUES ({names}) {{ {rows} }}" if scored else f"VALUES {names} {{ {rows} }}"
    return f"{values} {match.variables[0]} " if match.goes_on else f"{values} "
