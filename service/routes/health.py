"""Liveness and readiness."""

from typing import Any

from fastapi import APIRouter, Request

from service import state
from service.engine.outcomes import LATER
from service.errors import Problem
from sparql.store.location import is_remote

router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Say that the process is running."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> dict[str, Any]:
    """Say whether questions can be answered, from which version of the dataset, and what is wrong with newer ones."""
    held = state.of(request)
    engine = held.engine
    problems = [problem for problem in (engine.problem, state.knowledge(request).problem) if problem]
    if not engine.version:
        raise Problem(503, "Nothing is published in the store yet; `whoasks load` does that.", problems=problems)
    if engine.problem and is_remote(held.settings.store):
        detail = "The SPARQL server that holds the dataset cannot answer now."
        raise Problem(503, detail, headers=LATER, problems=problems)
    return {"status": "ready", "dataset_version": engine.version, "problems": problems}
