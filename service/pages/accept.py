"""Content negotiation between people and programs: who gets a page (RFC 9110, section 12.5.1)."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from service.transport.negotiation import choose, ranges
from service.transport.protocol import FORMAT_NAMES

_PAGES: Final = dict.fromkeys(("text/html", "application/xhtml+xml"), "page")


def prefers_page(accept: str) -> bool:
    """Tell whether an ``Accept`` header names HTML, and nothing that it prefers to it.

    A browser does; ``curl`` (``*/*``) and anything that asks for JSON do not.
    """
    weights = {f"{each.kind}/{each.subtype}": each.quality for each in ranges(accept)}
    page = max(weights.get(name, 0.0) for name in _PAGES)
    return page > 0 and page >= max(weights.values())


def wants_page(request: Request) -> bool:
    """Tell whether a request wants a page: its ``Accept`` prefers one, and no parameter names a format."""
    named = any(name in FORMAT_NAMES for name in request.query_params)
    return prefers_page(",".join(request.headers.getlist("accept"))) and not named


class PageRoute(APIRoute):
    """A route that only a browser takes: any other client falls through to the next route of the same path.

    A page and the JSON of the same thing can so share a path without knowing of each other. ``?format=`` and
    ``?accept=`` always ask for data.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        if match is Match.NONE or not wants_page(Request(scope)):
            return Match.NONE, {}
        return match, child

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def vary(request: Request) -> Response:
            response = await handle(request)
            response.headers.append("Vary", "Accept")
            return response

        return vary


class PageAlone(PageRoute):
    """A route for a page without a JSON counterpart: every client that accepts HTML gets it, any other a 406."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return APIRoute.matches(self, scope)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def negotiated(request: Request) -> Response:
            choose(request.headers.get("accept"), _PAGES)
            return await handle(request)

        return negotiated
