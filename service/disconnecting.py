"""A client that hangs up ends its request: what works for it is cancelled, and a query that runs is stopped."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_GRACE_SECONDS: Final = 0.05
"""Most requests are over by then, and nobody needs to watch their client."""


class CancelWhenClientLeaves:
    """Watches for the end of the connection while a request is being answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        mailbox = _Mailbox(receive, has_body=scope["method"] not in _WITHOUT_BODY)
        work = asyncio.ensure_future(self._app(scope, mailbox.receive, send))
        try:
            await asyncio.wait({work}, timeout=_GRACE_SECONDS)
            if not work.done():
                await mailbox.watch(work)
            await work
        except asyncio.CancelledError:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            if not mailbox.client_left:
                raise


class _Mailbox:
    """Hands the client's messages to the application, and tells when the client has left."""

    def __init__(self, receive: Receive, *, has_body: bool) -> None:
        self._receive = receive
        self._kept: deque[Message] = deque()
        """What came while nobody but the watcher was listening."""
        self._body_read = asyncio.Event()
        self._has_body = has_body
        self._left = asyncio.Event()
        self.client_left = False

    async def receive(self) -> Message:
        """Return the next message: a part of the body, or, after the last, that the client has left."""
        if self._kept:
            return self._kept.popleft()
        if self._body_read.is_set():
            await self._left.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._leave()
        if not message.get("more_body"):
            self._body_read.set()
        return message

    async def watch(self, work: "asyncio.Future[None]") -> None:
        """Return when the work is done; cancel it as soon as the client leaves."""
        watcher = asyncio.ensure_future(self._until_left())
        await asyncio.wait({work, watcher}, return_when=asyncio.FIRST_COMPLETED)
        watcher.cancel()
        if self.client_left:
            work.cancel()

    async def _until_left(self) -> None:
        if self._has_body:
            await self._body_read.wait()
        self._body_read.set()
        while not self.client_left:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._leave()
            else:
                self._kept.append(message)

    def _leave(self) -> None:
        self.client_left = True
        self._left.set()
