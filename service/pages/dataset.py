"""What the pages read from the dataset, with the queries in ``sparql/pages``."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

import pyoxigraph as ox

from service.engine.parsing import parse_result
from service.transport.endpoint import Endpoint
from sparql import BUNDLED_PAGES
from sparql.results import Table
from sparql.saved.binding import bind, marks, without_absent
from sparql.saved.paging import Page, paged

Value: TypeAlias = ox.NamedNode | ox.Literal
Row: TypeAlias = Mapping[str, str]
"""The values of a solution by variable; unbound variables are absent."""


class Dataset:
    """The published dataset, queried on behalf of a client."""

    def __init__(self, endpoint: Endpoint, client: str) -> None:
        self._endpoint = endpoint
        self._client = client

    async def rows(self, query: str, page: Page | None = None, /, **terms: Value | Sequence[Value]) -> list[Row]:
        """Return the solutions of a query in ``sparql/pages``, with variables bound to terms.

        Lines marked ``#? NAME`` count only if that name is given; ``NAME=()`` includes them without binding anything.
        With a page, one solution more than it holds is returned if there is a next page. Results are cached.
        """
        values = {name: [term] if isinstance(term, Value) else term for name, term in terms.items()}
        text = _text(query)
        bound = bind(without_absent(text, set(filter(None, marks(text))) - values.keys()), values)
        found = await self._endpoint.own(paged(bound, page) if page else bound, self._client)
        return await parse_result(_rows, found)

    async def kinds(self) -> Mapping[str, str]:
        """Return the label of each class of statements."""
        return {row["class"]: row["label"] for row in await self.rows("kinds")}


@cache
def _text(query: str) -> str:
    return (BUNDLED_PAGES / f"{query}.rq").read_text(encoding="utf-8")


def _rows(found: bytes) -> list[Row]:
    return [{name: _plain(term) for name, term in record.items()} for record in Table.from_json(found)]


def _plain(term: object) -> str:
    """Return an IRI or the lexical form of a literal; a triple or blank node as SPARQL writes it."""
    return term.value if isinstance(term, Value) else str(term)
