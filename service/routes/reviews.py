"""``/reviews``: verdicts on statements, for those who have a token."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from loaders.reviews.table import as_row
from service import access, state
from service.answers.reviewing import checked, described, read
from service.transport import bodies
from service.transport.parameters import declared_only

router = APIRouter(tags=["reviews"], dependencies=[Depends(declared_only)])
Bearer = Annotated[str, Depends(access.require_token)]
_LARGEST: Final = 0.5
"""Largest size of a review, in megabytes."""
_JSON: Final = {"application/json": {"schema": {"type": "object"}}}
_KEPT: Final[dict[int | str, dict[str, Any]]] = {
    201: {"description": "Published.", "content": _JSON},
    202: {"description": "Kept, until a load publishes it.", "content": _JSON},
}
_BODY: Final = {"required": True, "content": {"application/json": {"schema": described()}}}


@router.get("/reviews")
async def kept(request: Request, bearer: Bearer, consultation: str = "", response: str = "") -> dict[str, Any]:
    """List the verdicts given on the pages, of one consultation or response or of all, and the bearer of the token."""
    rows = [
        {"consultation": where, **as_row(review)}
        for where, review in await state.of(request).reviewing.kept(state.knowledge(request).lexicon)
        if consultation in {"", where} and response in {"", review.response}
    ]
    return {"reviewer": bearer, "reviews": rows}


@router.post("/reviews", status_code=201, responses=_KEPT, openapi_extra={"requestBody": _BODY})
async def review(request: Request, bearer: Bearer) -> JSONResponse:
    """Keep a verdict on a statement and publish it: 201 once every answer shows it, 202 if that takes a later load."""
    given = read(await bodies.read(request, _LARGEST))
    verdict = await checked(given, state.answerer(request), bearer)
    reviewing = state.of(request).reviewing
    await reviewing.keep(given.consultation, verdict, state.knowledge(request).lexicon)
    summary = await reviewing.publish()
    published = summary is not None and not summary.quarantined
    body = {
        "review": {"consultation": given.consultation, **as_row(verdict)},
        "published": state.of(request).engine.version if published else None,
        "detail": "Published." if published else "Kept; the next load of this response publishes it.",
    }
    return JSONResponse(body, 201 if published else 202)
