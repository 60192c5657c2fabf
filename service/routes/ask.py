"""Questions in plain English, and suggestions while one is typed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service import state
from service.asking import ask
from service.formats import JSON, write_json
from service.suggesting import suggest

router = APIRouter(tags=["ask"])


@router.get("/ask")
async def ask_in_english(
    request: Request,
    q: Annotated[str, Query(description="A question, e.g. “who asks for CQC alignment”.")] = "",
) -> Response:
    """Understand a question in plain English and answer it; where it is not understood, search for its words."""
    reply = await ask(state.answerer(request), state.understanding(request), state.engine(request).text, q)
    return Response(write_json(reply), media_type=JSON)


@router.get("/suggest")
async def suggestions(
    request: Request,
    q: Annotated[str, Query(description="What has been typed so far.")] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="Suggestions wanted.")] = 10,
) -> Response:
    """Suggest questions, bodies and topics whose names have the words typed so far, with slips allowed."""
    found = suggest(q, state.catalogue(request), state.lexicon(request), limit=limit)
    return Response(write_json({"q": q, "suggestions": found}), media_type=JSON)
