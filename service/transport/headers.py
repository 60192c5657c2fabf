"""The security headers that every response has."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXPOSED: Final = ("ETag", "Link", "Location", "Retry-After", "X-Dataset-Version", "X-Result-Cut")
"""Headers that scripts of other sites may read (CORS)."""
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
_DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Content security policy of data: nothing in it may run, whatever a quoted document contains."""


_COMMON: Final = [
    (name.lower().encode(), value.encode())
    for name, value in {
        **_ALWAYS,
        "Content-Security-Policy": _DATA_POLICY,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    }.items()
]
"""The headers that every response with data has, encoded for ASGI."""


def start_of(status: int, headers: Mapping[str, str], length: int | None) -> Message:
    """Return the ASGI message that begins a response with data, for responses that bypass the middleware."""
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    kept = [(name, value) for name, value in encoded if name != b"content-length"]
    if length is not None:
        kept.append((b"content-length", b"%d" % length))
    return {"type": "http.response.start", "status": status, "headers": kept + _COMMON}


class SecurityHeaders:
    """Middleware that adds the security headers, unless the response has its own."""

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
