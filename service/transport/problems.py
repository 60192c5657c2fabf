"""Errors as problem details (RFC 9457): one form on every route, for our errors and FastAPI's."""

import logging
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import Problem
from service.transport.parameters import invalid_parameter

log = logging.getLogger(__name__)

UNFORESEEN: Final = "Something went wrong on our side; the log has the details."
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


def problem_response(problem: Problem) -> JSONResponse:
    """Return the response for an error, in the one form that all errors have."""
    title = HTTPStatus(problem.status).phrase
    body = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail, **problem.extra}
    return JSONResponse(body, problem.status, problem.headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Have every error of an application answered as a problem."""
    app.add_exception_handler(Problem, _handle)
    app.add_exception_handler(HTTPException, _handle)
    app.add_exception_handler(RequestValidationError, _handle)


async def _handle(request: Request, error: Exception) -> Response:
    problem = _problem(request, error)
    if request.method == "OPTIONS" and problem.status == HTTPStatus.METHOD_NOT_ALLOWED:
        return Response(status_code=204, headers=problem.headers)
    return _shown(request, problem)


def _shown(request: Request, problem: Problem) -> Response:
    """Return an error as a page for a browser, and as problem details for any other client."""
    app = request.scope.get("app")
    pages = getattr(app.state, "pages", None) if app else None
    page: Response | None = pages.problem(request, problem) if pages else None
    return page or problem_response(problem)


def _problem(request: Request, error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return invalid_parameter(request, error.errors()[0])
        case HTTPException(status_code=HTTPStatus.METHOD_NOT_ALLOWED):
            allow = _methods(request)
            detail = f"{request.url.path} does not take {request.method}; it takes {allow}."
            return Problem(405, detail, headers={"Allow": allow})
        case HTTPException():
            return Problem(error.status_code, _sentence(request, error), headers=error.headers)
    raise error


def _methods(request: Request) -> str:
    """Return the methods that a path supports, as ``Allow`` lists them."""
    taken = [method for method in _METHODS if _takes(request, method)]
    return ", ".join(sorted([*taken, *(["HEAD"] if "GET" in taken else []), "OPTIONS"]))


def _takes(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": method}
    routes = [*request.app.routes, *getattr(request.app.router.default, "routes", ())]
    return any(route.matches(scope)[0] is Match.FULL for route in routes)


def _sentence(request: Request, error: HTTPException) -> str:
    """Return the detail of an error for which Starlette gives no more than the title of its status."""
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return f"There is nothing at {request.url.path}; /docs lists what there is."
        case _:
            return str(error.detail)


class Unforeseen:
    """Middleware that turns an unhandled exception into a 500 without details."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # in the middle of its request: nobody is there to be told
        except Exception:
            log.exception("unforeseen error")
            if begun or scope["type"] != "http":
                raise
            problem = Problem(500, UNFORESEEN)
            response = _shown(Request(scope), problem)
            await response(scope, receive, send)
