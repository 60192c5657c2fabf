"""Listings: bodies, topics, responses and statements, filtered, sorted, counted; each is a saved question too."""

from fastapi import APIRouter, Request, Response

from service import state
from service.routes.questions import respond
from service.transport.parameters import read_given

router = APIRouter()


@router.get("/bodies", include_in_schema=False)
@router.get("/topics", include_in_schema=False)
@router.get("/responses", include_in_schema=False)
@router.get("/statements", include_in_schema=False)
async def listing(request: Request) -> Response:
    """Answer with one page of a listing, and with counts of all of it by its properties."""
    name = request.url.path.strip("/")
    return await respond(request, state.answerer(request).question(name), await read_given(request))
