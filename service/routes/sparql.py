"""The SPARQL endpoint."""

from typing import Final

from fastapi import APIRouter, Request, Response

from service import access, bodies, protocol, state
from service.errors import Problem
from service.negotiation import choose
from service.protocol import Operation
from service.workers import wire
from sparql.tokens import query_form

router = APIRouter(tags=["sparql"])

SOLUTIONS: Final = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
"""How SELECT and ASK results can be had: the media types to ask for, and what is sent for each."""
GRAPHS: Final = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/n-quads": "application/n-quads",
    "application/trig": "application/trig",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
}
"""How triples can be had."""


@router.api_route("/sparql", methods=["GET", "POST"])
@router.api_route("/sparql/", methods=["GET", "POST"], include_in_schema=False)
async def sparql(request: Request) -> Response:
    """Answer a query, in the parameter `query`, in a form, or as it is; carry out an update."""
    query_string = request.url.query.encode()
    if request.method == "POST":
        content_type = request.headers.get("content-type", "")
        return await _answer(
            request,
            protocol.from_post(
                query_string, content_type, await bodies.read(request, state.settings(request).max_query)
            ),
        )
    operation = protocol.from_get(query_string)
    if operation is None:
        raise Problem(400, "Send a query in the parameter `query`.")
    return await _answer(request, operation)


async def _answer(request: Request, operation: Operation) -> Response:
    engine = state.engine(request)
    if operation.kind == "update":
        access.require_token(request)
        await engine.run(_update(request, operation), timeout=operation.timeout)
        return Response(status_code=204)
    reply = await engine.run(_query(request, operation), timeout=operation.timeout)
    return Response(reply.body, media_type=reply.media_type)


def _update(request: Request, operation: Operation) -> wire.Request:
    return wire.Request(
        "update",
        operation.text,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        services=state.settings(request).allowed_services,
    )


def _query(request: Request, operation: Operation) -> wire.Request:
    settings = state.settings(request)
    form = query_form(operation.text)
    accept = operation.accept or request.headers.get("accept")
    return wire.Request(
        "query",
        operation.text,
        media_type=choose(accept, GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else SOLUTIONS),
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        services=settings.allowed_services,
        offset=operation.offset,
        max_rows=settings.max_rows,
        max_bytes=settings.max_bytes,
    )
