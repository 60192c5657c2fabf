"""Asks that a question in plain English quotes: *which asks are like “publish the metrics”*."""

import asyncio
from typing import Final

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from ontology.vocabulary import BASE
from service.answers.searching import TextSearch
from sparql.asking.quoted import Quoted, quotations
from sparql.asking.words import level, stem_set, words

_MOST: Final = 3
"""Most quotations of a question that are looked for."""
_NEAREST: Final = 3
"""Asks that are compared with a quotation, best first by BM25."""
_LEAST: Final = 0.75
"""Least share of the words that the ask must have."""


async def asks_quoted(texts: TextSearch, version: str, question: str) -> list[Quoted]:
    """Return, for each quotation of a question, the ask that has most of its words; function words do not count.

    Of asks that have as many of the words, the first hit is taken. Raises Problem 503 if the text cannot be searched.
    """
    found = []
    for quotation in quotations(question)[:_MOST]:
        said = tuple(word.text for word in words(level(quotation)))
        telling = " ".join(word for word in said if word not in ENGLISH_STOP_WORDS)
        wanted = stem_set(telling)
        if not wanted:
            continue
        index = await texts.index(version)
        hits = (await asyncio.to_thread(index.search, telling, limit=_NEAREST, kinds=("ask",))).hits
        shares = {hit.passage.iri: len(wanted & stem_set(hit.passage.text)) / len(wanted) for hit in hits}
        best = max(shares, key=shares.__getitem__, default="")
        if best and shares[best] >= _LEAST:
            found.append(Quoted(said, best.removeprefix(f"{BASE}statement/"), shares[best]))
    return found
