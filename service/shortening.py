"""Queries made shorter by what holds throughout the dataset, which is found out as they come."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Final

from service.errors import Problem
from service.workers.pool import WorkerLost
from sparql.redundancy import Redundancy, Regularity, redundancies, without

_LONGEST: Final = 8_192
"""Characters of a query beyond which it is left alone."""
_MOST: Final = 1_000
"""Regularities that are looked into, so that made-up queries cannot fill the memory."""
_GROUPS: Final = re.compile("count|group", re.IGNORECASE)


class Shortener:
    """Knows the regularities of one generation; a query that comes before they are known is left as it is."""

    def __init__(self, is_true: Callable[[str], Awaitable[bool]]) -> None:
        self._is_true = is_true
        """Evaluates an ASK query over that generation; may raise ``Problem``."""
        self._known: dict[Regularity, bool] = {}
        self._looking: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    def shorten(self, text: str) -> str:
        """Return a query that has the same answers."""
        if len(text) > _LONGEST or not _GROUPS.search(text):
            return text
        found = _redundancies(text)
        for regularity in {each for redundancy in found for each in redundancy.because} - self._known.keys():
            if len(self._known) < _MOST:
                self._known[regularity] = False
                self._look_into(regularity)
        return without(text, found, lambda regularity: self._known.get(regularity, False))

    def close(self) -> None:
        """Look into nothing more."""
        for task in self._looking:
            task.cancel()

    def _look_into(self, regularity: Regularity) -> None:
        task = asyncio.get_running_loop().create_task(self._find_out(regularity))
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _find_out(self, regularity: Regularity) -> None:
        async with self._turn:  # one at a time: those who ask come first
            try:
                for proof in regularity.proofs:
                    if await self._is_true(proof):
                        return
            except (Problem, WorkerLost):  # too slow, or no worker was free: the queries stay as they are
                return
        self._known[regularity] = True


@lru_cache(maxsize=512)
def _redundancies(text: str) -> tuple[Redundancy, ...]:
    return redundancies(text)
