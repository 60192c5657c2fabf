"""The tables for comparison keep apart what belongs to different consultations."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from ontology.lexicon import Lexicon
from service.answers.answering import Answerer
from service.answers.comparing import compare
from service.pages.comparing import balances
from sparql import BUNDLED_QUESTIONS
from sparql.catalogue import Catalogue


def thing(kind: str, consultation: str, label: str) -> dict[str, str]:
    return {"id": "b", "iri": f"https://w3id.org/whoasks/{kind}/{consultation}/b", "label": label}


def answering(*answers: dict[str, Any]) -> Answerer:
    """Return what has these answers to any question."""

    async def answer(*_given: object) -> SimpleNamespace:
        return SimpleNamespace(answers=answers, more=False)

    return cast("Answerer", SimpleNamespace(question=str, answer=answer))


def test_respondents_of_two_consultations_with_the_same_id_have_columns_of_their_own() -> None:
    stances = [
        {
            "question": {"number": "1", "iri": f"https://w3id.org/whoasks/question/{one}/1", "text": f"Of {one}?"},
            "body": thing("respondent", one, f"Riders of {one}"),
            "stance": {"id": "agree"},
            "quote": "We agree.",
        }
        for one in ("lanes", "tolls")
    ]
    matrix = asyncio.run(compare(answering(*stances), "stances"))
    labels = [column["label"] for column in matrix.columns if isinstance(column, dict)]
    assert labels == ["Riders of lanes", "Riders of tolls"]
    assert [[cell is not None for cell in row] for row in matrix.cells] == [[True, False], [False, True]]


def test_bodies_that_are_asked_in_two_consultations_are_counted_apart() -> None:
    topic = {"id": "fees", "iri": "https://w3id.org/whoasks/topic/fees", "label": "Fees"}
    asks = [{"addressee": thing("party", one, f"Owners of {one}"), "topic": topic, "asks": 2} for one in ("a", "b")]
    matrix = asyncio.run(compare(answering(*asks), "addressee-topic"))
    assert matrix.cells == [[2], [2]]


def test_the_questions_of_one_consultation_stand_together_on_the_page() -> None:
    numbers = [(one, number) for one in ("lanes", "tolls") for number in ("1", "10", "2")]
    rows = [
        {
            "question": f"https://w3id.org/whoasks/question/{one}/{number}",
            "number": number,
            "stance": "https://w3id.org/whoasks/stance/agree",
            "label": "agree",
            "answers": "1",
        }
        for one, number in numbers
    ]
    shown = [each.question.iri.rsplit("/", 2)[1:] for each in balances(rows, {})]
    assert shown == [[one, number] for one in ("lanes", "tolls") for number in ("1", "2", "10")]


def test_stances_are_answered_consultation_by_consultation() -> None:
    order = Catalogue.load(BUNDLED_QUESTIONS, Lexicon.load())["stance-by-question"].text.rpartition("ORDER BY")[2]
    assert order.split()[:2] == ["?consultation", "?rank"]
