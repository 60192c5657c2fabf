"""Linked data: every IRI that whoasks creates is answered at its path, as JSON or as RDF.

There is no list of kinds: a path that no other route handles is looked up in the dataset as an IRI.
"""

from typing import Final

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response

from service import state
from service.answers.answering import records
from service.answers.formats import GRAPH_TYPES, JSON, write_json
from service.answers.given import pairs
from service.answers.things import describe, thing_iri
from service.transport.conditional import caching, unless_held
from service.transport.negotiation import negotiate
from service.transport.parameters import only

_TYPES: Final = {JSON: "json", **GRAPH_TYPES}


router = APIRouter(include_in_schema=False)


@router.get("/{path:path}")
async def thing(request: Request, path: str) -> Response:
    """Describe a thing: its properties, what refers to it, and the questions that can be asked about it."""
    address = thing_iri(path)
    only(request, ["format"])
    media_type = negotiate(request, pairs(request.query_params.multi_items()), _TYPES)
    answerer = state.answerer(request)
    described = write_json(await describe(answerer, address))
    headers = caching(request, state.edition(request), media_type, described.decode())

    async def made() -> Response:
        if media_type == JSON:
            return Response(described, headers=headers, media_type=JSON)
        sparql = records()["description"].bind({"thing": [ox.NamedNode(address)]})
        body = await state.client_engine(request).results(sparql, media_type)
        return Response(body, headers=headers, media_type=media_type)

    return await unless_held(request, headers, made)
