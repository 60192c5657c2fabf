"""Lists of bodies, topics, responses and statements. Each is also a saved question."""

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
    """Answer with one page of a list, and with counts of the whole list by its properties.

    Some of these paths are also IRIs of the model; a client that asks for RDF gets the description of that thing.
    """
    name, given, answerer = request.url.path.strip("/"), await read_given(request), state.answerer(request)
    if _wants_graph(request, given) and await is_known(answerer, thing_iri(name)):
        return await thing(request, name)
    return await respond(request, answerer.question(name), given)


def _wants_graph(request: Request, given: Mapping[str, str]) -> bool:
    """Tell whether the client asks for a format in which triples can be written and a table cannot."""
    try:
        return negotiate(request, given, _TYPES) not in TABLE_TYPES
    except Problem:
        return False  # what is wrong with it, the listing says
