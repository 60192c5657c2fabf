"""Watching the files of the ontology and the questions: sound edits take effect, faulty ones are reported.

An edit of the ontology is also published in the store, as a generation of its own, so that SPARQL shows it too.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from ontology.sources import OntologyError, Sources
from service.alongside import alongside
from service.knowledge import learn, read_edit
from service.processes import ProcessFailedError, run_module
from service.settings import Settings
from service.state import Held
from sparql.asking import PhrasingError
from sparql.saved.phrasings import ENDING
from sparql.soundness import reason_against
from sparql.store.location import is_remote

log = logging.getLogger(__name__)

_FOLLOW_SECONDS: Final = 1.0
"""Seconds between two looks at the folders."""


class _NotPublishedError(Exception):
    """The edited model could not be written to the store; the message says why."""


@asynccontextmanager
async def following(held: Held) -> AsyncIterator[None]:
    """Let edits take effect until the block ends, if the settings say so."""
    settings = held.settings
    if not settings.watch:
        yield
        return
    async with alongside(_follow(held)):
        yield


async def _follow(held: Held) -> None:
    settings = held.settings
    seen = _signature(settings)
    while True:
        await asyncio.sleep(_FOLLOW_SECONDS)
        now = await asyncio.to_thread(_signature, settings)
        if now == seen:
            continue
        try:
            reason = await _take_up(held)
        except _NotPublishedError as error:  # somebody else may be writing: the same is tried again
            _report(held, str(error))
            continue
        except (OntologyError, PhrasingError, OSError) as error:
            reason = str(error)
        except Exception:
            log.exception("an edit of the ontology or the questions ended in an unforeseen error")
            reason = "the log has the details"
        seen = now
        if reason is None:
            log.info("the ontology or the questions changed and were read again")
        else:
            _report(held, reason)


def _report(held: Held, reason: str) -> None:
    problem = f"the earlier ontology and questions stay in use: {reason}"
    if problem != held.knowledge.problem:
        log.warning("an edit is not taken up: %s", reason)
    held.knowledge = replace(held.knowledge, problem=problem)


async def _take_up(held: Held) -> str | None:
    """Read and publish what has changed if it is sound; otherwise return the reason why it is not."""
    settings = held.settings
    reason = await asyncio.to_thread(reason_against, settings.ontology)
    if reason is None:
        edited = await asyncio.to_thread(Sources.read, settings.ontology)
        if edited.digest != held.knowledge.reference.sources.digest and not is_remote(settings.store):
            await _publish(settings)
        held.knowledge = await asyncio.to_thread(read_edit, settings, held.knowledge)
        english = await asyncio.to_thread(learn, settings, held.knowledge)
        held.knowledge = replace(held.knowledge, english=english)
    return reason


async def _publish(settings: Settings) -> None:
    """Write the model to the store, in a process of its own because inference takes a while."""
    try:
        await run_module("loaders.publish.refresh", settings.store, str(settings.ontology))
    except ProcessFailedError as error:
        raise _NotPublishedError(str(error)) from None


def _signature(settings: Settings) -> frozenset[tuple[Path, int, int]]:
    """Return the files with their times of change and their sizes."""
    return frozenset(_files(settings))


def _files(settings: Settings) -> Iterator[tuple[Path, int, int]]:
    watched = (
        (settings.ontology, "*.ttl"),
        (settings.questions, "**/*.rq"),
        (settings.questions, f"**/*{ENDING}"),
        (settings.phrasing.parent, settings.phrasing.name),
        (settings.examples, "**/*.txt"),
    )
    for folder, pattern in watched:
        for path in folder.glob(pattern):
            with suppress(FileNotFoundError):
                stat = path.stat()
                yield path, stat.st_mtime_ns, stat.st_size
