"""Listings: bodies, topics, responses and statements, filtered, sorted, counted; each is a saved question too."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response

from service import state
from service.answers.formats import GRAPH_TYPES, TABLE_TYPES
from service.answers.things import is_known, thing_iri
from service.errors import Problem
from service.routes.questions import respond
from service.routes.things import thing
from service.transport.negotiation import negotiate
from service.transport.parameters import read_given

router = APIRouter()
_TYPES: Final = {**TABLE_TYPES, **GRAPH_TYPES}


@router.get("/bodies", include_in_schema=False)
@router.get("/topics", include_in_schema=False)
@router.get("/responses", include_in_schema=False)
@router.get("/statements", include_in_schema=False)
async def listing(request: Request) -> Response:
    """Answer with one page of a listing, and with counts of all of it by its properties.

    A listing whose address is an IRI too, as that of a scheme is, is described to whoever wants RDF.
    """
    name, given, answerer = request.url.path.strip("/"), await read_given(request), state.answerer(request)
    if _wants_graph(request, given) and await is_known(answerer, thing_iri(name)):
        return await thing(request, name)
    return await respond(request, answerer.question(name), given)


def _wants_graph(request: Request, given: Mapping[str, str]) -> bool:
    """Tell whether a format is asked for that triples have, and a table has not."""
    try:
        return negotiate(request, given, _TYPES) not in TABLE_TYPES
    except Problem:
        return False  # what is wrong with it, the listing says
