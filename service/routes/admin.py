"""For operators: metrics, the queries that are running, and a way to stop them."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST

from service import access, state
from service.errors import Problem

router = APIRouter(tags=["operation"])


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Return figures for Prometheus."""
    engine, figures = state.of(request).engine, state.of(request).metrics
    await figures.gather()
    figures.running.set(len(engine.running))
    figures.waiting.set(engine.waiting)
    figures.surveyed.set(engine.surveyed)
    figures.version.set(int(engine.version) if engine.version.isdecimal() else 0)
    return Response(figures.exposition(), media_type=CONTENT_TYPE_LATEST)


@router.get("/queries", dependencies=[Depends(access.require_token)])
async def queries(request: Request) -> dict[str, Any]:
    """List the queries that are being evaluated."""
    running = [
        {"number": each.number, "client": each.client, "seconds": round(each.seconds, 3), "query": each.text}
        for each in state.of(request).engine.running.values()
    ]
    return {"running": running, "waiting": state.of(request).engine.waiting}


@router.delete("/queries/{number}", status_code=204, dependencies=[Depends(access.require_token)])
async def stop(request: Request, number: int) -> None:
    """Stop a query."""
    if not state.of(request).engine.stop(number):
        raise Problem(404, f"No query of number {number} is running; /queries lists those that are.")
