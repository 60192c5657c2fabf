"""Explore: who asks whom, and who is said to answer to whom, as pictures and as tables."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from service.pages.accept import PageAlone
from service.pages.flows import strongest
from service.pages.picture import NARROW, WIDE, draw_claims, draw_flows, read_links
from service.routes.pages.context import dataset, pages
from service.transport.parameters import declared_only
from sparql.saved.paging import Page

router = APIRouter(route_class=PageAlone, dependencies=[Depends(declared_only)])
_CLAIMS_OF_EACH = 3
"""Claims shown for each body of the picture of asks: a line takes less room than a ribbon."""


@router.get("/graph")
async def graph(request: Request, n: Annotated[int, Query(ge=1, le=50)] = 12) -> Response:
    """Show the bodies that ask and are asked most, and the claims of accountability made most often."""
    data, most = dataset(request), n * _CLAIMS_OF_EACH
    asks, claims = await asyncio.gather(strongest(data, n), data.rows("claims", Page(most)))
    answers = read_links(claims[:most])
    return pages(request).render(
        request,
        "graph.html",
        title="Explore",
        asks=asks,
        asks_picture=[draw_flows(asks, frame) for frame in (WIDE, NARROW)],
        claims=answers,
        claims_picture=[draw_claims(answers, frame) for frame in (WIDE, NARROW)],
        more_claims=len(claims) > most,
        n=n,
        most=most,
    )
