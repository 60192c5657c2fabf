"""Headers that every response has: what browsers must not do with it."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
_DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Content security policy of what is no page: nothing in it may run, whatever a quoted document contains."""


class SecurityHeaders:
    """Adds them, where the response does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if not headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", _DATA_POLICY)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
