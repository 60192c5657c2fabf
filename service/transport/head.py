"""HEAD wherever there is GET (RFC 9110, section 9.3.2): the same headers; the server omits the body."""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """Middleware that passes HEAD on as GET, except for paths where GET is an endless stream."""

    def __init__(self, app: ASGIApp, streams: Collection[str]) -> None:
        self._app = app
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD" and scope["path"] not in self._streams:
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
