"""Lists of statements in their words: the asks and the claims behind a cell, a ribbon or a line."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from service import state
from service.answers.given import pairs
from service.answers.things import must_be_known
from service.pages.accept import PageAlone, PageRoute
from service.pages.answers import by_respondent, named_statements
from service.pages.filters import ASKS, CLAIMS, Filter, terms
from service.routes.pages.context import dataset, pages
from service.transport.parameters import only
from sparql.saved.paging import Page

router = APIRouter(route_class=PageRoute)
alone = APIRouter(route_class=PageAlone)
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
_ON_A_PAGE = 50


@alone.get("/asks")
async def asks(request: Request, offset: Offset = 0) -> Response:
    """List asks: those about a topic, by or of a body, in the answers to a question."""
    return await _list(request, "Asks", "asks", ASKS, offset)


@alone.get("/claims")
async def claims(request: Request, offset: Offset = 0) -> Response:
    """List claims of accountability: those that a body answers to another, and how they are said to stand."""
    return await _list(request, "Claims of accountability", "claims-listed", CLAIMS, offset)


@router.get("/statements")
async def statements(request: Request) -> Response:
    """Redirect to the page of the saved question that lists statements."""
    query = request.url.query
    return RedirectResponse("/questions/statements" + (f"?{query}" if query else ""), 303)


async def _list(request: Request, title: str, query: str, filters: Mapping[str, Filter], offset: int) -> Response:
    given = pairs(request.query_params.multi_items())
    only(request, [*filters, "offset"])
    named, data, answerer = terms(filters, given), dataset(request), state.answerer(request)
    for name, term in named.items():
        await must_be_known(answerer, term.value, name)
    rows = await data.rows(query, Page(_ON_A_PAGE, offset), **named)
    found = [row["statement"] for row in rows[:_ON_A_PAGE]]
    statements = await named_statements(found, data)
    things = await answerer.things(term.value for term in named.values())
    return pages(request).render(
        request,
        "statements.html",
        title=title,
        groups=by_respondent([statements[each] for each in found if each in statements]),
        filters={filters[name].words: things[term.value]["label"] for name, term in named.items()},
        offset=offset,
        size=_ON_A_PAGE,
        more=len(rows) > _ON_A_PAGE,
    )
