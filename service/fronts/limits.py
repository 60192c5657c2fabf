"""Limits on what a client of the service may send and how slowly: one that exceeds them is told, and disconnected."""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.errors import Problem
from service.fronts.http import head_of
from service.transport.responding import raw_problem

_LOOK_SECONDS: Final = 5
"""Seconds between two looks at whether a connection has become too slow."""
_SILENT_SECONDS: Final = 30
"""Seconds after which a client that has stopped in the middle of a request is disconnected."""
_HEAD_SECONDS: Final = 60
"""Seconds within which a client must have sent the head of a request."""
_LARGEST_HEAD: Final = 128 * 1024
"""Largest head of a request, in bytes; the address in it may have half of that."""
_NO_HTTP: Final = "That is no HTTP/1.1, or its address has more than 65,535 bytes: send a long query by POST."


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with limits on the size and the slowness of requests.

    Its state has defaults of the class, so that a subclass alone needs the constructor that uvicorn calls.
    """

    _asking: asyncio.Task[None] | None = None
    """Answers the latest request, if that bypasses uvicorn and is not answered yet."""
    _ending = False
    """Whether the connection is closed after the next answer."""
    _last_read = 0.0
    """The loop's time when the client last sent something."""
    _head_since: float | None = None
    """The loop's time when a head began that is still incomplete."""
    _head_size = 0
    _looking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Start a connection, and watch how slow it is."""
        super().connection_made(transport)
        self._last_read = self.loop.time()
        self._looking = self.loop.call_later(_LOOK_SECONDS, self._look)

    def data_received(self, data: bytes) -> None:
        """Pass data on to uvicorn; refuse a head that is too long."""
        self._last_read = self.loop.time()
        super().data_received(data)
        if self._head_since is not None:
            self._head_size += len(data)
            if self._head_size > _LARGEST_HEAD:
                self._refuse(Problem(431, f"The headers of a request may have {_LARGEST_HEAD:,} bytes."))

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching the connection."""
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Note that a head begins."""
        self._head_since, self._head_size = self.loop.time(), 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that the head is complete."""
        self._head_since = None
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, with a problem in place of uvicorn's plain text."""
        del msg
        self._refuse(Problem(400, _NO_HTTP))

    def _should_upgrade_to_ws(self) -> bool:
        """Answer in HTTP even if the client offers another protocol."""
        return False

    def _unsupported_upgrade_warning(self) -> None:
        """Do not log a warning in that case."""

    def _look(self) -> None:
        """Close the connection if the client has been too slow for too long."""
        now, has_body_to_come = self.loop.time(), self._has_body_to_come() and not self.flow.read_paused
        waits = self._asking is None and (self._is_answered() or has_body_to_come)
        is_slow = self._head_since is not None and now - self._head_since > _HEAD_SECONDS
        if waits and (is_slow or now - self._last_read > _SILENT_SECONDS):
            if self._head_since is not None or has_body_to_come:
                self._refuse(Problem(408, "The request was not complete in time; send it again."))
            self.transport.close()
        else:
            self._looking = self.loop.call_later(_LOOK_SECONDS, self._look)

    def _refuse(self, problem: Problem) -> None:
        """Close the connection, with a response that says why unless another response is due first."""
        if self.transport.is_closing():
            return
        if self._asking is None and (self._is_answered() or self._has_body_to_come()):
            self._ending = True
            response = raw_problem(problem)
            head = self._head(head_of(response.status, response.headers))
            self.transport.write(head + bytes(response.body))
        self.transport.close()

    def _is_idle(self) -> bool:
        return self._is_answered() and not self.flow.write_paused and not self.transport.is_closing()

    def _is_answered(self) -> bool:
        """Tell whether uvicorn has answered every request that it was given."""
        latest: Any = self.cycle  # None before the first request, which its type does not say
        return latest is None or bool(latest.response_complete)

    def _has_body_to_come(self) -> bool:
        """Tell whether uvicorn waits for the rest of a body and has not begun to answer."""
        latest: Any = self.cycle
        return latest is not None and bool(latest.more_body) and not latest.response_started

    def _head(self, head: bytes) -> bytes:
        """Complete the head of a response with the headers that uvicorn adds to every one."""
        date = b"".join(b"%b: %b\r\n" % header for header in self.server_state.default_headers)
        return b"".join((head, date, b"connection: close\r\n\r\n" if self._ending else b"\r\n"))
