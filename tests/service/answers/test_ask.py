"""GET /ask and /search over a live service and the bundled responses."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from loaders.pipeline import Plan, ensure
from ontology import BUNDLED
from service.answers.passages import Search, search
from service.answers.searching import TextSearch
from service.cli.local import local_answerer
from service.settings import Settings
from sparql.fulltext.generations import index_folder
from sparql.store import EmbeddedStore
from sparql.store.location import open_store
from tests.service.live import Service


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asking") / "store"
    ensure(open_store(str(folder)), Plan(BUNDLED))
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    with Service(store=str(store)) as service:
        yield service.client


def test_the_reply_says_how_a_question_was_understood(client: httpx.Client) -> None:
    reply = client.get("/ask", params={"q": "who wants the CQC and NHS England to line up"}).json()
    assert reply["understood"]["question"] == "who-asks-for"
    assert reply["understood"]["parameters"] == {"topic": "cqc-alignment"}
    assert reply["understood"]["confidence"] > 0.8
    assert {answer["body"]["id"] for answer in reply["answers"]} == {"bma", "nhs-confederation"}
    assert "topic/cqc-alignment" in reply["sparql"]
    assert reply["dataset_version"]


def test_the_text_of_a_new_generation_is_indexed_before_anybody_searches(tmp_path: Path) -> None:
    location = str(tmp_path / "store")
    ensure(open_store(location), Plan(BUNDLED))
    with Service(store=location) as service:
        version = service.client.get("/readyz").json()["dataset_version"]
        until = time.monotonic() + 60
        while not index_folder(location, version).exists():
            assert time.monotonic() < until, "nothing was indexed"
            time.sleep(0.1)


def test_a_question_of_the_consultation_is_known_by_its_subject(client: httpx.Client) -> None:
    understood = client.get("/ask", params={"q": "What is the BMA's stance on the six themes?"}).json()["understood"]
    assert (understood["question"], understood["parameters"]) == (
        "stance-by-question",
        {"body": "bma", "question": "3"},
    )


def test_the_answers_are_those_of_the_saved_question(client: httpx.Client) -> None:
    plain = client.get("/ask", params={"q": "what do the BMA say about transparency"}).json()
    parameters = plain["understood"]["parameters"]
    saved = client.get(f"/questions/{plain['understood']['question']}", params=parameters).json()
    assert plain["answers"] == saved["answers"] != []


def test_a_question_about_a_statement_that_is_not_there_is_understood_and_the_reply_says_so(
    client: httpx.Client,
) -> None:
    reply = client.get("/ask", params={"q": "which asks are similar to sof-2021-22/bma/ask-1-2"})
    assert reply.status_code == 200
    assert reply.json()["understood"]["question"] == "similar-asks"
    assert reply.json()["understood"]["parameters"] == {"ask": "sof-2021-22/bma/ask-1-2"}
    assert reply.json()["answers"] == []
    assert "holds no statement" in reply.json()["note"]


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("what other asks are like 'publish the metrics'", "this information should be published"),
        ("is anyone else asking for the same as ‘NHSEI should publish the metrics’", "information should be published"),
        ("asks similar to publishing minutes of oversight meetings", "details and minutes of oversight meetings"),
    ],
)
def test_an_ask_that_is_named_by_its_words_is_found_and_the_note_quotes_it(
    client: httpx.Client, q: str, said: str
) -> None:
    reply = client.get("/ask", params={"q": q}).json()
    assert reply["understood"]["question"] == "similar-asks"
    assert said in reply["note"]
    named = reply["understood"]["parameters"]["ask"]
    assert reply["answers"] == client.get("/questions/similar-asks", params={"ask": named}).json()["answers"]


def test_where_several_asks_fit_the_words_equally_none_is_taken_and_each_is_offered(client: httpx.Client) -> None:
    reply = client.get("/ask", params={"q": "which asks are similar to ‘peer review between regions’"}).json()
    assert reply["understood"]["question"] is None
    assert "Several statements fit" in reply["note"]
    offered = [(other["question"], other["parameters"]["ask"]) for other in reply["other_readings"]]
    assert len(set(offered)) == len(offered) > 1
    assert {name for name, _ in offered} == {"similar-asks"}


def test_where_no_ask_has_the_words_the_reply_says_so(client: httpx.Client) -> None:
    reply = client.get("/ask", params={"q": "which asks are like “parking at hospitals should be free”"}).json()
    assert reply["understood"]["question"] is None
    assert "No statement of the dataset has enough of the words" in reply["note"]
    assert reply["other_readings"] == []


def test_the_page_says_for_which_ask_the_words_were_taken(client: httpx.Client) -> None:
    page = client.get("/", params={"q": "asks like 'publish the metrics'"}, headers={"Accept": "text/html"}).text
    assert "is taken for the statement" in page


@pytest.mark.parametrize(
    "q",
    ["what is the weather in Leeds", "what does the Royal College of Nursing want", "did the BMA answer question 99?"],
)
def test_what_is_not_understood_is_searched_for_and_the_reply_says_so(client: httpx.Client, q: str) -> None:
    reply = client.get("/ask", params={"q": q}).json()
    assert reply["understood"]["question"] is None
    assert reply["answers"] == []
    assert "searched for" in reply["note"]
    assert "results" in reply["search"]


def test_a_search_for_a_topic_alone_offers_readings_and_hits(client: httpx.Client) -> None:
    reply = client.get("/ask", params={"q": "peer review"}).json()
    assert reply["understood"]["question"] is None
    assert "who-asks-for" in {reading["question"] for reading in reply["other_readings"]}
    assert any("eer review" in hit["quote"] for hit in reply["search"]["results"])


@pytest.mark.parametrize("path", ["/ask", "/search"])
@pytest.mark.parametrize("q", ["", "   ", "x" * 10_240])
def test_nothing_and_far_too_much_is_a_problem_that_names_the_parameter(
    client: httpx.Client, path: str, q: str
) -> None:
    reply = client.get(path, params={"q": q})
    assert reply.status_code == 400
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["parameter"] == "q"


@pytest.mark.parametrize("path", ["/ask", "/search"])
@pytest.mark.parametrize(
    "q", ["\x00", "\x07who\x1basks", "“”'\"\\", "who asks for } DROP ALL", "-", '"', "\u202e", "🏥 asks"]
)
def test_odd_characters_are_never_an_error_of_the_service(client: httpx.Client, path: str, q: str) -> None:
    assert client.get(path, params={"q": q}).status_code in {200, 400}


@pytest.mark.parametrize("address", ["/ask?q=who+asks+for+peer+review", "/search?q=oversight", "/questions"])
@pytest.mark.parametrize(
    ("accept", "wanted", "status"),
    [
        ("*/*", "", 200),
        ("application/json", "", 200),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "json", 200),
        ("text/csv", "json", 200),
        ("text/csv", "", 406),
        ("text/turtle", "", 406),
        ("*/*", "csv", 400),
    ],
)
def test_what_is_json_alone_is_given_to_those_alone_who_take_it(
    client: httpx.Client, address: str, accept: str, wanted: str, status: int
) -> None:
    given = f"{'&' if '?' in address else '?'}format={wanted}" if wanted else ""
    reply = client.get(address + given, headers={"Accept": accept})
    assert reply.status_code == status
    if status == 200:
        assert reply.headers["content-type"] == "application/json"
        assert "Accept" in reply.headers["vary"]
    elif status == 400:
        assert (reply.json()["parameter"], reply.json()["nearest"]) == ("format", ["json"])


def test_marks_and_passages_show_the_words_in_the_document(client: httpx.Client, store: Path) -> None:
    found = client.get("/search", params={"q": "published minutes", "kind": "ask"}).json()
    hit = found["results"][0]
    marked = {hit["quote"][mark["start"] : mark["end"]].lower() for mark in hit["marks"]}
    assert marked <= {"published", "publish", "publishing", "minutes", "publicly", "public", "publication"}
    query = "PREFIX wa: <https://w3id.org/whoasks/ontology#> SELECT ?text { ?d wa:sha256 '%s' ; wa:text ?text }"
    rows = open_store(str(store)).query(query % hit["passage"]["source_sha256"])
    text = next(iter(rows))["text"].value
    assert text[hit["passage"]["start"] : hit["passage"]["end"]] == hit["quote"]


def test_a_search_is_limited_to_kinds_and_bodies_and_has_pages(client: httpx.Client) -> None:
    found = client.get("/search", params={"q": "oversight", "kind": "ask", "body": "bma", "limit": 1}).json()
    assert [(hit["kind"], hit["body"]["id"]) for hit in found["results"]] == [("ask", "bma")]
    assert client.get("/search", params={"q": "framework", "kind": "verse"}).json()["nearest"]
    assert client.get("/search", params={"q": "framework", "offset": 9_999}).status_code == 404


def test_a_search_is_followed_to_its_end_by_its_links(client: httpx.Client) -> None:
    reply, found = client.get("/search", params={"q": "peer review", "kind": ["ask", "concern"], "limit": 2}), []
    while True:
        found += [hit["iri"] for hit in reply.json()["results"]]
        following = reply.links.get("next", {}).get("url")
        assert following == reply.json()["next"]
        if following is None:
            break
        reply = client.get(following)
    assert len(set(found)) == len(found) == reply.json()["total"] > 2


@pytest.mark.parametrize(
    "body", ["bma", "BMA", "British Medical Association", "https://w3id.org/whoasks/body/bma", " bma "]
)
def test_a_search_takes_a_body_by_id_label_or_iri(client: httpx.Client, body: str) -> None:
    found = client.get("/search", params={"q": "oversight", "body": body}).json()
    assert found["total"] > 0
    assert {hit["body"]["id"] for hit in found["results"]} == {"bma"}


@pytest.mark.parametrize(
    ("body", "status", "nearest"),
    [("nope", 404, []), ("bmaa", 404, ["bma"]), ("peer-review", 404, []), ("b\0", 400, [])],
)
def test_a_search_for_a_body_that_is_not_known_is_told_so(
    client: httpx.Client, body: str, status: int, nearest: list[str]
) -> None:
    reply = client.get("/search", params={"q": "oversight", "body": body})
    assert (reply.status_code, reply.json()["parameter"]) == (status, "body")
    assert reply.json()["nearest"][: len(nearest)] == nearest


def test_full_text_joins_with_the_graph_in_sparql(client: httpx.Client) -> None:
    query = """SELECT ?ask ?score { (?ask ?score) wa:matches "peer review" . ?ask a wa:Ask } ORDER BY DESC(?score)"""
    query = f"PREFIX wa: <https://w3id.org/whoasks/ontology#> {query}"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    asks = [hit["iri"] for hit in client.get("/search", params={"q": "peer review", "kind": "ask"}).json()["results"]]
    assert [row["ask"]["value"] for row in rows] == asks


def test_full_text_in_the_wrong_place_is_refused_with_its_line(client: httpx.Client) -> None:
    query = "PREFIX wa: <https://w3id.org/whoasks/ontology#>\nSELECT * { ?x wa:matches ?words }"
    reply = client.get("/sparql", params={"query": query})
    assert (reply.status_code, reply.json()["line"]) == (400, 2)


def test_the_index_follows_the_dataset(tmp_path: Path) -> None:
    location = str(tmp_path / "own")
    ensure(open_store(location), Plan(BUNDLED))
    answerer, texts = local_answerer(Settings(store=location), open_store(location)), TextSearch(location)

    def total() -> object:
        return asyncio.run(search(answerer, texts, Search("zebra")))["total"]

    assert total() == 0
    with open_store(location).writing("a zebra") as writer:
        writer.update(
            "PREFIX wa: <https://w3id.org/whoasks/ontology#> INSERT DATA { GRAPH <http://e/g> { <http://e/ask-1-2> "
            "a wa:Statement, wa:Ask ; wa:quote 'More zebras!' ; wa:inResponse <http://e/r> . "
            "<http://e/r> wa:respondent <http://e/b> } }"
        )
    assert total() == 1
    assert index_folder(location, open_store(location).version() or "").exists()


async def test_nothing_goes_on_building_an_index_after_the_end(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store").writing("nothing to index"):
        pass
    texts = TextSearch(str(tmp_path / "store"))
    search = asyncio.create_task(texts.index("000001"))
    await asyncio.sleep(0.1)  # the process that builds it takes longer to start
    await texts.close()
    assert not texts._building
    await asyncio.wait({search}, timeout=5)
    assert search.done()
    assert asyncio.all_tasks() == {asyncio.current_task()}
