"""Admission control: some queries run at once, others wait in a bounded queue, and clients take turns."""

import asyncio
from collections import Counter, deque

from service.errors import Problem


class Admission:
    """Slots for queries. No client can hold all of them or fill the queue, and waiting clients take turns."""

    def __init__(self, slots: int, queue: int) -> None:
        self._free = slots
        self._share = max(1, slots - 1)
        """Most slots that one client may hold."""
        self._queue = queue
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """The waiting queries of each client; the client whose turn it is comes first."""

    @property
    def waiting(self) -> int:
        """How many queries are waiting."""
        return sum(len(line) for line in self._waiting.values())

    def try_enter(self, client: str) -> bool:
        """Take a slot if one is free and nobody is waiting for it; tell whether that worked."""
        if self._free and not self._waiting and self._held[client] < self._share:
            self._take(client)
            return True
        return False

    async def enter(self, client: str, seconds: float) -> None:
        """Wait for a slot. Raises Problem 429 if the queue is full, 503 if no slot becomes free in time."""
        line = self._waiting.get(client, ())
        if self.waiting >= self._queue or len(line) >= max(1, self._queue // 2):
            raise Problem(429, "Too many queries are waiting; try again in a second.", headers={"Retry-After": "1"})
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._grant()
        try:
            async with asyncio.timeout(seconds):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            self._give_up(client, turn)
            if isinstance(error, TimeoutError):
                detail = f"All workers were busy for {seconds:g} s; try again."
                raise Problem(503, detail, headers={"Retry-After": "1"}) from None
            raise

    def _take(self, client: str) -> None:
        self._free -= 1
        self._held[client] += 1

    def leave(self, client: str) -> None:
        """Give a slot back; the client whose turn it is gets it."""
        self._free += 1
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]
        self._grant()

    def _give_up(self, client: str, turn: asyncio.Future[None]) -> None:
        if turn.done() and not turn.cancelled():  # the slot came at the last moment
            self.leave(client)
            return
        line = self._waiting.get(client)
        if line is not None and turn in line:
            line.remove(turn)
            if not line:
                del self._waiting[client]

    def _grant(self) -> None:
        """Give the free slots to the clients whose turn it is."""
        while self._free and (client := self._next()) is not None:
            line = self._waiting.pop(client)
            turn = line.popleft()
            if line:
                self._waiting[client] = line  # at the end: the others come first
            if not turn.done():
                self._take(client)
                turn.set_result(None)

    def _next(self) -> str | None:
        return next((client for client in self._waiting if self._held[client] < self._share), None)
