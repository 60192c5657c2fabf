"""Finding the statement that a question in plain English names by its words."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ontology.vocabulary import BASE
from service.answers.answering import Evaluator
from service.answers.passages import KINDS
from service.answers.searching import TextSearch
from service.errors import Problem
from sparql.asking import Reading, Stated, Understood
from sparql.asking.own_words import OwnWords
from sparql.asking.words import stem_set
from sparql.fulltext.index import Hit

_LEAST: Final = 0.75
"""Least share of the telling words that a statement must have."""
_EQUAL: Final = 0.85
"""Least share of the best score from which another statement fits about as well."""
_SHOWN: Final = 3
"""Most statements that are offered where several fit."""


async def found_by_words(engine: Evaluator, texts: TextSearch, stated: Stated) -> Understood:
    """Return a reading with the statement whose words a question gives.

    If several fit about equally, the best are offered as other readings and none is taken; a note says so, as it does
    where none fits or the texts cannot be searched.
    """
    try:
        index = await texts.index(engine.version)
    except Problem as problem:
        return Understood(None, 0.0, note=problem.detail)
    kinds = [stated.parameter] if stated.parameter in KINDS else []
    words = " ".join(stated.own.telling)
    found = await asyncio.to_thread(index.search, words, limit=_SHOWN + 1, kinds=kinds)
    fitting = _fitting(found.hits, stated.own)
    readings = [_reading(stated, hit.passage.iri) for hit in fitting]
    said = f"“{stated.own.words}”"
    if len(readings) == 1:
        quote = " ".join(fitting[0].passage.text.split())
        return Understood(readings[0], readings[0].confidence, note=f"{said} is taken for the statement “{quote}”")
    if not readings:
        return Understood(None, 0.0, note=f"No statement of the dataset has enough of the words {said}.")
    doubtful = [replace(one, confidence=round(one.confidence / len(readings), 3)) for one in readings[:_SHOWN]]
    note = f"Several statements fit {said} about equally well; the other readings name the best."
    return Understood(None, doubtful[0].confidence, tuple(doubtful), note)


def _fitting(hits: Sequence[Hit], own: OwnWords) -> Sequence[Hit]:
    """Return the statements that have enough of the words and score about as high as the best of these."""
    asked = stem_set(" ".join(own.telling))
    enough = [hit for hit in hits if len(asked & stem_set(hit.passage.text)) >= _LEAST * len(asked)]
    return [hit for hit in enough if hit.score >= _EQUAL * enough[0].score]


def _reading(stated: Stated, iri: str) -> Reading:
    parameters = {**stated.reading.parameters, stated.parameter: iri.removeprefix(f"{BASE}statement/")}
    return replace(stated.reading, parameters=parameters)
