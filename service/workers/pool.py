"""The service's side of the workers: start a zygote, fork workers, hand them requests, stop and replace them."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Final, Literal, cast

from service.workers.watch import memory_of_its_own
from service.workers.wire import LENGTHS, Reply, Request, decode_reply, encode_request
from service.workers.zygote import PROCESS_ID, READY

Reason = Literal["time", "memory", "request", "crash"]
"""Why a worker was lost: its time or memory was up, somebody asked for it, or it died of itself."""
_LOW_PRIORITY: Final = 10
"""A niceness: such a process gets about a tenth of the time that one of 0 does."""
_LOOKS_EVERY: Final = 0.01
"""Seconds between two looks at whether a process has ended."""
_SECRETS: Final = frozenset({"WHOASKS_TOKENS"})
"""What workers have no need to know."""


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
        with theirs:
            command = [sys.executable, "-P", "-m", "service.workers.zygote", str(theirs.fileno()), location]
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


class Pool:
    """The workers over one generation of the dataset."""

    def __init__(self, holder: Holder, version: str, size: int, *, in_memory: bool) -> None:
        self.version = version
        self.in_memory = in_memory
        self._holder = holder
        self._size = size
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._awaited = 0
        """Workers that requests wait for while they are made."""
        self._retired = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def alive(self) -> bool:
        """Whether new workers can be had."""
        return self._holder.alive

    async def start(self) -> None:
        """Open the generation and fork the workers; returns when all are ready."""
        await self._holder.open(self.version, in_memory=self.in_memory)
        await self._replenish()

    def take_idle(self) -> WorkerProcess | None:
        """Take a worker that has nothing to do, if there is one."""
        if not self._idle:
            return None
        worker = self._idle.pop()
        self._busy.add(worker)
        return worker

    async def take_new(self) -> WorkerProcess:
        """Take a worker that is made for this; raises ``WorkerLost`` where that cannot be."""
        self._awaited += 1
        try:
            worker = await self._holder.worker(self._forget)
            self._busy.add(worker)
            return worker
        finally:
            self._awaited -= 1
            self._end_if_done()

    async def front(self, listener: socket.socket) -> tuple[socket.socket, int]:
        """Have a front made over this generation; raises ``WorkerLost`` where that cannot be."""
        return await self._holder.front(listener)

    def give_back(self, worker: WorkerProcess) -> None:
        """Return a worker; one that still owes an answer is stopped, and another takes its place."""
        self._busy.discard(worker)
        if worker.busy:
            worker.stop("request")
        elif self._retired or worker.spent:
            worker.hang_up()
        elif worker.alive:
            self._idle.append(worker)
        self._end_if_done()

    def retire(self) -> None:
        """Take no more requests; what runs is finished first."""
        self._retired = True
        for worker in self._idle:
            worker.hang_up()
        self._idle.clear()
        self._end_if_done()

    async def close(self) -> None:
        """Stop everything now."""
        for worker in list(self._busy):
            worker.stop("request")
        self.retire()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _end_if_done(self) -> None:
        if self._retired and not self._busy and not self._awaited:
            self._holder.end()

    async def _replace(self) -> None:
        with contextlib.suppress(WorkerLost):  # the holder is gone as well: another pool will be made
            await self._replenish()

    async def _replenish(self) -> None:
        while not self._retired and len(self._idle) + len(self._busy) < self._size:
            worker = await self._holder.worker(self._forget)
            if self._retired:  # meanwhile: nobody would ever ask it anything, nor hang up
                worker.hang_up()
            else:
                self._idle.append(worker)

    def _forget(self, worker: WorkerProcess) -> None:
        """Replace a worker that is no more."""
        self._busy.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not self._retired:
            self._spawn(self._replace())

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
