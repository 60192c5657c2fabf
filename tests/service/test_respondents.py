"""Bodies that the ontology does not hold can be asked about by their names: respondents, and those who are asked."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from sparql.store import EmbeddedStore

ANSWER = """The Ashdown Walkers response

Question 1: Do you agree?

Yes, we agree. The path must be kept dry. Forest managers must mend it.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset in which one respondent answers two consultations, and another one of them."""
    corpus, store = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("store")
    for consultation, respondents in {
        "paths": ("The Ashdown Walkers", "Weir Anglers"),
        "gates": ("The Ashdown Walkers",),
    }.items():
        folder = corpus / consultation
        folder.mkdir()
        rows = "".join(f"  - {{file: r{n}.txt, respondent_label: {name}}}\n" for n, name in enumerate(respondents))
        (folder / "consultation.yaml").write_text(f"id: {consultation}\ntitle: {consultation}\nresponses:\n{rows}")
        for n, name in enumerate(respondents):
            (folder / f"r{n}.txt").write_text(ANSWER.replace("dry", f"dry for {name} at all {consultation}"))
    load(EmbeddedStore(store), [corpus], Plan(BUNDLED, jobs=1))
    return store


@pytest.fixture
def client(serve: Callable[..., httpx.Client], store: Path) -> httpx.Client:
    return serve(store=str(store))


def asked(client: httpx.Client, body: str) -> list[str]:
    answers = client.get("/questions/what-does-body-ask", params={"body": body}).json()["answers"]
    return [each["body"]["label"] for each in answers]


def test_a_name_stands_for_the_respondent_in_every_consultation(client: httpx.Client) -> None:
    assert asked(client, "the ashdown walkers") == ["The Ashdown Walkers"] * 4
    assert asked(client, "https://w3id.org/whoasks/respondent/gates/r0") == ["The Ashdown Walkers"] * 2


def test_a_search_keeps_respondents_of_the_same_id_apart(client: httpx.Client) -> None:
    def found(body: str) -> set[str]:
        asked = {"q": "path", "kind": "ask", "body": body}
        return {
            hit["body"]["iri"].rpartition("respondent/")[2]
            for hit in client.get("/search", params=asked).json()["results"]
        }

    assert found("the ashdown walkers") == {"paths/r0", "gates/r0"}
    assert found("https://w3id.org/whoasks/respondent/gates/r0") == {"gates/r0"}


def test_a_party_that_is_asked_can_be_asked_about(client: httpx.Client) -> None:
    by_name = client.get("/questions/what-is-asked-of", params={"addressee": "Forest managers"}).json()["answers"]
    assert [each["ask"]["quote"] for each in by_name] == ["Forest managers must mend it."] * 3
    assert {label["label"] for each in by_name for label in each["addressees"]} == {"Forest managers"}
    reply = client.get("/ask", params={"q": "what are forest managers asked to do"}).json()
    assert reply["understood"] | {"confidence": 1} == {
        "question": "what-is-asked-of",
        "parameters": {"addressee": "Forest managers"},
        "confidence": 1,
    }
    assert client.get("/party/paths/Forest%20managers").status_code == 200


def test_a_name_that_is_nearly_one_is_answered_with_the_nearest(client: httpx.Client) -> None:
    problem = client.get("/questions/what-does-body-ask", params={"body": "Ashdown Walker"}).json()
    assert (problem["status"], problem["nearest"][0]) == (404, "The Ashdown Walkers")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("What do the Ashdown Walkers ask for?", "what-does-body-ask"),
        ("what is the stance of ashdown walkers", "stance-by-question"),
    ],
)
def test_a_sentence_may_name_a_respondent(client: httpx.Client, sentence: str, question: str) -> None:
    reply = client.get("/ask", params={"q": sentence}).json()
    assert reply["understood"]["question"] == question
    assert reply["understood"]["parameters"] == {"body": "The Ashdown Walkers"}
    assert len(reply["answers"]) == (4 if question == "what-does-body-ask" else 2)
    page = client.get("/", params={"q": sentence}, headers={"Accept": "text/html"}).text
    assert "The path must be kept dry for The Ashdown Walkers at all gates." in page or question != "what-does-body-ask"


def test_a_question_that_no_manifest_lists_is_in_the_words_of_the_response(client: httpx.Client) -> None:
    answers = client.get("/questions/stance-by-question", params={"body": "Weir Anglers"}).json()["answers"]
    assert [(each["question"]["number"], each["question"]["text"]) for each in answers] == [("1", "Do you agree?")]


def test_the_address_of_a_respondent_is_answered(client: httpx.Client) -> None:
    for media_type in ("application/json", "text/turtle", "text/html"):
        answer = client.get("/respondent/paths/r1", headers={"Accept": media_type})
        assert (answer.status_code, "Weir Anglers" in answer.text) == (200, True)
