"""Full-text search in the words of statements and answers."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from service import state
from service.answers.formats import JSON, JSON_TYPES, write_json
from service.answers.given import FARTHEST
from service.answers.passages import KINDS, LARGEST_PAGE, Search, search
from service.answers.shaping import Json
from service.openapi.protocols import REQUIRED
from service.transport.negotiation import VARYING, Wanted, negotiate
from service.transport.parameters import declared_only

router = APIRouter(tags=["search"], dependencies=[Depends(declared_only)])
_ASKED: Final = 'Words, in any form; "a phrase" in quotation marks; -word without it.'


@router.get("/search", response_class=Response, responses={200: {"content": {JSON: {"schema": {"type": "object"}}}}})
async def search_words(
    request: Request,
    q: Annotated[str, Query(description=_ASKED, json_schema_extra=REQUIRED)] = "",
    kind: Annotated[tuple[str, ...], Query(description=f"Only these kinds: {', '.join(KINDS)}.")] = (),
    body: Annotated[str, Query(description="Only the responses of this body: its id, its label or its IRI.")] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Hits on a page.")] = 20,
    offset: Annotated[int, Query(ge=0, le=FARTHEST, description="Hits to leave out at the beginning.")] = 0,
    wanted: Wanted = "",
) -> Response:
    """Find words in what respondents say, best hits first, with the offsets of the words that were found."""
    negotiate(request, {"format": wanted}, JSON_TYPES)
    asked = Search(q, tuple(kind), body, limit, offset)
    found = await search(state.answerer(request), state.of(request).engine.text, asked)
    following = _next(request, asked, found["total"])
    link = {"Link": f'<{following}>; rel="next"'} if following else {}
    return Response(write_json({**found, "next": following}), headers={**VARYING, **link}, media_type=JSON)


def _next(request: Request, asked: Search, total: Json) -> str | None:
    """Return the address of the next page, if there is one."""
    following = asked.offset + asked.limit
    if not isinstance(total, int) or not following < total or following > FARTHEST:
        return None
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    return f"{request.url.path}?{urlencode([*others, ('offset', following)])}"
