"""One worker, as the service sees it: a process that is asked over a socket, watched, and killed if need be."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal, cast

from service.workers.spool import NoSpaceError, Spool
from service.workers.watch import memory_of_its_own
from service.workers.wire import LENGTHS, Reply, Request, decode_reply, encode_request

Reason = Literal["time", "memory", "space", "request", "crash"]
"""Why a worker was lost: it exceeded its time, its memory or the space for results, was stopped, or crashed."""
_LOW_PRIORITY: Final = 10
"""A niceness with which a process gets about a tenth of the processor time of one with 0."""
_LOOKS_EVERY: Final = 0.01
"""Seconds between two checks whether a process has ended."""


class WorkerLost(Exception):
    """The worker ended before it had answered."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class WorkerProcess(asyncio.Protocol):
    """One forked worker at the other end of a socket."""

    def __init__(self, process_id: int, lost: Callable[["WorkerProcess"], None]) -> None:
        self.process_id = process_id
        self.spent = False
        """Whether it is to be replaced after the current request, because it was slowed down or uses much memory."""
        self._slowed = False
        self._memory_at_birth = memory_of_its_own(process_id)
        self._lost = lost
        self._received = bytearray()
        self._pieces: list[bytes] = []
        """The pieces received so far of a reply without a spool."""
        self._spool: Spool | None = None
        self._answer: asyncio.Future[Reply] | None = None
        self._reason: Reason = "crash"
        self._transport: asyncio.WriteTransport | None = None

    @property
    def busy(self) -> bool:
        """Whether it has a request that is not answered yet."""
        return self._answer is not None

    @property
    def alive(self) -> bool:
        """Whether it can be given a request."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: Request, spool: Spool | None = None) -> Reply:
        """Send a request and wait for its reply. Raises WorkerLost if the process ends instead.

        A body that comes in pieces is put into the spool, if there is one, and left out of the reply.
        """
        if self._transport is None or self._transport.is_closing():
            raise WorkerLost(self._reason)
        self._answer = asyncio.get_running_loop().create_future()
        self._spool = spool
        self._transport.write(encode_request(request))
        return await self._answer

    def stop(self, reason: Reason) -> None:
        """Kill the process."""
        self._reason = reason
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process_id, signal.SIGKILL)
        self.hang_up()

    async def ended(self, seconds: float) -> bool:
        """Wait until a stopped process is gone and has released its locks; tell whether that happened in time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                os.kill(self.process_id, 0)
            except ProcessLookupError:
                return True
            await asyncio.sleep(_LOOKS_EVERY)
        return False

    def check_memory(self, bound: int) -> None:
        """Stop the process if it uses more than ``bound`` bytes beyond the dataset."""
        grown = memory_of_its_own(self.process_id) - self._memory_at_birth
        if grown > bound:
            self.stop("memory")
        elif grown > bound // 4:
            self.spent = True

    def slow_down(self) -> None:
        """Lower the priority of the process for good: only a privileged process could raise it again."""
        if not self._slowed:
            self._slowed = self.spent = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process_id, _LOW_PRIORITY)

    def hang_up(self) -> None:
        """Have the process end once it is idle."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's transports are not derived from it

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (reply := self._next()) is not None:
            self._take(reply)

    def _next(self) -> Reply | None:
        """Return the next message, if all of it has been received."""
        received = self._received
        if len(received) < LENGTHS.size:
            return None
        header_length, body_length = LENGTHS.unpack_from(received)
        body_start = LENGTHS.size + header_length
        end = body_start + body_length
        if len(received) < end:
            return None
        reply = decode_reply(bytes(received[LENGTHS.size : body_start]), bytes(received[body_start:end]))
        del received[:end]
        return reply

    def _take(self, reply: Reply) -> None:
        if reply.more or (self._spool is not None and len(self._spool)):
            reply = self._put(reply)
        if reply.more:
            return
        if self._pieces:
            reply = replace(reply, body=b"".join([*self._pieces, reply.body]))
            self._pieces.clear()
        answer, self._answer, self._spool = self._answer, None, None
        if answer is not None and not answer.done():
            answer.set_result(reply)

    def _put(self, piece: Reply) -> Reply:
        """Store the body of a message; return the message without it."""
        if self._spool is None:
            self._pieces.append(piece.body)
        elif self._answer is not None and not self._answer.cancelled():
            try:
                self._spool.add(piece.body, piece.coding)
            except (NoSpaceError, OSError):
                self.stop("space")
        return replace(piece, body=b"")

    def connection_lost(self, _error: Exception | None, /) -> None:
        answer, self._answer, self._spool = self._answer, None, None
        if answer is not None and not answer.done():
            answer.set_exception(WorkerLost(self._reason))
        self._lost(self)
