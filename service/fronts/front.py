"""The process: takes connections one after the other, answers on them, or hands them over.

To the service it speaks over a socket of packets. The service sends one packet of JSON, what a front is told
(``Told``), and then a byte whenever it wants to know the figures; it closes its side when the front is to end. The
front sends ``READY``, the figures (``FIGURES``), and connections (``CONNECTION``, what was read, and the descriptor).
"""

import asyncio
import contextlib
import socket
import struct
import time
from email.utils import formatdate
from mmap import mmap
from typing import Final, cast

import orjson
import uvloop

from service.fronts.answering import Answering, Told, head_of
from service.fronts.request import read
from service.transport.observing import Observer
from service.transport.responding import Sent
from sparql.dataset import Dataset

READY: Final = b"R"
CONNECTION: Final = b"C"
FIGURES: Final = b"F"
NUMBERS: Final = struct.Struct("!QQd")
"""Answers with a body, answers that still held, and the seconds that all of them took."""
PACKET: Final = 65_536
"""Bytes that a packet may have."""
_CHUNK: Final = 16_384
"""Bytes to read of a connection at a time; a plain request has fewer."""
_YIELD_SECONDS: Final = 0.001
"""So long a front with more connections than another leaves a new one to that."""
_IDLE_SECONDS: Final = 5
"""A connection on which nothing comes for so long is closed, as the service does."""


def live(control: socket.socket, listener: socket.socket, dataset: Dataset, shared: mmap) -> None:
    """Be a front until the service hangs up; ``shared`` is memory that all fronts over the generation have."""
    told = Told(**orjson.loads(control.recv(PACKET)))
    loads = Loads(shared, told.place, told.fronts)
    uvloop.run(Front(control, listener, Answering(dataset, told), loads, log=told.access_log).live())


def _uncounted(_method: str, _status: int) -> None:
    """Count nothing: the figures of a front say more."""


class Loads:
    """How many connections each front has, in memory that all of them share."""

    def __init__(self, shared: mmap, place: int, fronts: int) -> None:
        self._counts = memoryview(shared).cast("I")[:fronts]
        self._place = place

    def tell(self, connections: int) -> None:
        """Let the others know how many this front has."""
        self._counts[self._place] = connections

    @property
    def is_more_than_another(self) -> bool:
        """Whether another front has fewer."""
        return self._counts[self._place] > min(self._counts)


class Front:
    """Takes connections from a socket on which others listen as well."""

    def __init__(
        self, control: socket.socket, listener: socket.socket, answering: Answering, loads: Loads, *, log: bool
    ) -> None:
        self.answering = answering
        self.observer = Observer(_uncounted, log=log)
        self.connections: set[Connection] = set()
        self.buffer = bytearray(_CHUNK)
        """Where all connections are read to: each is done with what came before the next is read."""
        self.answered = self.unchanged = 0
        self.seconds = 0.0
        self.date = b""
        self.empty = asyncio.Event()
        """Set when a connection has ended and there is no other."""
        self._control = control
        self._listener = listener
        self._loads = loads
        self._ending = asyncio.Event()
        self._joining: set[asyncio.Task[object]] = set()

    async def live(self) -> None:
        """Take connections until the service closes its side; then hand all over."""
        loop = asyncio.get_running_loop()
        self._tick()
        self.count()
        loop.add_reader(self._control, self._asked)
        loop.add_reader(self._listener, self._knocked)
        self._control.send(READY)
        await self._ending.wait()
        loop.remove_reader(self._listener)
        while self._joining:
            await asyncio.wait(self._joining)
        for connection in list(self.connections):
            connection.hand_over(b"")
        if self.connections:  # some have an answer that is still on its way
            await self.empty.wait()
        self._send_figures()
        self.observer.flush()

    def give(self, descriptor: int, data: bytes) -> None:
        """Hand a connection to the service; without one there is nobody to have it."""
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [CONNECTION + data], [descriptor])

    def count(self) -> None:
        """Tell the other fronts how many connections there are."""
        self._loads.tell(len(self.connections) + len(self._joining))

    def _knocked(self) -> None:
        """Take a connection, unless a front that has fewer takes it within a moment."""
        if self._loads.is_more_than_another:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._listener)
            loop.call_later(_YIELD_SECONDS, self._back)
        else:
            self._accept()

    def _back(self) -> None:
        """Take the connection that no other front has taken."""
        if not self._ending.is_set():
            asyncio.get_running_loop().add_reader(self._listener, self._knocked)
            self._accept()

    def _accept(self) -> None:
        """Take one connection: those who wait for the same socket get the next."""
        try:
            connection, _address = self._listener.accept()
        except OSError:  # another front was faster, or the client has left
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop = asyncio.get_running_loop()
        task: asyncio.Task[object] = loop.create_task(
            loop.connect_accepted_socket(lambda: Connection(self), connection)
        )
        self._joining.add(task)
        task.add_done_callback(self._joined)
        self.count()

    def _joined(self, task: asyncio.Task[object]) -> None:
        self._joining.discard(task)
        self.count()

    def _asked(self) -> None:
        if self._control.recv(1):
            self._send_figures()
        else:
            asyncio.get_running_loop().remove_reader(self._control)
            self._ending.set()

    def _send_figures(self) -> None:
        with contextlib.suppress(OSError):
            self._control.send(FIGURES + NUMBERS.pack(self.answered, self.unchanged, self.seconds))

    def _tick(self) -> None:
        """Once a second: set the date, close what is idle."""
        self.date = b"date: %b\r\n" % formatdate(usegmt=True).encode()
        latest = time.monotonic() - _IDLE_SECONDS
        for connection in list(self.connections):
            if connection.last < latest and not connection.leaving:
                connection.close()
        asyncio.get_running_loop().call_later(1, self._tick)


class Connection(asyncio.BufferedProtocol):
    """A client's connection."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._transport: asyncio.Transport | None = None
        self._leaving: bytes | None = None
        """What was read of a connection that goes to the service as soon as its last answer is out."""
        self._client: tuple[str, int] | None = None
        self.last = time.monotonic()

    @property
    def leaving(self) -> bool:
        """Whether it waits to go to the service."""
        return self._leaving is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=0)
        self._client = transport.get_extra_info("peername")
        self._front.connections.add(self)
        self._front.empty.clear()

    def connection_lost(self, _error: Exception | None, /) -> None:
        self._front.connections.discard(self)
        self._front.count()
        if not self._front.connections:
            self._front.empty.set()

    def get_buffer(self, _size: int, /) -> bytearray:
        return self._front.buffer

    def buffer_updated(self, size: int, /) -> None:
        data = bytes(self._front.buffer[:size])
        started = self.last = time.monotonic()
        request = read(data)
        response = self._front.answering.answer(request) if request is not None else None
        if response is None or self._transport is None:
            self.hand_over(data)
            return
        head = head_of(response.status, response.headers)
        self._transport.write(b"".join((head, self._front.date, b"\r\n", bytes(response.body))))
        self._note(response, time.monotonic() - started)

    def pause_writing(self) -> None:
        """Read no more of a client that does not read."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Read on, or go, if that was waiting for the last answer to be out."""
        if self._leaving is not None:
            self._go(self._leaving)
        elif self._transport is not None:
            self._transport.resume_reading()

    def hand_over(self, data: bytes) -> None:
        """Let the service have the connection, with what was read of it."""
        if self._transport is None or self._transport.is_closing() or self._leaving is not None:
            return
        self._leaving = data
        self._transport.pause_reading()
        if not self._transport.get_write_buffer_size():
            self._go(data)

    def close(self) -> None:
        """Close it."""
        if self._transport is not None:
            self._transport.close()

    def _go(self, data: bytes) -> None:
        if self._transport is not None:
            self._front.give(self._transport.get_extra_info("socket").fileno(), data)
            self._transport.abort()  # only here: the service has a descriptor of its own

    def _note(self, response: Sent, seconds: float) -> None:
        front = self._front
        front.answered += bool(response.body)
        front.unchanged += not response.body
        front.seconds += seconds
        scope = {"method": "GET", "path": "/sparql", "client": self._client}
        front.observer.note(scope, response.status, len(response.body), seconds, response.digest)
