"""The hits of a full-text search as JSON: the passages, the words that were found, and where they are."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from service.answers.answering import Answerer, records
from service.answers.inputs import refused
from service.answers.searching import TextSearch
from service.answers.shaping import Json, Thing, text_of
from service.errors import Problem
from sparql.fulltext.index import Found, Hit
from sparql.fulltext.terms import reason_against
from sparql.results import Term
from sparql.saved.parameters import Parameter, Type

KINDS: Final = ("ask", "concern", "quotation", "accountability", "endorsement", "answer")
"""What can be searched: kinds of statements, and whole answers."""
LONGEST: Final = 2_000
"""Most characters of a search."""
LARGEST_PAGE: Final = 100
"""Most hits on a page."""
_EXCERPT: Final = 400
"""Code points that are shown of a long passage, from a little before the first word that was found."""
_BEFORE: Final = 80
_BODY: Final = Parameter("body", frozenset(), Type.BODY)


@dataclass(frozen=True)
class Search:
    """A search, and the page of its hits."""

    text: str
    kinds: tuple[str, ...] = ()
    body: str = ""
    """A respondent, by id, IRI or label; empty for all."""
    limit: int = 20
    offset: int = 0


async def search(answerer: Answerer, texts: TextSearch, asked: Search) -> dict[str, Json]:
    """Return one page of hits, best first. Raises Problem for a search that cannot be made."""
    _check(asked)
    bodies = await answerer.named(_BODY, asked.body) if asked.body.strip() else []
    version = answerer.engine.version
    index = await texts.index(version)
    found = await asyncio.to_thread(
        index.search, asked.text, limit=asked.limit, offset=asked.offset, kinds=asked.kinds, bodies=bodies
    )
    if asked.offset and not found.hits:
        raise Problem(404, f"There is no page at offset {asked.offset}: the hits end before it.", parameter="offset")
    return {
        "q": asked.text,
        "total": found.total,
        "every_word": found.every_word,
        "results": await _results(answerer, found),
        "dataset_version": version,
    }


def _check(asked: Search) -> None:
    if not asked.text.strip():
        raise Problem(400, "“q” must have words to search for.", parameter="q")
    if len(asked.text) > LONGEST:
        raise Problem(400, f"“q” is longer than {LONGEST:,} characters.", parameter="q")
    if reason := reason_against(asked.text):
        raise Problem(400, f"“q” {reason}.", parameter="q")
    for kind in asked.kinds:
        if kind not in KINDS:
            raise refused("kind", kind, {"enum": KINDS})


async def _results(answerer: Answerer, found: Found) -> list[Json]:
    if not found.hits:
        return []
    nodes = [ox.NamedNode(hit.passage.iri) for hit in found.hits]
    table = await answerer.engine.select(records()["passages"].bind({"thing": nodes}))
    places = {text_of(row["thing"]): row for row in table}
    shown = {text_of(row[name]) for row in places.values() for name in ("body", "response")}
    things = await answerer.things(shown)
    return [_result(hit, places.get(hit.passage.iri), things) for hit in found.hits]


def _result(hit: Hit, place: Mapping[str, Term] | None, things: Mapping[str, Thing]) -> dict[str, Json]:
    start, end = _excerpt(hit)
    marks: list[Json] = [
        {"start": first - start, "end": last - start} for first, last in hit.marks if start <= first and last <= end
    ]
    result: dict[str, Json] = {
        "iri": hit.passage.iri,
        "kind": hit.passage.kind,
        "score": round(hit.score, 3),
        "quote": hit.passage.text[start:end],
        "marks": marks,
        "whole": end - start == len(hit.passage.text),
    }
    if place is None:
        return result
    first = int(text_of(place["start"]))
    passage: Json = {"start": first + start, "end": first + end, "source_sha256": text_of(place["sha256"])}
    return {
        **result,
        "body": _thing(things[text_of(place["body"])]),
        "response": _thing(things[text_of(place["response"])]),
        "consultation_question": text_of(place["question"]) or None if "question" in place else None,
        "passage": passage,
    }


def _thing(thing: Thing) -> Json:
    return {"id": thing["id"], "iri": thing["iri"], "label": thing["label"]}


def _excerpt(hit: Hit) -> tuple[int, int]:
    """Return the part of a passage that is shown: a short one whole, of a long one the part with the first hit."""
    length = len(hit.passage.text)
    if length <= _EXCERPT:
        return 0, length
    start = max(0, min(hit.marks[0][0] - _BEFORE if hit.marks else 0, length - _EXCERPT))
    return start, start + _EXCERPT
