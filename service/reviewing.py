"""Keeping and publishing verdicts: each is written to its reviewer's file, then published by an ordinary load."""

import asyncio
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from loaders.errors import BadInput
from loaders.pipeline import Plan, Summary, reload
from loaders.reviews import keeping
from loaders.reviews.review import Review, in_order
from ontology.lexicon import Lexicon
from service.engine import Engine
from service.errors import Problem
from service.settings import Settings
from sparql.store import StoreError
from sparql.store.location import open_store

_START: Final = mp.get_context("forkserver")


class Reviewing:
    """Keeps verdicts immediately, and publishes them one load at a time."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self._engine = engine
        self._loading = asyncio.Lock()
        self._next: asyncio.Task[Summary | None] | None = None
        """A load that has not begun yet, and will publish what is kept now."""

    async def keep(self, consultation: str, review: Review, lexicon: Lexicon) -> None:
        """Write a verdict durably. Raises Problem 409 if the file cannot be read, 500 if it cannot be written."""
        folder = keeping.folder_for(self._settings.reviews, consultation)
        try:
            await asyncio.to_thread(keeping.keep, folder, [review], lexicon)
        except BadInput as error:
            raise Problem(
                409, f"The earlier reviews cannot be read, so this one was not added to them: {error}"
            ) from None
        except OSError as error:
            raise Problem(500, f"The review cannot be kept in {folder}: {error.strerror}.") from None

    async def publish(self) -> Summary | None:
        """Publish all that is kept; return None if the store does not know where its responses came from.

        Raises Problem 503 if the load fails; the verdicts are then still kept.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._load())
        return await asyncio.shield(self._next)

    async def kept(self, lexicon: Lexicon) -> list[tuple[str, Review]]:
        """Return all verdicts, each with the id of its consultation, oldest first. Raises Problem 409."""
        try:
            return await asyncio.to_thread(_kept, self._settings.reviews, lexicon)
        except BadInput as error:
            raise Problem(409, f"The earlier reviews cannot be read: {error}") from None

    async def _load(self) -> Summary | None:
        async with self._loading:
            self._next = None
            plan = Plan(self._settings.ontology, reviews=self._settings.reviews)
            return await self._engine.published_by(partial(_in_a_process, self._settings.store, plan))


def _kept(root: Path, lexicon: Lexicon) -> list[tuple[str, Review]]:
    folders = sorted(path for path in root.glob("*") if path.is_dir())
    read = ((folder.name, in_order(keeping.reviews_in(folder, lexicon))) for folder in folders)
    return [(consultation, review) for consultation, some in read for review in some]


async def _in_a_process(store: str, plan: Plan) -> Summary | None:
    """Load in a process of its own, so that the service keeps answering."""
    with ProcessPoolExecutor(1, mp_context=_START) as process:
        try:
            return await asyncio.get_running_loop().run_in_executor(process, _load, store, plan)
        except (BadInput, StoreError) as error:
            raise Problem(503, f"The review is kept; it could not be published yet: {error}") from None


def _load(store: str, plan: Plan) -> Summary | None:
    return reload(open_store(store), plan)
