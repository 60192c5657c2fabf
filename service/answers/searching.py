"""Full-text search in the service: each published generation gets an index, built soon after it is published."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from service.errors import Problem
from service.processes import ProcessFailedError, run_module
from sparql.fulltext.generations import index_folder
from sparql.fulltext.index import TextIndex
from sparql.fulltext.matches import MOST, Match, MatchError, Ranked, expand, find_matches
from sparql.fulltext.terms import reason_against
from sparql.store.location import VARIABLE

log = logging.getLogger(__name__)

_PATIENCE: Final = 20.0
"""Seconds that a request waits while an index is being built."""
_QUIET: Final = 2.0
"""Seconds after a publication before its index is built unasked; another publication restarts them."""


class TextSearch:
    """Searches the words of the published dataset."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._opened: tuple[str, TextIndex] | None = None
        self._building: dict[str, asyncio.Task[None]] = {}
        self._preparing: asyncio.Task[None] | None = None

    def prepare(self, version: str) -> None:
        """Build the index of a generation before it is needed, unless another generation follows soon."""
        if self._preparing is not None:
            self._preparing.cancel()
        self._preparing = asyncio.create_task(self._prepare(version))

    async def close(self) -> None:
        """Stop building indexes, and wait until the processes that build them are gone."""
        tasks = [task for task in (self._preparing, *self._building.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def index(self, version: str) -> TextIndex:
        """Return the index of a generation. Raises Problem 503 if it cannot be built, or not soon."""
        if not version:
            raise Problem(503, "Nothing is published yet: there is nothing to search.")
        if self._opened is None or self._opened[0] != version:
            folder = index_folder(self._location, version)
            if not folder.exists():
                await self._built(version)
            self._opened = version, await asyncio.to_thread(TextIndex.open, folder)
        return self._opened[1]

    async def expand(self, query: str, version: str) -> str:
        """Replace every ``wa:matches`` in a query by the things that match. Raises Problem 400 if one is misused."""
        try:
            matches = _matches(query)
        except MatchError as error:
            line = query.count("\n", 0, error.start) + 1
            column = error.start - query.rfind("\n", 0, error.start)
            raise Problem(400, f"{error} (line {line}, column {column}).", line=line, column=column) from None
        if not matches:
            return query
        index = await self.index(version)
        found: dict[str, Ranked] = {
            words: await asyncio.to_thread(index.rank, words, limit=MOST)
            for words in {match.words for match in matches}
        }
        return expand(query, found.__getitem__)

    async def _built(self, version: str) -> None:
        """Have the index built in a process of its own and wait a while; the process continues if we stop waiting."""
        task = self._building.get(version)
        if task is None:
            task = self._building[version] = asyncio.create_task(self._build(version))
            task.add_done_callback(lambda _task: self._building.pop(version, None))
        try:
            await asyncio.wait_for(asyncio.shield(task), _PATIENCE)
        except TimeoutError:
            detail = "The text of this dataset is still being indexed; try again in a minute."
            raise Problem(503, detail, headers={"Retry-After": "30"}) from None

    async def _prepare(self, version: str) -> None:
        await asyncio.sleep(_QUIET)
        with suppress(Problem):  # whoever searches is told
            await self.index(version)

    async def _build(self, version: str) -> None:
        try:
            await run_module("sparql.fulltext", version, environment={VARIABLE: self._location})
        except ProcessFailedError:
            log.exception("the text index of generation %s was not built", version)
            raise Problem(503, "The text of this dataset cannot be indexed; the service's log says why.") from None
        log.info("indexed the text of generation %s", version)


def _matches(query: str) -> list[Match]:
    """Return every use of ``wa:matches``. Raises MatchError for one that is misplaced or cannot match anything."""
    found = find_matches(query)
    for match in found:
        if reason := reason_against(match.words):
            raise MatchError(match.start, reason)
    return found
