"""Values of parameters that the dataset gives, drawn anew whenever the dataset or the questions change."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from service.alongside import alongside
from service.answers.answering import Engine
from service.answers.drawing import drawn
from service.state import Held
from sparql.catalogue import Catalogue
from sparql.drawing import to_draw
from sparql.saved import SavedQuestion

_LOOK_SECONDS: Final = 1.0
"""How often it is looked whether the dataset or the questions are others."""


@asynccontextmanager
async def following_values(held: Held) -> AsyncIterator[None]:
    """Draw the values, and draw them again until the block ends whenever they may be others."""
    seen = await _draw(held, None)
    async with alongside(_follow(held, seen)):
        yield


_Seen = tuple[Catalogue, str]


async def _follow(held: Held, seen: _Seen) -> None:
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        seen = await _draw(held, seen)


async def _draw(held: Held, seen: _Seen | None) -> _Seen:
    """Draw the values for the catalogue and the dataset of now; return both."""
    catalogue, engine = held.knowledge.catalogue, held.engine
    now: _Seen = catalogue, engine.version
    if not engine.version or (seen and seen[0] is catalogue and seen[1] == engine.version):
        return now
    if not any(to_draw(question) for question in catalogue.questions.values()):
        return now
    found = Catalogue(await _all(catalogue.questions, engine), catalogue.errors, catalogue.unlisted)
    if held.knowledge.catalogue is not catalogue:  # read again meanwhile
        return now
    held.knowledge = replace(held.knowledge, catalogue=found)
    return found, now[1]


async def _all(questions: Mapping[str, SavedQuestion], engine: Engine) -> Mapping[str, SavedQuestion]:
    return MappingProxyType({name: await drawn(question, engine) for name, question in questions.items()})
