"""Errors as RFC 9457 problem details: one builder, one shape on every route.

Problem
"""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response


class Problem(Exception):
    """A request that ends in an error; the handler turns it into ``application/problem+json``.

    ``detail`` is one sentence that says what is wrong and what to do. ``extra`` are further members,
    e.g. ``line``, ``column``, ``parameter``, ``nearest``.
    """

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **extra: object) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra


def problem_response(problem: Problem) -> JSONResponse:
    """Build the one shape that errors have."""
    title = HTTPStatus(problem.status).phrase
    body = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail, **problem.extra}
    return JSONResponse(body, problem.status, problem.headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Make every error of the app a problem."""

    async def handle(_request: Request, error: Exception) -> Response:
        if isinstance(error, Problem):
            return problem_response(error)
        raise error

    app.add_exception_handler(Problem, handle)
