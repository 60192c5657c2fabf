"""One line of JSON for each request, and the figures for Prometheus."""

import logging
import time
from typing import Any, Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.metrics import Metrics

access_log: Final = logging.getLogger("whoasks.access")


class Observed:
    """Counts and logs requests. A route may add to the line by ``note``; no header and no parameter is logged."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, sent = time.perf_counter(), 499, 0

        async def counting(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counting)
        finally:
            self._metrics.requests.labels(scope["method"], str(status)).inc()
            if access_log.isEnabledFor(logging.INFO):
                access_log.info(_line(scope, status, sent, time.perf_counter() - started))


def note(scope: Scope, **facts: object) -> None:
    """Add facts to the line of a request, e.g. the digest of its query."""
    scope.setdefault("whoasks.notes", {}).update(facts)


def _line(scope: Scope, status: int, sent: int, seconds: float) -> str:
    client = scope.get("client")
    line: dict[str, Any] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": client[0] if client else "",
        "method": scope["method"],
        "path": scope["path"],
        "status": status,
        "bytes": sent,
        "ms": round(seconds * 1000, 2),
        **scope.get("whoasks.notes", {}),
    }
    return orjson.dumps(line, default=str).decode()
