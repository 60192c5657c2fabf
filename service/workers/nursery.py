"""The processes that fork others, as the service sees them: the nursery, and the holder of each generation."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from typing import Final

from service.workers.process import WorkerLost, WorkerProcess
from service.workers.zygote import PROCESS_ID, READY
from sparql.store.location import VARIABLE

_SECRETS: Final = frozenset({"WHOASKS_TOKENS"})
"""What workers have no need to know."""


class _Forker:
    """A process that forks others, at the other end of a socket."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._forking = asyncio.Lock()

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        try:
            return self._control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def end(self) -> None:
        """Let the process end; what it has forked is left to finish."""
        self._control.close()

    async def _fork(
        self, kind: int = socket.SOCK_STREAM, listener: socket.socket | None = None
    ) -> tuple[socket.socket, int]:
        """Have a process forked; return a socket to it, of that kind, and its id.

        Whoever gives up waiting leaves the exchange to end by itself: an id that nobody has taken from the socket
        would be taken for that of the next process.
        """
        return await asyncio.shield(self._exchange(kind, listener))

    async def _exchange(self, kind: int, listener: socket.socket | None) -> tuple[socket.socket, int]:
        async with self._forking:
            ours, theirs = socket.socketpair(type=kind)
            ours.setblocking(False)
            with theirs:
                try:
                    given = [theirs, listener] if listener is not None else [theirs]
                    socket.send_fds(self._control, [b"F"], [each.fileno() for each in given])
                    number = await asyncio.get_running_loop().sock_recv(self._control, PROCESS_ID.size)
                except OSError:
                    number = b""
        if not number:
            raise WorkerLost("crash")
        return ours, PROCESS_ID.unpack(number)[0]


class Nursery(_Forker):
    """The process that all others come from."""

    def __init__(self, process: asyncio.subprocess.Process, control: socket.socket) -> None:
        super().__init__(control)
        self._process = process

    @classmethod
    async def start(cls, location: str) -> "Nursery":
        """Start it for the store at a location."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        environment[VARIABLE] = location
        with theirs:
            command = [sys.executable, "-P", "-m", "service.workers.zygote", str(theirs.fileno())]
            process = await asyncio.create_subprocess_exec(*command, pass_fds=[theirs.fileno()], env=environment)
        return cls(process, ours)

    async def close(self) -> None:
        """Have it end, and wait for that."""
        self.end()
        await self._process.wait()

    async def holder(self) -> "Holder":
        """Have a process forked that can open a generation."""
        return Holder((await self._fork())[0])


class Holder(_Forker):
    """The process that holds one generation."""

    async def open(self, version: str, *, in_memory: bool) -> None:
        """Have it open a generation; returns when workers can be forked."""
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._control, f"{version} {'memory' if in_memory else 'disk'}\n".encode())
        if await loop.sock_recv(self._control, 1) != READY:
            raise RuntimeError(f"generation {version!r} could not be opened; the log says why")

    async def worker(self, lost: Callable[[WorkerProcess], None]) -> WorkerProcess:
        """Have a worker forked; ``lost`` is told when it has ended."""
        connection, process_id = await self._fork()
        loop = asyncio.get_running_loop()
        _transport, worker = await loop.create_unix_connection(lambda: WorkerProcess(process_id, lost), sock=connection)
        return worker

    async def front(self, listener: socket.socket) -> tuple[socket.socket, int]:
        """Have a front forked that takes connections from there; return a socket of packets to it, and its id."""
        return await self._fork(socket.SOCK_SEQPACKET, listener)
