"""HEAD wherever there is GET (RFC 9110, section 9.3.2): the same headers; the server leaves out the body."""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send


class HeadAsGet:
    """Hands a HEAD request to the routes as GET, but for paths at which GET is a stream that does not end."""

    def __init__(self, app: ASGIApp, streams: Collection[str]) -> None:
        self._app = app
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD" and scope["path"] not in self._streams:
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
