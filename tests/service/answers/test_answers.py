"""Answers to saved questions over HTTP: their body, their pages, and that they follow what is saved."""

import time
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.service.live import ASKED, Service

JSON_KEYS = {"question", "parameters", "answers", "next", "dataset_version", "sparql", "provenance"}


def test_an_answer_has_just_the_documented_body(client: httpx.Client) -> None:
    body = client.get(f"{ASKED}&limit=1").json()
    assert set(body) == JSON_KEYS
    assert body["question"] == "who-asks-for"
    assert body["parameters"] == {"topic": "transparency"}
    assert body["answers"] == [
        {
            "body": {
                "id": "bma",
                "iri": "https://w3id.org/whoasks/body/bma",
                "label": "British Medical Association",
            },
            "ask": {
                "iri": "https://w3id.org/whoasks/publish",
                "quote": "NHSEI and the CQC should publish one definition.",
                "review": "confirmed",
                "kind": "recommendation",
                "force": "should",
            },
            "addressees": [
                {"id": "cqc", "iri": "https://w3id.org/whoasks/body/cqc", "label": "Care Quality Commission"},
                {
                    "id": "nhsei",
                    "iri": "https://w3id.org/whoasks/body/nhsei",
                    "label": "NHS England and NHS Improvement",
                },
            ],
            "topics": [
                {
                    "id": "cqc-alignment",
                    "iri": "https://w3id.org/whoasks/topic/cqc-alignment",
                    "label": "CQC alignment",
                },
                {"id": "transparency", "iri": "https://w3id.org/whoasks/topic/transparency", "label": "Transparency"},
            ],
            "response": {
                "id": "bma",
                "iri": "https://w3id.org/whoasks/response/demo/bma",
                "label": "BMA response",
            },
            "consultation_question": "1",
            "passage": {"start": 10, "end": 58, "source_sha256": "aaaa"},
        }
    ]
    assert body["provenance"]["sources"] == [
        {"response": "https://w3id.org/whoasks/response/demo/bma", "file": "bma.txt", "sha256": "aaaa"}
    ]


def test_the_query_of_an_answer_gives_the_same_answers_at_the_endpoint(client: httpx.Client) -> None:
    sparql = client.get(ASKED).json()["sparql"]
    rows = client.post("/sparql", data={"query": sparql}).json()["results"]["bindings"]
    assert len(rows) == 3


def test_pages_follow_each_other_and_end_truthfully(client: httpx.Client) -> None:
    seen, address = [], f"{ASKED}&limit=2"
    while address:
        reply = client.get(address)
        body = reply.json()
        seen.append([answer["ask"]["quote"] for answer in body["answers"]])
        linked = reply.links.get("next", {}).get("url")
        assert linked == body["next"]
        address = body["next"]
    assert [len(page) for page in seen] == [2, 1]
    exact = client.get(f"{ASKED}&limit=3")
    assert (len(exact.json()["answers"]), exact.json()["next"]) == (3, None)
    assert "link" not in exact.headers


def test_answers_are_sorted_and_cut_to_fields(client: httpx.Client) -> None:
    body = client.get(f"{ASKED}&sort=-start&fields=ask.quote,body").json()
    assert [sorted(answer) for answer in body["answers"]] == [["ask", "body"]] * 3
    quotes = [answer["ask"] for answer in body["answers"]]
    assert quotes[0] == {"quote": "publish the plans"}
    assert quotes[1] == {"quote": "Will minutes be published?"}


def test_a_known_answer_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get(ASKED).headers["etag"]
    again = client.get(ASKED, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ASKED}&limit=1").headers["etag"] != tag


def test_long_inputs_may_be_posted(client: httpx.Client) -> None:
    asked = client.get(ASKED).json()
    for sent in ({"json": {"topic": "transparency"}}, {"data": {"topic": "transparency"}}):
        assert client.post("/questions/who-asks-for", **sent).json()["answers"] == asked["answers"]


def test_what_takes_several_values_may_be_repeated(client: httpx.Client) -> None:
    assert client.get("/search?q=minutes&kind=ask&kind=concern").status_code == 200
    graphs = "default-graph-uri=x:a&default-graph-uri=x:b"
    assert client.get(f"/sparql?query=ASK{{}}&{graphs}").status_code == 200


@pytest.mark.parametrize("words", ['" } DROP ALL #', "> } ; DELETE WHERE { ?s ?p ?o", "') UNION { ?x ?y ?z }"])
def test_sparql_in_a_text_stays_a_text(client: httpx.Client, words: str) -> None:
    answer = client.get("/questions/asks-about-part", params={"part": words})
    assert (answer.status_code, answer.json()["answers"]) == (200, [])
    assert client.get("/statements?kind=ask&limit=1").json()["answers"]


def test_a_listing_counts_all_of_it_and_not_the_page(client: httpx.Client) -> None:
    body = client.get("/statements?kind=ask&limit=1").json()
    assert len(body["answers"]) == 1
    counts = {entry["id"]: entry["count"] for entry in body["facets"]["respondent"]}
    assert counts == {"bma": 2, "nhs-confederation": 3}
    assert {"id": "transparency", "label": "Transparency", "count": 3} in body["facets"]["topic"]


@pytest.mark.parametrize(
    "facet", ["respondent", "addressee", "topic", "kind", "force", "question", "response", "voice"]
)
def test_a_count_is_how_many_statements_its_value_leaves(client: httpx.Client, facet: str) -> None:
    for entry in client.get("/statements?limit=1").json()["facets"][facet]:
        left = client.get("/statements", params={facet: entry["id"], "limit": 1000}).json()["answers"]
        assert (entry["id"], len(left)) == (entry["id"], entry["count"])


def test_a_listing_that_finds_nothing_has_counts_all_the_same(client: httpx.Client) -> None:
    body = client.get("/statements?kind=concern&force=must").json()
    assert (body["answers"], body["facets"]) == ([], {})


def test_a_thing_answers_at_its_address_with_links_both_ways(client: httpx.Client) -> None:
    body = client.get("/topic/cqc-alignment").json()
    assert (body["label"], body["properties"]["broader"][0]["id"]) == ("CQC alignment", "regulation")
    assert body["referred_to_by"]["topic"][0]["label"] == "NHSEI and the CQC should publish one definition."
    assert {"/questions/who-asks-for?topic=cqc-alignment"} <= {entry["href"] for entry in body["questions"]}
    turtle = client.get("/body/bma", headers={"Accept": "text/turtle"})
    quads = list(ox.parse(turtle.content, format=ox.RdfFormat.TURTLE))
    bma = ox.NamedNode("https://w3id.org/whoasks/body/bma")
    assert any(quad.subject == bma for quad in quads)
    assert any(quad.object == bma for quad in quads)


def test_a_question_that_is_saved_is_an_operation_at_once(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    with Service(store=str(tmp_path_factory.mktemp("empty")), questions=str(folder)) as service:
        assert service.client.get("/questions/bodies-by-name").status_code == 404
        (folder / "bodies-by-name.rq").write_text(
            "#+ summary: New\nSELECT ?b { ?b <http://x/name> ?_name }", encoding="utf-8"
        )
        (folder / "named.rq").write_text("ASK { ?b <http://x/name> ?__name }", encoding="utf-8")
        (folder / "graph.rq").write_text("CONSTRUCT WHERE { ?s ?p ?o }", encoding="utf-8")
        deadline = time.monotonic() + 20
        while "/questions/bodies-by-name" not in service.client.get("/openapi.json").json()["paths"]:
            assert time.monotonic() < deadline, "the saved question was never offered"
            time.sleep(0.1)
        assert service.client.get("/questions/bodies-by-name?name=x").json()["answers"] == []
        assert service.client.get("/questions/named").json()["answers"] == [{"result": False}]
        assert service.client.get("/questions/graph").headers["content-type"].startswith("text/turtle")
