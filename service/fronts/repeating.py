"""A connection of the service on which a question that was answered before is answered as it is read.

A plain request whose answer the cache holds needs neither a task nor the application. Everything else goes uvicorn's
way, as does all that comes after it, unless it was plain as well: only then is it certain where a request begins.
"""

import asyncio
import time
from typing import TYPE_CHECKING, Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from service.fronts.answering import response_to
from service.fronts.request import Plain, read

if TYPE_CHECKING:
    from service.transport.endpoint import Endpoint
    from service.transport.observing import Observer


class RepeatingProtocol(HttpToolsProtocol):
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

    def data_received(self, data: bytes) -> None:
        """Answer a plain request from the cache, or leave it to uvicorn."""
        request = read(data) if self._at_boundary else None
        self._at_boundary = request is not None
        if request is None or not self._is_idle() or not self._repeat(request):
            super().data_received(data)

    def _is_idle(self) -> bool:
        latest: Any = self.cycle  # None before the first request, which its type does not say
        answered: bool = latest is None or latest.response_complete
        return answered and not self.flow.write_paused and not self.transport.is_closing()

    def _repeat(self, request: Plain) -> bool:
        started = time.perf_counter()
        answer = self._endpoint.held((request.query_string, request.accept.encode("latin-1")))
        response = response_to(request, answer) if answer is not None else None
        if response is None:
            return False
        date = b"".join(b"%b: %b\r\n" % header for header in self.server_state.default_headers)
        self.transport.write(b"".join((response.head, date, b"\r\n", response.body)))
        self.on_response_complete()
        self._endpoint.count_lookup(hit=True)
        scope = {"method": "GET", "path": "/sparql", "client": self.client}
        self._observer.note(scope, response.status, len(response.body), time.perf_counter() - started, response.digest)
        return True
