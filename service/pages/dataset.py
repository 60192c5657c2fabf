"""What the pages read from the dataset: the queries of ``queries/*.rq``, bound and evaluated by the engine."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from service.engine import Engine
from sparql.binding import bind
from sparql.paging import Page, paged

QUERIES = Path(__file__).parent / "queries"
Value: TypeAlias = ox.NamedNode | ox.Literal
Row: TypeAlias = Mapping[str, str]
"""What a solution binds, by variable; unbound variables are absent."""


class Dataset:
    """The published dataset, as the pages ask for it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def version(self) -> str:
        """The generation that answers; empty before anything was loaded."""
        return self._engine.version

    async def rows(self, query: str, *, page: Page | None = None, **terms: Value | Sequence[Value]) -> list[Row]:
        """Return the solutions of a query of the pages, the named variables bound to terms.

        Of a page, one solution more than it holds: then there is another page.
        """
        values = {name: [term] if isinstance(term, Value) else term for name, term in terms.items()}
        bound = bind(_text(query), values)
        table = await self._engine.select(paged(bound, page) if page else bound)
        return [{name: _plain(term) for name, term in record.items()} for record in table.records()]

    async def kinds(self) -> Mapping[str, str]:
        """Return the label of each class of statements."""
        return {row["class"]: row["label"] for row in await self.rows("kinds")}


@cache
def _text(query: str) -> str:
    return (QUERIES / f"{query}.rq").read_text(encoding="utf-8")


def _plain(term: object) -> str:
    """Return an IRI or the lexical form of a literal; a triple or blank node as SPARQL writes it."""
    return term.value if isinstance(term, Value) else str(term)
