"""Keeping the values of enumerated parameters up to date while the dataset and the questions change."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from service.alongside import alongside
from service.answers.answering import Engine
from service.answers.enumeration import with_enumerated_values
from service.state import Held
from sparql.catalogue import Catalogue
from sparql.saved import SavedQuestion
from sparql.saved.enumeration import enumerated

_INTERVAL: Final = 1.0
"""Seconds between two checks whether the dataset or the questions have changed."""
_Seen: TypeAlias = tuple[Catalogue, str]
"""The catalogue and the version of the dataset for which the values were last looked up."""


@asynccontextmanager
async def following_values(held: Held) -> AsyncIterator[None]:
    """Look the values up, and again whenever the dataset or the questions change, until the block ends."""
    seen = await _refresh(held, None)
    async with alongside(_follow(held, seen)):
        yield


async def _follow(held: Held, seen: _Seen) -> None:
    while True:
        await asyncio.sleep(_INTERVAL)
        seen = await _refresh(held, seen)


async def _refresh(held: Held, seen: _Seen | None) -> _Seen:
    """Look the values up if the catalogue or the dataset is not the one last seen; return the ones now in use."""
    catalogue, engine = held.knowledge.catalogue, held.engine
    now: _Seen = catalogue, engine.version
    if not engine.version or (seen and seen[0] is catalogue and seen[1] == engine.version):
        return now
    if not any(enumerated(question) for question in catalogue.questions.values()):
        return now
    found = Catalogue(await _with_values(catalogue.questions, engine), catalogue.errors, catalogue.unlisted)
    if held.knowledge.catalogue is not catalogue:  # the questions were read again in the meantime
        return now
    held.knowledge = replace(held.knowledge, catalogue=found)
    return found, now[1]


async def _with_values(questions: Mapping[str, SavedQuestion], engine: Engine) -> Mapping[str, SavedQuestion]:
    return MappingProxyType(
        {name: await with_enumerated_values(question, engine) for name, question in questions.items()}
    )
