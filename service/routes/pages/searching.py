"""Full-text search: the passages with some words, wherever they are said."""

from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from service import state
from service.answers.given import FARTHEST
from service.answers.passages import Search, search
from service.pages.accept import PageRoute
from service.pages.found import hits
from service.routes.pages.context import pages
from service.transport.parameters import declared_only

router = APIRouter(route_class=PageRoute, dependencies=[Depends(declared_only)])
_ON_A_PAGE: Final = 20


@router.get("/search")
async def search_page(
    request: Request,
    q: str = "",
    kind: Annotated[tuple[str, ...], Query()] = (),
    body: str = "",
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> Response:
    """Show the passages in which words are found, best first, or the input alone."""
    asked = Search(q, tuple(kind), body, _ON_A_PAGE, offset)
    found: dict[str, Any] = {}
    if q.strip():
        found = cast("dict[str, Any]", await search(state.answerer(request), state.of(request).engine.text, asked))
    return pages(request).render(
        request,
        "search.html",
        title=q.strip() or "Search",
        asked=q.strip(),
        found=found,
        hits=hits(found.get("results", ())),
        offset=offset,
        size=_ON_A_PAGE,
        more=offset + _ON_A_PAGE < found.get("total", 0),
    )
