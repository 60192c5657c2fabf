"""One worker, as the service sees it: asked over a socket, watched, slowed down, killed."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from typing import Final, Literal, cast

from service.workers.watch import memory_of_its_own
from service.workers.wire import LENGTHS, Reply, Request, decode_reply, encode_request

Reason = Literal["time", "memory", "request", "crash"]
"""Why a worker was lost: its time or memory was up, somebody asked for it, or it died of itself."""
_LOW_PRIORITY: Final = 10
"""A niceness: such a process gets about a tenth of the time that one of 0 does."""
_LOOKS_EVERY: Final = 0.01
"""Seconds between two looks at whether a process has ended."""


class WorkerLost(Exception):
    """The worker was stopped before it had answered."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class WorkerProcess(asyncio.Protocol):
    """One forked process at the other end of a socket."""

    def __init__(self, process_id: int, lost: Callable[["WorkerProcess"], None]) -> None:
        self.process_id = process_id
        self.spent = False
        """Whether it should be replaced after the present request: it was slowed down, or has grown."""
        self._slowed = False
        self._memory_at_birth = memory_of_its_own(process_id)
        self._lost = lost
        self._received = bytearray()
        self._answer: asyncio.Future[Reply] | None = None
        self._reason: Reason = "crash"
        self._transport: asyncio.WriteTransport | None = None

    @property
    def busy(self) -> bool:
        """Whether it still owes an answer."""
        return self._answer is not None

    @property
    def alive(self) -> bool:
        """Whether it can take a request."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: Request) -> Reply:
        """Send a request and wait for its reply; raises ``WorkerLost`` when the process ends instead."""
        if self._transport is None or self._transport.is_closing():
            raise WorkerLost(self._reason)
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(encode_request(request))
        return await self._answer

    def stop(self, reason: Reason) -> None:
        """Kill the process, whatever it does."""
        self._reason = reason
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process_id, signal.SIGKILL)
        self.hang_up()

    async def ended(self, seconds: float) -> bool:
        """Wait until the process is no more: one that was stopped gives back its memory and its locks on the way."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                os.kill(self.process_id, 0)
            except ProcessLookupError:
                return True
            await asyncio.sleep(_LOOKS_EVERY)
        return False

    def check_memory(self, bound: int) -> None:
        """Stop the process if it has taken more bytes than that."""
        grown = memory_of_its_own(self.process_id) - self._memory_at_birth
        if grown > bound:
            self.stop("memory")
        elif grown > bound // 4:
            self.spent = True

    def slow_down(self) -> None:
        """Let others go first from now on; only a privileged process could take that back."""
        if not self._slowed:
            self._slowed = self.spent = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process_id, _LOW_PRIORITY)

    def hang_up(self) -> None:
        """Let the process end when it has nothing to do."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # which uvloop's are without being derived from it

    def data_received(self, data: bytes) -> None:
        if self._received:
            self._received += data
        received = self._received or data
        if len(received) < LENGTHS.size:
            self._received = bytearray(received)
            return
        header_length, body_length = LENGTHS.unpack_from(received)
        body_start = LENGTHS.size + header_length
        if len(received) < body_start + body_length:
            self._received = received if received is self._received else bytearray(received)
            return
        received, self._received = bytes(received), bytearray()
        reply = decode_reply(received[LENGTHS.size : body_start], received[body_start:])
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(reply)

    def connection_lost(self, _error: Exception | None, /) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(WorkerLost(self._reason))
        self._lost(self)
