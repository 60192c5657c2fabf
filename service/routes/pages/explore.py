"""Explore: who asks whom, and who is said to answer to whom, as pictures and as tables."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service.pages.accept import PageRoute
from service.pages.picture import draw_claims, draw_flows, read_links
from service.routes.pages.context import dataset, pages
from sparql.paging import Page

router = APIRouter(route_class=PageRoute)


@router.get("/graph")
async def graph(request: Request, n: Annotated[int, Query(ge=1, le=200)] = 40) -> Response:
    """Show the strongest flows of asks, and the claims of accountability made most often."""
    data, page = dataset(request), Page(n)
    flows, claims = await asyncio.gather(data.rows("flows", page=page), data.rows("claims", page=page))
    asks, answers = read_links(flows[:n]), read_links(claims[:n])
    return pages(request).render(
        request,
        "graph.html",
        title="Explore",
        asks=asks,
        asks_picture=draw_flows(asks),
        more_asks=len(flows) > n,
        claims=answers,
        claims_picture=draw_claims(answers),
        more_claims=len(claims) > n,
        n=n,
    )
