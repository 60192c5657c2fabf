"""Answering a question in plain English: as a saved question, or by a search for its words.

A reading does not count as understood if it has no answer because the dataset lacks the question or the organisation
that it names: an empty answer would be misleading.
"""

from collections import Counter
from typing import Final

import pyoxigraph as ox

from service.answers.answering import Answered, Answerer, record_of, records
from service.answers.passages import Search, search
from service.answers.replies import json_answers
from service.answers.searching import TextSearch
from service.answers.shaping import Json, text_of
from service.answers.stated import found_by_words
from service.errors import Problem
from sparql.asking import Reading, Understanding, Understood
from sparql.asking.dataset_names import DatasetNames
from sparql.saved.paging import Page, paged

LONGEST: Final = 1_000
"""Most characters of a question."""
_ASKED: Final = "addressee"
_SEARCHED: Final = 10
"""Hits of the text search that take the place of answers."""


async def ask(answerer: Answerer, understanding: Understanding, texts: TextSearch, question: str) -> dict[str, Json]:
    """Answer a question in plain English: how it was understood, the answers, and other readings.

    If it was not understood, the reply has the hits of a text search. A note says which statement it names by its
    words, and whether the dataset lacks the one that it names. Raises Problem as ``understand`` does.
    """
    understood = await understand(answerer, understanding, texts, question)
    reply: dict[str, Json] = {
        "q": question,
        "understood": _shown(understood.reading, understood.confidence),
        "answers": [],
        "other_readings": [_shown(reading, reading.confidence) for reading in understood.others],
        "sparql": None,
        "dataset_version": answerer.engine.version,
    }
    if understood.reading is None:
        return {
            **reply,
            "note": _not_understood(understood),
            "search": await searched(answerer, texts, understanding.keywords(question)),
        }
    try:
        answered = await _answer(answerer, understood.reading)
    except Problem as problem:  # understood, but about a statement that the dataset lacks
        return {**reply, "note": problem.detail}
    noted = {"note": understood.note} if understood.note else {}
    return {**reply, **noted, **_answers(answered)}


async def understand(answerer: Answerer, understanding: Understanding, texts: TextSearch, question: str) -> Understood:
    """Return the reading of a question and its alternatives. Raises Problem 400 for an empty or overlong text."""
    _check(question)
    known = await _names_of_the_dataset(answerer, question)
    stated = understanding.stated(question, known)
    if stated:
        return await found_by_words(answerer.engine, texts, stated)
    return await _within_the_data(answerer, understanding.understand(question, known))


async def _names_of_the_dataset(answerer: Answerer, text: str) -> DatasetNames:
    """Return names that only the dataset has: questions of consultations, and respondents whose names are in a text."""
    in_ontology = {body.iri for body in answerer.lexicon.bodies.values()}
    bodies = await answerer.engine.select(records()["body"].bind({"text": [ox.Literal(text)]}))
    labels = [text_of(row["label"]) for row in bodies if text_of(row["thing"]) not in in_ontology]
    return DatasetNames(list(dict.fromkeys(labels)), await _consulted_questions(answerer))


async def _consulted_questions(answerer: Answerer) -> dict[str, str]:
    """Return the texts of all questions, by number, or by IRI if several consultations use the number."""
    found = [record_of(row) for row in await answerer.engine.select(records()["question"].bind({}))]
    numbered = Counter(number for number, _ in {(record.id, record.iri) for record in found})
    texts: dict[str, str] = {}
    for record in found:
        name = record.id if numbered[record.id] == 1 else record.iri
        texts[name] = f"{texts.get(name, '')} {record.label}"
    return texts


async def _answer(answerer: Answerer, reading: Reading) -> Answered:
    return await answerer.answer(answerer.question(reading.question), dict(reading.parameters))


def _answers(answered: Answered) -> dict[str, Json]:
    question = answered.question
    return {
        "summary": question.summary,
        "answers": json_answers(answered),
        "more": answered.more,
        "sparql": answered.sparql,
        "provenance": {
            "query_sha256": question.hash,
            "dataset_version": answered.version,
            "sources": answered.sources,
        },
    }


def _check(question: str) -> None:
    if not question.strip():
        raise Problem(400, "“q” must be a question, such as “who asks for CQC alignment”.", parameter="q")
    if len(question) > LONGEST:
        raise Problem(
            400, f"“q” is longer than {LONGEST:,} characters, which is too long for a question.", parameter="q"
        )


def _shown(reading: Reading | None, confidence: float) -> dict[str, Json]:
    return {
        "question": reading.question if reading else None,
        "parameters": dict(reading.parameters) if reading else {},
        "confidence": confidence,
    }


def _not_understood(understood: Understood) -> str:
    if understood.note:
        return f"{understood.note} The words were searched for instead."
    likely = " Did you mean one of the other readings?" if understood.others else ""
    return f"This is not understood as one of the saved questions; its words were searched for instead.{likely}"


async def searched(answerer: Answerer, texts: TextSearch, words: str) -> dict[str, Json]:
    """Search for the words of a question that was not understood."""
    try:
        return await search(answerer, texts, Search(words, limit=_SEARCHED))
    except Problem as problem:
        return {"results": [], "detail": problem.detail}


async def _within_the_data(answerer: Answerer, understood: Understood) -> Understood:
    """Withdraw a reading that has no answer because it names something that the dataset lacks."""
    reading = understood.reading
    if reading is None or await _is_answered(answerer, reading):
        return understood
    doubtful = Reading(reading.question, reading.parameters, round(reading.confidence / 2, 3))
    return Understood(None, doubtful.confidence, (doubtful, *understood.others))


async def _is_answered(answerer: Answerer, reading: Reading) -> bool:
    """Tell whether a reading has an answer, or at least names only what is in the dataset.

    “Nothing is asked of this body” is an answer. “This organisation, which is nowhere in the dataset, wants nothing” is
    not, nor is “nobody has a position on this question, which was never put”.
    """
    saved = answerer.question(reading.question)
    bodies = [
        answerer.lexicon.bodies[id_]
        for name, id_ in reading.parameters.items()
        if saved.parameters[name].type == "body" and name != _ASKED and id_ in answerer.lexicon.bodies
    ]
    spoken_of = [body.is_group or await _is_spoken_of(answerer, body.iri) for body in bodies]
    try:
        sparql, _ = await answerer.bind(saved, dict(reading.parameters))
    except Problem:
        return False
    numbered = any(saved.parameters[name].type == "question" for name in reading.parameters)
    if all(spoken_of) and not numbered:
        return True
    return bool((await answerer.engine.select(paged(sparql, Page(1)))).rows)


async def _is_spoken_of(answerer: Answerer, iri: str) -> bool:
    query = records()["spoken-of"].bind({"body": [ox.NamedNode(iri)]})
    return bool((await answerer.engine.select(query)).rows)
