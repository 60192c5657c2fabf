"""A connection of the service whose client must be clear and not too slow: whoever is neither is told, and let go."""

import asyncio
from typing import Any, Final

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from service.errors import Problem
from service.fronts.answering import head_of
from service.transport.responding import told

_LOOK_SECONDS: Final = 5
"""How often a connection is looked at on which nothing may come any more."""
_SILENT_SECONDS: Final = 30
"""A client that sends nothing of what it has begun for so long is let go."""
_HEAD_SECONDS: Final = 60
"""So long a client may take to send the head of a request."""
_LARGEST_HEAD: Final = 128 * 1024
"""Bytes that it may have; an address may have half of that."""
_NO_HTTP: Final = "That is no HTTP/1.1, or its address has more than 65,535 bytes: send a long query by POST."


class Patience(HttpToolsProtocol):
    """uvicorn's protocol, with bounds on what a client may send and how slowly."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._asking: asyncio.Task[None] | None = None
        """Evaluates the latest request, if it went past uvicorn and has no answer yet."""
        self._ending = False
        """Whether the next answer is the last."""
        self._heard = self.loop.time()
        """When something came last."""
        self._head_since: float | None = None
        """When the head began that is not complete yet."""
        self._head_size = 0
        self._looking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Take a connection, and close it if its client leaves a request unfinished."""
        super().connection_made(transport)
        self._looking = self.loop.call_later(_LOOK_SECONDS, self._look)

    def data_received(self, data: bytes) -> None:
        """Read on, as far as a head may be long."""
        self._heard = self.loop.time()
        super().data_received(data)
        if self._head_since is not None:
            self._head_size += len(data)
            if self._head_size > _LARGEST_HEAD:
                self._refuse(Problem(431, f"The headers of a request may have {_LARGEST_HEAD:,} bytes."))

    def connection_lost(self, exc: Exception | None) -> None:
        """Look at it no more."""
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Take note of the beginning of a head."""
        self._head_since, self._head_size = self.loop.time(), 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Take note of its end."""
        self._head_since = None
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        del msg
        self._refuse(Problem(400, _NO_HTTP))

    def _should_upgrade_to_ws(self) -> bool:
        """Speak nothing else: a client may offer another protocol, and is answered in this one."""
        return False

    def _unsupported_upgrade_warning(self) -> None:
        """Warn of nothing then."""

    def _look(self) -> None:
        """Close the connection if its client has left a request unfinished for long."""
        now, has_body_to_come = self.loop.time(), self._has_body_to_come() and not self.flow.read_paused
        waits = self._asking is None and (self._is_answered() or has_body_to_come)
        is_slow = self._head_since is not None and now - self._head_since > _HEAD_SECONDS
        if waits and (is_slow or now - self._heard > _SILENT_SECONDS):
            if self._head_since is not None or has_body_to_come:
                self._refuse(Problem(408, "The request was not complete in time; send it again."))
            self.transport.close()
        else:
            self._looking = self.loop.call_later(_LOOK_SECONDS, self._look)

    def _refuse(self, problem: Problem) -> None:
        """Say what is wrong with what came, unless it came while something else is being answered, and hang up."""
        if self.transport.is_closing():
            return
        if self._asking is None and (self._is_answered() or self._has_body_to_come()):
            self._ending = True
            response = told(problem)
            head = self._head(head_of(response.status, response.headers))
            self.transport.write(head + bytes(response.body))
        self.transport.close()

    def _is_idle(self) -> bool:
        return self._is_answered() and not self.flow.write_paused and not self.transport.is_closing()

    def _is_answered(self) -> bool:
        """Tell whether uvicorn owes no answer."""
        latest: Any = self.cycle  # None before the first request, which its type does not say
        return latest is None or bool(latest.response_complete)

    def _has_body_to_come(self) -> bool:
        """Tell whether uvicorn waits for the rest of a body, and has answered nothing."""
        latest: Any = self.cycle
        return latest is not None and bool(latest.more_body) and not latest.response_started

    def _head(self, head: bytes) -> bytes:
        date = b"".join(b"%b: %b\r\n" % header for header in self.server_state.default_headers)
        return b"".join((head, date, b"connection: close\r\n\r\n" if self._ending else b"\r\n"))
