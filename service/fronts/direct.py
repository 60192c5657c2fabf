"""Connections of the service itself, on which plain queries bypass uvicorn and the application.

A plain request whose answer is cached is answered as soon as it is read; any other is evaluated in a task of its own. A
small result is sent in one piece, a large one as fast as the client reads it. A client that accepts trailer fields
(``TE: trailers``) gets the beginning of a large result while the rest is still being found.

A request that is not plain is left to uvicorn. So is everything after it, because only uvicorn then knows where the
next request begins.
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
from service.fronts.http import PlainRequest, head_of, read_plain
from service.fronts.limits import LimitedProtocol
from service.transport.answers import CUT
from service.transport.cache import Answer
from service.transport.disconnecting import GRACE_SECONDS
from service.transport.endpoint import QueryRequest, StreamedAnswer
from service.transport.headers import start_of
from service.transport.protocol import from_plain
from service.transport.responding import RawResponse, raw_answer, respond
from service.transport.sending import STALLED_SECONDS, pieces
from service.workers.spool import Spool

if TYPE_CHECKING:
    from service.state import Held

log = logging.getLogger(__name__)

_AT_ONCE: Final = 65_536
"""Largest body, in bytes, that is copied to be sent together with its head."""


class DirectProtocol(LimitedProtocol):
    """uvicorn's protocol, with a shortcut for plain queries; for an application that has ``held``."""

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
        """Whether everything received so far was whole plain requests, so that the next bytes begin a request."""
        self._early = b""
        """Data from a client that did not wait for the answer to its previous request."""

    def data_received(self, data: bytes) -> None:
        """Answer a plain request, or leave the data to uvicorn."""
        self._last_read = self.loop.time()
        if self._asking is not None:
            self._early += data
            self.flow.pause_reading()
            return
        request = read_plain(data) if self._at_boundary else None
        self._at_boundary = request is not None
        if request is None or not self._is_idle():
            super().data_received(data)
        elif not self._answer_from_cache(request):
            self._ask(request)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop answering a client that has disconnected, unless the answer is ready in a moment."""
        if self._asking is not None:
            self.loop.call_later(GRACE_SECONDS, self._asking.cancel)
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close the connection, after the answer to the current request if there is one."""
        if self._asking is not None:
            self._ending = True
        else:
            super().shutdown()

    def _answer_from_cache(self, request: PlainRequest) -> bool:
        """Answer at once if the cache holds the answer in memory; tell whether it did."""
        started = time.perf_counter()
        answer = self._endpoint.held(_key(request))
        response = raw_answer(answer, request.if_none_match) if answer is not None else None
        if response is None or not isinstance(response.body, bytes):
            return False
        self._endpoint.count_lookup(hit=True)
        self._send(response, response.body, started)
        return True

    def _ask(self, request: PlainRequest) -> None:
        """Answer a request in a task."""
        self._unset_keepalive_if_required()
        self._asking = self.loop.create_task(self._answer(request))
        self.tasks.add(self._asking)
        self._asking.add_done_callback(self._finished)

    async def _answer(self, request: PlainRequest) -> None:
        started = time.perf_counter()
        found: RawResponse | StreamedAnswer | None = None
        try:
            found = await respond(self._found(request), request.if_none_match)
        finally:
            if found is None or self.transport.is_closing():
                self._note(499, 0, started, "")
        if self.transport.is_closing():
            return
        if isinstance(found, StreamedAnswer):
            await self._send_slowly(started, found.digest, self._stream(found))
        elif isinstance(found.body, Spool):
            await self._send_slowly(started, found.digest, self._from_spool(found))
        else:
            self._send(found, found.body, started)

    async def _found(self, request: PlainRequest) -> Answer | StreamedAnswer:
        key = _key(request)
        answer = self._endpoint.cached(key)
        if answer is not None:
            return answer
        operation = from_plain(request.query_string)
        query = QueryRequest(operation, request.accept, request.coding, self.client[0] if self.client else "", key)
        return await (self._endpoint.begin(query) if request.trailers else self._endpoint.evaluate(query))

    def _send(self, response: RawResponse, body: bytes, started: float) -> None:
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
        """Send an answer as fast as the client reads it; an error half-way can only be shown by breaking off."""
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

    async def _from_spool(self, response: RawResponse) -> AsyncGenerator[bytes]:
        yield self._head(head_of(response.status, response.headers))
        async with aclosing(pieces(response.body)) as body:
            async for piece in body:
                yield piece

    async def _stream(self, begun: StreamedAnswer) -> AsyncGenerator[bytes]:
        """Yield a chunked message, with trailer fields if the result was cut (RFC 9112, section 7.1)."""
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

    def _finished(self, task: asyncio.Task[None]) -> None:
        """Go on with what the client has sent in the meantime."""
        self._asking = None
        self.tasks.discard(task)
        early, self._early = self._early, b""
        self.flow.resume_reading()
        if early and not self.transport.is_closing():
            self.data_received(early)

    def _note(self, status: int, sent: int, started: float, digest: str) -> None:
        scope = {"method": "GET", "path": "/sparql", "client": self.client}
        self._observer.note(scope, status, sent, time.perf_counter() - started, digest)


def _key(request: PlainRequest) -> tuple[bytes, bytes, str]:
    return request.query_string, request.accept.encode("latin-1"), request.coding
