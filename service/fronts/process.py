"""One front, as the service sees it: a process at the other end of a control socket."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

import orjson

from service.fronts.control import ASK_FIGURES, CONNECTION, FIGURES, NUMBERS, PACKET, READY, FrontSettings
from service.metrics import Metrics

Adopt = Callable[[socket.socket, bytes], Awaitable[None]]
"""Takes over a connection, with the bytes that a front has read of it."""
_REPLY_SECONDS: Final = 5.0
"""Seconds that a front may take to report its figures, or to end."""


class FrontProcess:
    """A process that accepts connections, and passes on those that it does not answer."""

    def __init__(self, control: socket.socket, process_id: int, place: int, adopt: Adopt, metrics: Metrics) -> None:
        self.process_id = process_id
        self.place = place
        self.ready = asyncio.Event()
        self.gone = asyncio.Event()
        self._control = control
        self._adopt = adopt
        self._metrics = metrics
        self._reported = asyncio.Event()
        self._counted = (0, 0, 0.0)
        """The figures that have been added to the metrics."""
        self._adopting: set[asyncio.Future[None]] = set()
        asyncio.get_running_loop().add_reader(control, self._receive)

    def start(self, settings: FrontSettings) -> None:
        """Tell the front its settings, upon which it starts to accept connections."""
        self._control.send(orjson.dumps(asdict(settings)))

    async def update_metrics(self) -> None:
        """Add to the metrics what the front has done since this was called last."""
        self._reported.clear()
        with contextlib.suppress(OSError, TimeoutError):
            self._control.send(ASK_FIGURES)
            async with asyncio.timeout(_REPLY_SECONDS):
                await self._reported.wait()

    async def end(self) -> None:
        """End the process; return once it is gone and the service has adopted its connections."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
        try:
            async with asyncio.timeout(_REPLY_SECONDS):
                await self.gone.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process_id, signal.SIGKILL)
        while self._adopting:
            await asyncio.wait(self._adopting)

    def _receive(self) -> None:
        try:
            packet, descriptors, _flags, _address = socket.recv_fds(self._control, PACKET, 1)
        except BlockingIOError:
            return
        except OSError:
            packet, descriptors = b"", []
        match packet[:1]:
            case b"":
                asyncio.get_running_loop().remove_reader(self._control)
                self._control.close()
                for event in (self.ready, self._reported, self.gone):
                    event.set()
            case kind if kind == READY:
                self.ready.set()
            case kind if kind == FIGURES:
                self._count(*NUMBERS.unpack(packet[1:]))
            case kind if kind == CONNECTION and descriptors:
                task = asyncio.ensure_future(self._adopt(socket.socket(fileno=descriptors[0]), packet[1:]))
                self._adopting.add(task)
                task.add_done_callback(self._adopting.discard)

    def _count(self, answered: int, unchanged: int, seconds: float) -> None:
        before, self._counted = self._counted, (answered, unchanged, seconds)
        self._metrics.count_at_once(answered - before[0], unchanged - before[1], seconds - before[2])
        self._reported.set()
