"""Pages of a query's solutions: adding an order, a limit and an offset to the query.

A query asks for one row more than the page holds, which tells whether there is a next page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sparql.syntax.tokens import Kind, Token, tokenize


@dataclass(frozen=True)
class Sort:
    """One key of an order: a variable of the projection, without ``?``."""

    variable: str
    descending: bool = False

    def __str__(self) -> str:
        return f"DESC(?{self.variable})" if self.descending else f"ASC(?{self.variable})"


@dataclass(frozen=True)
class Page:
    """Which solutions are wanted, and in which order; without ``sort`` in the query's own order."""

    limit: int
    offset: int = 0
    sort: tuple[Sort, ...] = field(default=())


@dataclass(frozen=True)
class _Modifiers:
    """The offsets of the parts of a SELECT query in its text; -1 for a part that is absent."""

    select: int
    dataset: tuple[tuple[int, int], ...]
    order_keys: int
    """Start of the keys of its ORDER BY."""
    slice: int
    """Start of its LIMIT or OFFSET."""
    end: int
    """Where further modifiers may be added: before a final VALUES."""


def paged(text: str, page: Page) -> str:
    """Return a SELECT query with the page's order, offset, and a limit of one row more than the page."""
    place = _modifiers(tokenize(text))
    limits = f"\nLIMIT {page.limit + 1} OFFSET {page.offset}\n"
    if place.slice >= 0:
        return _wrapped(text, place, _order(page.sort) + limits)
    if page.sort and place.order_keys >= 0:
        keys = " ".join(map(str, page.sort))
        ordered = f"{text[: place.order_keys]} {keys} {text[place.order_keys : place.end]}"
        return ordered.rstrip() + limits + text[place.end :]
    return text[: place.end].rstrip() + _order(page.sort) + limits + text[place.end :]


def _order(keys: Sequence[Sort]) -> str:
    return "\nORDER BY " + " ".join(map(str, keys)) if keys else ""


def _wrapped(text: str, place: _Modifiers, modifiers: str) -> str:
    """Make a query with a limit of its own a subquery of one that selects a page of its solutions."""
    dataset = "".join(f"{text[start:end]} " for start, end in place.dataset)
    inner = text[place.select :]
    for start, end in reversed(place.dataset):
        inner = inner[: start - place.select] + inner[end - place.select :]
    return f"{text[: place.select]}SELECT * {dataset}WHERE {{ {{\n{inner.rstrip()}\n}} }}{modifiers}"


def _modifiers(tokens: Sequence[Token]) -> _Modifiers:
    outer = list(_outermost(tokens))
    select = next(token.start for token in outer if token.is_word("SELECT"))
    body = next(place for place, token in enumerate(outer) if token.text == "{")
    after = outer[body:]
    order = next((place for place, token in enumerate(after) if token.is_word("ORDER")), -1)
    end = next((token.start for token in after if token.is_word("VALUES")), tokens[-1].end)
    return _Modifiers(
        select=select,
        dataset=tuple(_dataset(outer)),
        order_keys=after[order + 1].end if order >= 0 else -1,
        slice=next((token.start for token in after if token.is_word("LIMIT", "OFFSET")), -1),
        end=end,
    )


def _dataset(outer: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each FROM and FROM NAMED clause."""
    for place, token in enumerate(outer):
        if token.is_word("FROM"):
            following = outer[place + 1 : place + 3]
            iri = next(one for one in following if one.kind in {Kind.IRIREF, Kind.PNAME})
            yield token.start, iri.end


def _outermost(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens outside all brackets, including the outermost brackets themselves."""
    depth = 0
    for token in tokens:
        if token.kind is Kind.PUNCTUATION and token.text in "})]":
            depth -= 1
        if depth == 0:
            yield token
        if token.kind is Kind.PUNCTUATION and token.text in "{([":
            depth += 1
