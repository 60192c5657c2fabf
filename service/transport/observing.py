"""The access log, a line of JSON for each request, and the counting of requests."""

import asyncio
import sys
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEFT: Final = 499
"""Status in the log if the client disconnected before there was one."""
_WRITE_SECONDS: Final = 0.5
"""Seconds for which lines are collected before they are written together."""


def query_digest(text: str) -> str:
    """Return the digest that identifies a query in the log."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


class Observer:
    """Counts requests, and logs them to standard error. No header and no parameter is logged."""

    def __init__(self, count: Callable[[str, int], None], *, log: bool) -> None:
        self._count = count
        """Called with the method and the status of each request."""
        self._log = log
        self._lines: list[dict[str, Any]] = []

    def note(self, scope: Scope, status: int, sent: int, seconds: float, query: str = "") -> None:
        """Record a request that is over; ``sent`` is in bytes, ``query`` the digest of its query."""
        self._count(scope["method"], status)
        if not self._log:
            return
        client = scope.get("client")
        line = {
            "time": time.time(),
            "client": client[0] if client else "",
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": sent,
            "ms": seconds * 1000,
        }
        if query:
            line["query"] = query
        if not self._lines:
            asyncio.get_running_loop().call_later(_WRITE_SECONDS, self.flush)
        self._lines.append(line)

    def flush(self) -> None:
        """Write the lines that have been collected."""
        lines, self._lines = self._lines, []
        for line in lines:
            line["time"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(line["time"]))
            line["ms"] = round(line["ms"], 2)
        sys.stderr.write("".join(f"{orjson.dumps(line).decode()}\n" for line in lines))
        sys.stderr.flush()


class Observed:
    """Middleware that reports each request to the observer; routes with a query set ``scope["query_digest"]``."""

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, sent = time.perf_counter(), _LEFT, 0

        async def counting(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counting)
        except Exception:
            status = 500 if status == _LEFT else status  # which the server answers where nobody did
            raise
        finally:
            seconds = time.perf_counter() - started
            self._observer.note(scope, status, sent, seconds, scope.get("query_digest", ""))
