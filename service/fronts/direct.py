"""A connection of the service on which a plain question is answered past uvicorn and the application.

A plain request whose answer the cache holds is answered as it is read; any other is evaluated by a task that does
nothing else, and sent in one piece. Everything that is not plain goes uvicorn's way, as does all that comes after it,
unless it was plain as well: only then is it certain where a request begins.
"""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, Final

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from service.errors import Problem
from service.fronts.answering import Response, response_to, response_to_problem
from service.fronts.request import Plain, read
from service.transport.disconnecting import GRACE_SECONDS
from service.transport.problems import UNFORESEEN
from service.transport.protocol import from_plain

if TYPE_CHECKING:
    from service.transport.endpoint import Endpoint
    from service.transport.observing import Observer

log = logging.getLogger(__name__)

_AT_ONCE: Final = 65_536
"""Bytes of a body that are copied to go out with their head."""


class DirectProtocol(HttpToolsProtocol):
    """uvicorn's protocol for an application that has an ``endpoint`` and an ``observer`` in its state."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        application: Any = config.app
        self._endpoint: Endpoint = application.state.endpoint
        self._observer: Observer = application.state.observer
        self._at_boundary = True
        """Whether all that came so far were whole requests."""
        self._asking: asyncio.Task[None] | None = None
        """Evaluates the latest request, if it went past uvicorn and has no answer yet."""
        self._early = b""
        """What came while it did: the client did not wait for the answer."""
        self._ending = False
        """Whether that answer is the last."""

    def data_received(self, data: bytes) -> None:
        """Answer a plain request, or leave it to uvicorn."""
        if self._asking is not None:
            self._early += data
            self.flow.pause_reading()
            return
        request = read(data) if self._at_boundary else None
        self._at_boundary = request is not None
        if request is None or not self._is_idle() or not (self._repeat(request) or self._ask(request)):
            super().data_received(data)

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

    def _is_idle(self) -> bool:
        latest: Any = self.cycle  # None before the first request, which its type does not say
        answered: bool = latest is None or latest.response_complete
        return answered and not self.flow.write_paused and not self.transport.is_closing()

    def _repeat(self, request: Plain) -> bool:
        started = time.perf_counter()
        answer = self._endpoint.held(_key(request))
        response = response_to(request, answer) if answer is not None else None
        if response is None:
            return False
        self._endpoint.count_lookup(hit=True)
        self._send(response, started)
        return True

    def _ask(self, request: Plain) -> bool:
        if request.encodings not in {"", "identity"}:
            return False  # the application compresses
        self._unset_keepalive_if_required()
        self._asking = self.loop.create_task(self._answer(request))
        self.tasks.add(self._asking)
        self._asking.add_done_callback(self._asked)
        return True

    async def _answer(self, request: Plain) -> None:
        started = time.perf_counter()
        self._endpoint.count_lookup(hit=False)
        response = None
        try:
            response = await self._response(request)
        finally:
            if response is None or self.transport.is_closing():
                self._note(499, 0, started, "")
            else:
                self._send(response, started)

    async def _response(self, request: Plain) -> Response | None:
        try:
            operation = from_plain(request.query_string)
            client = self.client[0] if self.client else ""
            answer = await self._endpoint.evaluate(operation, request.accept, client, _key(request))
            return response_to(request, answer)
        except Problem as problem:
            return response_to_problem(problem)
        except Exception:
            log.exception("unforeseen error")
            return response_to_problem(Problem(500, UNFORESEEN))

    def _send(self, response: Response, started: float) -> None:
        date = b"".join(b"%b: %b\r\n" % header for header in self.server_state.default_headers)
        end = b"connection: close\r\n\r\n" if self._ending else b"\r\n"
        if len(response.body) <= _AT_ONCE:
            self.transport.write(b"".join((response.head, date, end, response.body)))
        else:
            self.transport.write(b"".join((response.head, date, end)))
            self.transport.write(response.body)
        if self._ending:
            self.transport.close()
        self.on_response_complete()
        self._note(response.status, len(response.body), started, response.digest)

    def _asked(self, task: asyncio.Task[None]) -> None:
        """Go on with what came meanwhile."""
        self._asking = None
        self.tasks.discard(task)
        early, self._early = self._early, b""
        if early and not self.transport.is_closing():
            self.data_received(early)

    def _note(self, status: int, sent: int, started: float, digest: str) -> None:
        scope = {"method": "GET", "path": "/sparql", "client": self.client}
        self._observer.note(scope, status, sent, time.perf_counter() - started, digest)


def _key(request: Plain) -> tuple[bytes, bytes]:
    return request.query_string, request.accept.encode("latin-1")
