"""The process of a front: it accepts connections, one after another, and hands over what it does not answer."""

import asyncio
import contextlib
import socket
import time
from email.utils import formatdate
from mmap import mmap
from typing import Final

import orjson
import uvloop

from service.fronts.answering import Answering
from service.fronts.connection import Connection, Shared
from service.fronts.control import CONNECTION, FIGURES, NUMBERS, PACKET, READY, FrontSettings
from service.fronts.sharing import ConnectionCounts
from service.transport.observing import Observer
from sparql.dataset import Dataset

_YIELD_SECONDS: Final = 0.001
"""Seconds for which a front leaves a new connection to another that has fewer."""
_IDLE_SECONDS: Final = 5
"""Seconds without a request after which a connection is closed, as uvicorn does."""


def live(control: socket.socket, listener: socket.socket, dataset: Dataset, shared: mmap) -> None:
    """Run a front until the service closes ``control``; ``shared`` is memory of all fronts over the generation."""
    settings = FrontSettings(**orjson.loads(control.recv(PACKET)))
    counts = ConnectionCounts(shared, settings.place, settings.fronts)
    uvloop.run(Front(control, listener, Answering(dataset, settings), counts, log=settings.access_log).live())


def _ignore(_method: str, _status: int) -> None:
    """Do not count a request: a front reports its own figures."""


class Front:
    """Accepts connections from a socket that it shares with the other fronts."""

    def __init__(
        self,
        control: socket.socket,
        listener: socket.socket,
        answering: Answering,
        counts: ConnectionCounts,
        *,
        log: bool,
    ) -> None:
        self._shared = Shared(answering, Observer(_ignore, log=log), self._give, self._publish_count)
        self._control = control
        self._listener = listener
        self._counts = counts
        self._ending = asyncio.Event()
        self._joining: set[asyncio.Task[object]] = set()

    async def live(self) -> None:
        """Accept connections until the service closes its side; then hand all of them over."""
        loop = asyncio.get_running_loop()
        self._tick()
        self._publish_count()
        loop.add_reader(self._control, self._read_control)
        loop.add_reader(self._listener, self._accept_or_yield)
        self._control.send(READY)
        await self._ending.wait()
        loop.remove_reader(self._listener)
        while self._joining:
            await asyncio.wait(self._joining)
        for connection in list(self._shared.connections):
            connection.hand_over(b"")
        if self._shared.connections:  # some answers are still being sent
            await self._shared.empty.wait()
        self._send_figures()
        self._shared.observer.flush()

    def _give(self, descriptor: int, data: bytes) -> None:
        """Hand a connection to the service, if that is still there."""
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [CONNECTION + data], [descriptor])

    def _publish_count(self) -> None:
        """Tell the other fronts how many connections this one has."""
        self._counts.set_own(len(self._shared.connections) + len(self._joining))

    def _accept_or_yield(self) -> None:
        """Accept a connection, but give a front that has fewer a moment to do so first."""
        if self._counts.another_has_fewer:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._listener)
            loop.call_later(_YIELD_SECONDS, self._accept_after_yielding)
        else:
            self._accept()

    def _accept_after_yielding(self) -> None:
        """Accept the connection if no other front has done so, and listen again."""
        if not self._ending.is_set():
            asyncio.get_running_loop().add_reader(self._listener, self._accept_or_yield)
            self._accept()

    def _accept(self) -> None:
        """Accept one connection only, so that the other fronts get their share."""
        try:
            connection, _address = self._listener.accept()
        except OSError:  # another front was faster, or the client is gone
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop = asyncio.get_running_loop()
        task: asyncio.Task[object] = loop.create_task(
            loop.connect_accepted_socket(lambda: Connection(self._shared), connection)
        )
        self._joining.add(task)
        task.add_done_callback(self._joined)
        self._publish_count()

    def _joined(self, task: asyncio.Task[object]) -> None:
        self._joining.discard(task)
        self._publish_count()

    def _read_control(self) -> None:
        """Report the figures if the service asks for them; end if it has closed its side."""
        if self._control.recv(1):
            self._send_figures()
        else:
            asyncio.get_running_loop().remove_reader(self._control)
            self._ending.set()

    def _send_figures(self) -> None:
        with contextlib.suppress(OSError):
            figures = self._shared.answered, self._shared.unchanged, self._shared.seconds
            self._control.send(FIGURES + NUMBERS.pack(*figures))

    def _tick(self) -> None:
        """Once a second, update the date header and close idle connections."""
        self._shared.date = b"date: %b\r\n" % formatdate(usegmt=True).encode()
        latest = time.monotonic() - _IDLE_SECONDS
        for connection in list(self._shared.connections):
            if connection.last_read < latest and not connection.is_leaving:
                connection.close()
        asyncio.get_running_loop().call_later(1, self._tick)
