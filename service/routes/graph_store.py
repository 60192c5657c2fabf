"""The SPARQL 1.1 Graph Store HTTP Protocol: graphs as resources (https://www.w3.org/TR/sparql11-http-rdf-update/).

A graph is named indirectly, ``/graphs?graph=IRI`` or ``/graphs?default``, or directly: the graph of ``/graphs/x`` is
the one whose IRI is that of the request.
"""

import uuid
from typing import Annotated, Any, Final, Literal

import pyoxigraph as ox
from fastapi import APIRouter, Depends, Request, Response

from service import access, state
from service.errors import Problem
from service.openapi.protocols import GRAPH, GRAPH_READ, GRAPH_WRITTEN, TRIPLES
from service.transport import bodies, sending
from service.transport.answers import GRAPHS
from service.transport.negotiation import choose
from service.transport.parameters import only
from service.workers import wire
from sparql.store import DEFAULT_GRAPH

router = APIRouter(tags=["graphs"])
_BY_BEARERS: Final[dict[str, Any]] = {"dependencies": [Depends(access.require_token)], "response_class": Response}
_WRITTEN: Final = {**_BY_BEARERS, "status_code": 201, "responses": GRAPH_WRITTEN}
_REMOVED: Final = {**_BY_BEARERS, "status_code": 204}


def graph_named(request: Request) -> str | None:
    """Return the IRI of the graph that a request names, ``DEFAULT_GRAPH``, or None for the graph store itself.

    Raises Problem for parameters that contradict each other, and for a name that is not an absolute IRI.
    """
    only(request, ["graph", "default"])
    parameters = request.query_params
    if "graph" in parameters and "default" in parameters:
        raise Problem(400, "Name one graph: `graph=IRI` or `default`.", parameter="default")
    if "default" in parameters:
        return DEFAULT_GRAPH
    if "graph" in parameters:
        return _absolute(parameters["graph"])
    if request.path_params.get("path"):
        return _absolute(_address(request))
    return None


GraphNamed = Annotated[str | None, Depends(graph_named)]


def _address(request: Request) -> str:
    """Return the URL of a request as it was sent, without its query."""
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return f"{request.url.scheme}://{request.url.netloc}{path.partition(b'?')[0].decode('ascii')}"


def _absolute(name: str) -> str:
    try:
        return ox.NamedNode(name).value
    except ValueError:
        raise Problem(400, f"`graph` must be an absolute IRI, not {name!r}.", parameter="graph") from None


def _unnamed(wanted: str) -> Problem:
    return Problem(400, f"{wanted}: `graph=IRI`, `default`, or its own address under /graphs/.", parameter="graph")


@router.get("/graphs", response_class=Response, responses=GRAPH_READ, openapi_extra=GRAPH)
@router.get("/graphs/{path:path}", response_class=Response, responses=GRAPH_READ)
async def get_graph(request: Request, graph: GraphNamed) -> Response:
    """Return a graph."""
    if graph is None:
        raise _unnamed("Name a graph")
    media_type = choose(request.headers.get("accept"), GRAPHS)
    spool = state.of(request).endpoint.spool()
    asked = wire.Request("get-graph", media_type=media_type, graph=graph)
    reply = await state.of(request).engine.run(asked, client=state.client(request), spool=spool)
    spool.end()
    return sending.response(spool if len(spool) else reply.body, {"Vary": "Accept"}, reply.media_type)


@router.put("/graphs", **_WRITTEN, openapi_extra={**GRAPH, **TRIPLES})
@router.put("/graphs/{path:path}", **_WRITTEN, openapi_extra=TRIPLES)
async def put_graph(request: Request, graph: GraphNamed) -> Response:
    """Replace the content of a graph by what is sent."""
    if graph is None:
        raise _unnamed("Name the graph to replace")
    return await _write(request, "put-graph", graph)


@router.post("/graphs", **_WRITTEN, openapi_extra={**GRAPH, **TRIPLES})
@router.post("/graphs/{path:path}", **_WRITTEN, openapi_extra=TRIPLES)
async def post_graph(request: Request, graph: GraphNamed) -> Response:
    """Add what is sent to a graph; sent to the graph store itself, it becomes a new graph."""
    if graph is not None:
        return await _write(request, "post-graph", graph)
    created = f"{_address(request).rstrip('/')}/{uuid.uuid4()}"
    response = await _write(request, "put-graph", created)
    response.headers["Location"] = created
    return response


@router.delete("/graphs", **_REMOVED, openapi_extra=GRAPH)
@router.delete("/graphs/{path:path}", **_REMOVED)
async def delete_graph(request: Request, graph: GraphNamed) -> Response:
    """Remove a graph."""
    if graph is None:
        raise _unnamed("Name the graph to remove")
    await state.of(request).engine.run(wire.Request("delete-graph", graph=graph), client=state.client(request))
    return Response(status_code=204)


async def _write(request: Request, action: Literal["put-graph", "post-graph"], graph: str) -> Response:
    body = await bodies.read(request, state.of(request).settings.max_upload)
    content_type = request.headers.get("content-type", "")
    sent = wire.Request(action, media_type=content_type, graph=graph, body=body)
    reply = await state.of(request).engine.run(sent, client=state.client(request))
    return Response(status_code=201 if reply.created else 204)
