"""The tables for comparison keep apart what belongs to different consultations."""

import asyncio
import html
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pandas as pd
import pytest

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from ontology.lexicon import Lexicon
from service.answers.answering import Answerer
from service.answers.comparing import compare
from service.pages.comparing import balances
from sparql import BUNDLED_QUESTIONS
from sparql.saved.catalogue import Catalogue
from sparql.store import EmbeddedStore
from tests.service.live import Service


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
            "consultation": f"https://w3id.org/whoasks/consultation/{one}",
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


PATHS, GATES = (
    "Question 1: Do you agree?\n\nYes, we agree. Forest managers must publish their minutes.\n",
    "Question 1: Should gates be locked?\n\nNo, we disagree. Farmers must listen to patients.\n",
)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a dataset of two consultations with a question 1 each; the BMA answers both, the RCN one."""
    corpus, store = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("store")
    for id_, title, text, respondents in (
        ("paths", "Paths through woods", PATHS, ("bma",)),
        ("gates", "Gates in fields", GATES, ("bma", "rcn")),
    ):
        folder = corpus / id_
        folder.mkdir()
        question = re.sub(r"Question 1: (.*?)\n.*", r"\1", text, flags=re.DOTALL)
        entries = "".join(f"  - {{file: {one}.txt, respondent: {one}}}\n" for one in respondents)
        head = f"id: {id_}\ntitle: {title}\nquestions:\n  - {{number: '1', text: '{question}'}}\n"
        (folder / "consultation.yaml").write_text(f"{head}responses:\n{entries}")
        for one in respondents:
            (folder / f"{one}.txt").write_text(text)
    load(EmbeddedStore(store), [corpus], Plan(BUNDLED, jobs=1))
    with Service(store=str(store)) as service:
        yield service.client


def rows(client: httpx.Client, path: str, **given: str) -> list[Any]:
    body = client.get(path, params=given).json()
    return cast("list[Any]", body["rows" if path == "/compare" else "answers"])


@pytest.mark.parametrize("named", ["gates", "Gates in fields", "https://w3id.org/whoasks/consultation/gates"])
def test_stances_of_one_consultation_can_be_compared(two: httpx.Client, named: str) -> None:
    assert len(rows(two, "/compare")) == 2
    assert [row["label"] for row in rows(two, "/compare", consultation=named)] == ["Should gates be locked?"]
    stances = rows(two, "/questions/stance-by-question", consultation=named, question="1")
    assert [each["body"]["id"] for each in stances] == ["bma", "rcn"]
    assert len(rows(two, "/questions/stance-by-question", question="1")) == 3


def test_asks_of_one_consultation_can_be_compared(two: httpx.Client) -> None:
    def bodies(**given: str) -> list[str]:
        return [row["label"] for row in rows(two, "/compare", table="addressee-topic", **given)]

    assert sorted(bodies()) == ["Farmers", "Forest managers"]
    assert bodies(consultation="paths") == ["Forest managers"]
    matrix = rows(two, "/questions/ask-matrix", consultation="gates")
    assert {each["body"]["id"] for each in matrix} == {"bma", "rcn"}


def test_two_respondents_differ_within_a_consultation_only(two: httpx.Client) -> None:
    assert rows(two, "/questions/stance-differences") == []
    assert rows(two, "/questions/stance-differences", consultation="paths") == []


@pytest.mark.parametrize(
    "path",
    ["/compare", "/questions/stance-by-question", "/questions/stance-differences", "/statements", "/responses"],
)
def test_an_unknown_consultation_is_answered_with_the_nearest(two: httpx.Client, path: str) -> None:
    problem = two.get(path, params={"consultation": "gate"}).json()
    assert (problem["status"], problem["parameter"], problem["nearest"][0]) == (404, "consultation", "gates")


def test_lists_keep_to_a_consultation_by_its_title(two: httpx.Client) -> None:
    assert len(rows(two, "/responses", consultation="paths through woods")) == 1
    asks = rows(two, "/statements", consultation="Gates in fields", kind="ask")
    assert [each["statement"]["quote"] for each in asks] == ["Farmers must listen to patients."] * 2


def test_the_page_compares_one_consultation_and_its_numbers_lead_to_asks_of_that_one(two: httpx.Client) -> None:
    def page(path: str) -> str:
        return two.get(path, headers={"Accept": "text/html"}).text

    assert page("/compare?table=addressee-topic") == page("/compare?by=addressee"), "the address of the data, opened"
    both, one = page("/compare?by=addressee"), page("/compare?consultation=gates&by=addressee")
    assert both.count('<tr class="consultation">') == 2
    assert all(words in both for words in ("Do you agree?", "Should gates be locked?", "Forest managers", "Farmers"))
    assert '<option value="gates" selected>Gates in fields</option>' in one
    assert "Should gates be locked?" in one
    assert "Farmers" in one
    assert "Do you agree?" not in one
    assert "Forest managers" not in one
    (cell, *_) = [html.unescape(each) for each in re.findall(r'href="(/asks\?[^"]*)"', one)]
    asks = page(cell)
    assert "Farmers must listen" in asks
    assert "Gates in fields" in asks
    assert "Nothing fits." in page(cell.replace("consultation=gates", "consultation=paths"))


def test_a_consultation_has_a_page_with_its_questions_and_the_responses_to_it(two: httpx.Client) -> None:
    page = two.get("/consultation/gates", headers={"Accept": "text/html"}).text
    assert "Should gates be locked?" in page
    assert "Do you agree?" not in page
    for address in ("/question/gates/1", "/response/gates/rcn", "/compare?consultation=gates"):
        assert f'href="{address}"' in page
        assert two.get(address, headers={"Accept": "text/html"}).status_code == 200
    assert two.get("/consultation/none", headers={"Accept": "text/html"}).status_code == 404


def test_a_question_has_a_page_with_its_words_and_the_stances_on_it(two: httpx.Client) -> None:
    page = two.get("/question/gates/1", headers={"Accept": "text/html"}).text
    assert "<h1>Question 1</h1>" in page
    assert "Should gates be locked?" in page
    assert "British Medical Association" in page
    assert len(re.findall(r'<span class="stance stance-\d">disagree</span>', page)) == 2
    asks = two.get("/asks?question=gates/1", headers={"Accept": "text/html"}).text
    assert "Farmers must listen to patients." in asks
    assert "Forest managers" not in asks
    assert two.get("/question/gates/9", headers={"Accept": "text/html"}).status_code == 404


def test_the_form_of_a_question_offers_the_consultations(two: httpx.Client) -> None:
    page = two.get("/questions/stance-by-question?consultation=gates", headers={"Accept": "text/html"}).text
    assert '<option value="gates" selected>Gates in fields</option>' in page
    assert '<option value="paths">Paths through woods</option>' in page


def test_a_browser_is_led_from_the_statements_to_their_page(two: httpx.Client) -> None:
    page = two.get("/statements?kind=ask", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/questions/statements?kind=ask")
    assert two.get(page.headers["location"], headers={"Accept": "text/html"}).status_code == 200


def test_a_party_that_only_a_response_names_has_a_list_of_what_it_is_asked(two: httpx.Client) -> None:
    listed = two.get("/asks?addressee=party/paths/Forest managers", headers={"Accept": "text/html"}).text
    assert "put to <b>Forest managers</b>" in listed
    assert "Forest managers must publish their minutes." in listed


def test_the_page_of_an_unknown_consultation_names_the_nearest(two: httpx.Client) -> None:
    page = two.get("/compare?consultation=gatez", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "gates" in page.text


def test_stances_are_compared_question_by_question(client: httpx.Client) -> None:
    frame = pd.read_csv(f"{client.base_url}/compare?table=stances&format=csv")
    assert frame.to_dict("records")[0] == {
        "id": 1,
        "label": "Do you agree with the approach?",
        "bma": "agree",
        "nhs-confederation": "disagree",
    }


@pytest.mark.parametrize(("binary", "asks"), [("false", 2), ("true", 1)])
def test_the_ask_matrix_counts_or_tells_whether(client: httpx.Client, binary: str, asks: int) -> None:
    body = client.get(f"/compare?table=addressee-topic&binary={binary}").json()
    row = [entry["id"] for entry in body["rows"]].index("ics")
    column = [entry["id"] for entry in body["columns"]].index("assurance-burden")
    assert body["cells"][row][column] == asks
