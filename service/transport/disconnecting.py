"""When a client disconnects, its request is cancelled and its query stopped."""

import asyncio
from collections import deque
from types import TracebackType
from typing import Final, Self

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})
GRACE_SECONDS: Final = 0.05
"""Seconds before a client is watched at all; most requests are over by then."""


_READ: Final = asyncio.Event()
"""For requests without a body, which therefore need not be read."""
_READ.set()


class CancelWhenClientLeaves:
    """Middleware that cancels a request when its client disconnects."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with ClientWatch(receive, has_body=scope["method"] not in _WITHOUT_BODY) as watch:
            await self._app(scope, watch.receive, send)


class ClientWatch:
    """A context manager that quietly cancels its block as soon as the client has disconnected."""

    def __init__(self, receive: Receive, *, has_body: bool) -> None:
        self._receive = receive
        self._kept: deque[Message] = deque()
        """Messages that arrived before the application asked for them."""
        self._body_read = _READ if not has_body else asyncio.Event()
        self._left = asyncio.Event()
        self._task = asyncio.current_task()
        self._watcher: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(GRACE_SECONDS, self._begin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._timer is not None:
            self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        return kind is asyncio.CancelledError and self._left.is_set()

    async def receive(self) -> Message:
        """Return the next message: a part of the body, or that the client has disconnected."""
        if self._kept:
            return self._kept.popleft()
        if self._watcher is not None and self._body_read.is_set():
            await self._left.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if not message.get("more_body"):
            self._body_read.set()
        return message

    def _begin(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        await self._body_read.wait()
        while not self._left.is_set():
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._left.set()
            else:
                self._kept.append(message)
        if self._task is not None:
            self._task.cancel()
