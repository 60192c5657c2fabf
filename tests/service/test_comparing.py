"""The tables for comparison keep apart what belongs to different consultations."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from service.answers.answering import Answerer
from service.answers.comparing import compare


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
