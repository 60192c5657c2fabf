"""What the service knows besides the dataset: the lexicon and the catalogue, read again when their files change."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from ontology.lexicon import Lexicon, LexiconError
from service.settings import Settings
from service.soundness import Folders, reason_against
from sparql.asking import Phrasing, PhrasingError, Understanding
from sparql.catalogue import Catalogue

log = logging.getLogger(__name__)

_FOLLOW_SECONDS: Final = 1.0
"""How often the folders of the ontology and of the questions are looked at."""


def load_knowledge(app: FastAPI) -> None:
    """Read the lexicon and the catalogue into ``app.state``; report the questions that are left out."""
    settings: Settings = app.state.settings
    lexicon = Lexicon.load(settings.ontology)
    catalogue = Catalogue.load(settings.questions, lexicon)
    for error in catalogue.errors:
        log.warning("question left out: %s", error)
    understanding = Understanding(catalogue.questions.values(), lexicon, Phrasing.load(settings.phrasing))
    app.state.lexicon, app.state.catalogue, app.state.understanding = lexicon, catalogue, understanding
    app.state.knowledge_problem = "; ".join(f"question left out: {error}" for error in catalogue.errors)


@asynccontextmanager
async def following(app: FastAPI) -> AsyncIterator[None]:
    """Keep the lexicon and the catalogue as their files are, until the block ends."""
    task = asyncio.create_task(_follow(app))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(app: FastAPI) -> None:
    settings: Settings = app.state.settings
    seen = _signature(settings)
    while True:
        await asyncio.sleep(_FOLLOW_SECONDS)
        now = await asyncio.to_thread(_signature, settings)
        if now != seen:
            seen = now
            try:
                reason = await asyncio.to_thread(_take_up, app)
            except (LexiconError, PhrasingError, OSError) as error:
                reason = str(error)
            if reason is None:
                log.info("the ontology or the questions changed and were read again")
            else:
                log.warning("the ontology is broken; the last sound one stays: %s", reason)
                app.state.knowledge_problem = f"the earlier ontology and questions stay in use: {reason}"


def _take_up(app: FastAPI) -> str | None:
    """Read what has changed if it is sound; otherwise say why not."""
    settings: Settings = app.state.settings
    reason = reason_against(Folders(settings.ontology, settings.questions))
    if reason is None:
        load_knowledge(app)
    return reason


def _signature(settings: Settings) -> frozenset[tuple[Path, int, int]]:
    """Return which files there are, when each changed, and how long it is."""
    return frozenset(_files(settings))


def _files(settings: Settings) -> Iterator[tuple[Path, int, int]]:
    phrasing = settings.phrasing
    watched = ((settings.ontology, "*.ttl"), (settings.questions, "**/*.rq"), (phrasing.parent, phrasing.name))
    for folder, pattern in watched:
        for path in folder.glob(pattern):
            with suppress(FileNotFoundError):
                stat = path.stat()
                yield path, stat.st_mtime_ns, stat.st_size
