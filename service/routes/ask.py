"""Questions in plain English."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from service import state
from service.answers.asking import ask
from service.answers.formats import JSON, JSON_TYPES, write_json
from service.openapi.protocols import REQUIRED
from service.transport.negotiation import VARYING, Wanted, negotiate
from service.transport.parameters import declared_only

router = APIRouter(tags=["ask"], dependencies=[Depends(declared_only)])


@router.get("/ask", response_class=Response, responses={200: {"content": {JSON: {"schema": {"type": "object"}}}}})
async def ask_in_english(
    request: Request,
    q: Annotated[
        str, Query(description="A question, e.g. “who asks for CQC alignment”.", json_schema_extra=REQUIRED)
    ] = "",
    wanted: Wanted = "",
) -> Response:
    """Answer a question in plain English; if it is not understood, search for its words."""
    negotiate(request, {"format": wanted}, JSON_TYPES)
    reply = await ask(state.asking(request), state.understanding(request), state.of(request).engine.text, q)
    return Response(write_json(reply), headers=VARYING, media_type=JSON)
