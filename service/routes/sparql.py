"""The SPARQL endpoint over HTTP."""

from fastapi import APIRouter, Request, Response

from service import access, state
from service.openapi.protocols import BY_GET, BY_POST, RESULTS, UPDATED
from service.routes.description import service_description
from service.transport import bodies, protocol, sending
from service.transport.cache import Answer, still_holds
from service.transport.conditional import known_of
from service.transport.negotiation import coding_of
from service.transport.observing import query_digest
from service.transport.protocol import Operation

router = APIRouter(tags=["sparql"])


@router.get("/sparql", response_class=Response, responses=RESULTS, openapi_extra=BY_GET)
@router.post("/sparql", response_class=Response, responses=UPDATED, openapi_extra=BY_POST)
@router.api_route("/sparql/", methods=["GET", "POST"], include_in_schema=False)
async def sparql(request: Request) -> Response:
    """Answer a query, or carry out an update, sent as a parameter, in a form or as the body.

    Without either, the endpoint describes itself.
    """
    operation = await _operation(request)
    if operation is None:
        return await service_description(request)
    request.scope["query_digest"] = query_digest(operation.text)
    if operation.kind == "update":
        access.require_token(request)
        version = await state.of(request).endpoint.update(operation, state.client(request))
        return Response(status_code=204, headers={"X-Dataset-Version": version})
    coding = coding_of(",".join(request.headers.getlist("accept-encoding")))
    accept, client = request.headers.get("accept"), state.client(request)
    answer = await state.of(request).endpoint.query(operation, accept, client, coding)
    return _response(answer, known_of(request))


async def _operation(request: Request) -> Operation | None:
    query_string: bytes = request.scope["query_string"]
    if request.method != "POST":
        return protocol.from_get(query_string)
    content_type = request.headers.get("content-type", "")
    body = await bodies.read(request, state.of(request).settings.max_query)
    return protocol.from_post(query_string, content_type, body)


def _response(answer: Answer, known: str) -> Response:
    if still_holds(answer, known):
        return Response(status_code=304, headers=answer.headers_unchanged)
    return sending.response(answer.body, answer.headers)
