"""Shortening queries with the statistics of a generation, which are gathered once it has been published."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import lru_cache
from typing import Final

from service.errors import Problem
from service.workers.process import WorkerLost
from sparql.results import Table
from sparql.statistics import survey
from sparql.statistics.counting import from_counts
from sparql.statistics.redundancy import Redundancy, redundancies, without
from sparql.statistics.survey import Statistics

_LONGEST: Final = 8_192
"""Longest query, in characters, that is shortened."""
_SETTLED_SECONDS: Final = 1.0
"""Seconds before statistics are gathered, so that a generation soon replaced by the next update costs nothing."""

Select = Callable[[str], Awaitable[Table]]
"""Evaluates a query over one generation. May raise Problem or WorkerLost."""


class Shortener:
    """Shortens queries over one generation; until its statistics are there, queries stay as they are."""

    def __init__(self, select: Select) -> None:
        self._select = select
        self._statistics = Statistics()
        self._survey = asyncio.get_running_loop().create_task(self._look())

    @property
    def ready(self) -> bool:
        """Whether the statistics are there."""
        return self._survey.done()

    def shorten(self, text: str) -> str:
        """Return a query with the same answers, shorter where possible."""
        if len(text) > _LONGEST or not _may_group(text):
            return text
        shortened = without(text, _redundancies(text), self._statistics.regularities.__contains__)
        return from_counts(shortened, self._statistics.counts)

    def close(self) -> None:
        """Stop gathering statistics."""
        self._survey.cancel()

    async def _look(self) -> None:
        await asyncio.sleep(_SETTLED_SECONDS)
        with suppress(Problem, WorkerLost):  # too slow, or no worker was free: the queries stay as they are
            triples = await self._select(survey.TRIPLES)
            counted = await self._select(survey.counting(survey.countable(triples)))
            self._statistics = Statistics(counts=survey.counts(counted))
            types, subjects, objects = [
                await self._select(query) for query in (survey.TYPES, survey.SUBJECTS, survey.OBJECTS)
            ]
            held = survey.regularities(types, triples, subjects, objects)
            self._statistics = Statistics(held, survey.counts(counted))


def _may_group(text: str) -> bool:
    lower = text.lower()
    return "count" in lower or "group" in lower


@lru_cache(maxsize=512)
def _redundancies(text: str) -> tuple[Redundancy, ...]:
    return redundancies(text)
