"""Keeping the saved questions adapted to the dataset while that, or the questions themselves, change."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from service.alongside import alongside
from service.answers.adapting import with_enumerated_values, with_existing_examples
from service.answers.answering import Evaluator
from service.state import Held
from sparql.saved import SavedQuestion
from sparql.saved.catalogue import Catalogue

_INTERVAL: Final = 1.0
"""Seconds between two checks whether the dataset or the questions have changed."""


@dataclass(frozen=True)
class _Adapted:
    """A catalogue as it was read and as it is in use, and the version of the dataset that it was adapted to."""

    read: Catalogue
    in_use: Catalogue
    version: str


@asynccontextmanager
async def adapting(held: Held) -> AsyncIterator[None]:
    """Adapt the questions, and again whenever they or the dataset change, until the block ends."""
    adapted = await _refresh(held, None)
    async with alongside(_follow(held, adapted)):
        yield


async def _follow(held: Held, adapted: _Adapted) -> None:
    while True:
        await asyncio.sleep(_INTERVAL)
        adapted = await _refresh(held, adapted)


async def _refresh(held: Held, before: _Adapted | None) -> _Adapted:
    """Adapt the questions unless they have been adapted to this version of the dataset."""
    in_use, version = held.knowledge.catalogue, held.engine.version
    read = before.read if before and before.in_use is in_use else in_use
    if not version or (before and before.in_use is in_use and before.version == version):
        return _Adapted(read, in_use, version)
    questions = await _with_the_data(read.questions, held.engine)
    if held.knowledge.catalogue is not in_use:  # the questions were read again in the meantime
        return _Adapted(read, in_use, "")
    if questions != in_use.questions:
        in_use = replace(read, questions=questions)
        held.knowledge = replace(held.knowledge, catalogue=in_use)
    return _Adapted(read, in_use, version)


async def _with_the_data(questions: Mapping[str, SavedQuestion], engine: Evaluator) -> Mapping[str, SavedQuestion]:
    found = {}
    for name, question in questions.items():
        found[name] = await with_existing_examples(await with_enumerated_values(question, engine), engine)
    return MappingProxyType(found)
