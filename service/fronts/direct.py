"""A connection of the service on which a plain question is answered past uvicorn and the application.

A plain request whose answer the cache holds is answered as it is read; any other is evaluated by a task that does
nothing else. What is small is sent in one piece, what is large as fast as the client takes it. A client that reads
trailer fields (``TE: trailers``) gets the beginning of a large result while the rest is still being found.

Everything that is not plain goes uvicorn's way, as does all that comes after it, unless it was plain as well: only
then is it certain where a request begins.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from uvicorn import Config
from uvicorn.server import ServerState

from service.errors import Problem
from service.fronts.answering import head_of
from service.fronts.patience import Patience
from service.fronts.request import Plain, read
from service.transport.answers import CUT
from service.transport.cache import Answer
from service.transport.disconnecting import GRACE_SECONDS
from service.transport.endpoint import Asked, Begun
from service.transport.headers import start_of
from service.transport.protocol import from_plain
from service.transport.responding import Sent, respond, sent
from service.transport.sending import STALLED_SECONDS, pieces
from service.workers.spool import Spool

if TYPE_CHECKING:
    from service.state import Held

log = logging.getLogger(__name__)

_AT_ONCE: Final = 65_536
"""Bytes of a body that are copied to go out with their head."""


class DirectProtocol(Patience):
    """uvicorn's protocol for an application that has ``held``."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        application: Any = config.app
        held: Held = application.held
        self._endpoint, self._observer = held.endpoint, held.observer
        self._at_boundary = True
        """Whether all that came so far were whole requests."""
        self._early = b""
        """What came while it did: the client did not wait for the answer."""

    def data_received(self, data: bytes) -> None:
        """Answer a plain request, or leave it to uvicorn."""
        self._heard = self.loop.time()
        if self._asking is not None:
            self._early += data
            self.flow.pause_reading()
            return
        request = read(data) if self._at_boundary else None
        self._at_boundary = request is not None
        if request is None or not self._is_idle():
            super().data_received(data)
        elif not self._repeat(request):
            self._ask(request)

    def connection_lost(self, exc: Exception | None) -> None:
        """End what works for a client that has left, unless it is over in a moment."""
        if self._asking is not None:
            self.loop.call_later(GRACE_SECONDS, self._asking.cancel)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close the connection, after the answer that is still to come."""
        if self._asking is not None:
            self._ending = True
        else:
            super().shutdown()

    def _repeat(self, request: Plain) -> bool:
        """Answer at once what the cache holds in memory."""
        started = time.perf_counter()
        answer = self._endpoint.held(_key(request))
        response = sent(answer, request.known) if answer is not None else None
        if response is None or not isinstance(response.body, bytes):
            return False
        self._endpoint.count_lookup(hit=True)
        self._send(response, response.body, started)
        return True

    def _ask(self, request: Plain) -> None:
        """Have a task answer a request."""
        self._unset_keepalive_if_required()
        self._asking = self.loop.create_task(self._answer(request))
        self.tasks.add(self._asking)
        self._asking.add_done_callback(self._asked)

    async def _answer(self, request: Plain) -> None:
        started = time.perf_counter()
        found: Sent | Begun | None = None
        try:
            found = await respond(self._found(request), request.known)
        finally:
            if found is None or self.transport.is_closing():
                self._note(499, 0, started, "")
        if self.transport.is_closing():
            return
        if isinstance(found, Begun):
            await self._send_slowly(started, found.digest, self._stream(found))
        elif isinstance(found.body, Spool):
            await self._send_slowly(started, found.digest, self._fetched(found))
        else:
            self._send(found, found.body, started)

    async def _found(self, request: Plain) -> Answer | Begun:
        key = _key(request)
        answer = self._endpoint.cached(key)
        if answer is not None:
            return answer
        operation = from_plain(request.query_string)
        asked = Asked(operation, request.accept, request.coding, self.client[0] if self.client else "", key)
        return await (self._endpoint.begin(asked) if request.trailers else self._endpoint.evaluate(asked))

    def _send(self, response: Sent, body: bytes, started: float) -> None:
        head = self._head(head_of(response.status, response.headers))
        if len(body) <= _AT_ONCE:
            self.transport.write(head + body)
        else:
            self.transport.write(head)
            self.transport.write(body)
        self._done()
        self._note(response.status, len(body), started, response.digest)

    def _done(self) -> None:
        if self._ending:
            self.transport.close()
        self.on_response_complete()

    async def _send_slowly(self, started: float, digest: str, parts: AsyncGenerator[bytes]) -> None:
        """Send an answer as fast as the client takes it; what is wrong by now can only be told by breaking off."""
        status, sent = 499, 0
        try:
            async with aclosing(parts):
                async for part in parts:
                    if self.transport.is_closing():
                        return
                    self.transport.write(part)
                    sent += len(part)
                    async with asyncio.timeout(STALLED_SECONDS):
                        await self.flow.drain()
            self._done()
            status = 200
        except Problem as problem:
            status = problem.status
        except TimeoutError:
            log.info("a client took nothing of an answer for %d s", STALLED_SECONDS)
        except Exception:
            status = 500
            log.exception("unforeseen error")
        finally:
            if status != HTTPStatus.OK:
                self.transport.abort()
            self._note(status, sent, started, digest)

    async def _fetched(self, response: Sent) -> AsyncGenerator[bytes]:
        yield self._head(head_of(response.status, response.headers))
        async with aclosing(pieces(response.body)) as body:
            async for piece in body:
                yield piece

    async def _stream(self, begun: Begun) -> AsyncGenerator[bytes]:
        """Yield a message in chunks, with trailer fields where the result was cut (RFC 9112, section 7.1)."""
        chunked = {**begun.headers, "Transfer-Encoding": "chunked", "Trailer": ", ".join(CUT)}
        try:
            yield self._head(head_of(200, start_of(200, chunked, None)["headers"]))
            place = 0
            while piece := await begun.next(place):
                place += len(piece)
                yield b"%x\r\n%b\r\n" % (len(piece), piece)
            headers = (await begun.whole).headers
            yield b"0\r\n%b\r\n" % b"".join(
                f"{name}: {headers[name]}\r\n".encode("latin-1") for name in CUT if name in headers
            )
        finally:
            begun.whole.cancel()

    def _asked(self, task: asyncio.Task[None]) -> None:
        """Go on with what came meanwhile."""
        self._asking = None
        self.tasks.discard(task)
        early, self._early = self._early, b""
        self.flow.resume_reading()
        if early and not self.transport.is_closing():
            self.data_received(early)

    def _note(self, status: int, sent: int, started: float, digest: str) -> None:
        scope = {"method": "GET", "path": "/sparql", "client": self.client}
        self._observer.note(scope, status, sent, time.perf_counter() - started, digest)


def _key(request: Plain) -> tuple[bytes, bytes, str]:
    return request.query_string, request.accept.encode("latin-1"), request.coding
