"""Saved questions over HTTP, asked of a live service over the small dataset of tests/questions."""

import re
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import orjson
import pandas as pd
import pyoxigraph as ox
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from sparql.store import EmbeddedStore
from tests.service.live import Service

DATA = Path(__file__).parents[1] / "questions" / "data.ttl"
ASKED = "/questions/who-asks-for?topic=transparency"
JSON_KEYS = {"question", "parameters", "answers", "next", "dataset_version", "sparql", "provenance"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("store")
    graph = ox.NamedNode("https://w3id.org/whoasks/graph/response/demo/all")
    with EmbeddedStore(folder).writing("test") as writer:
        parsed = ox.parse(path=DATA, format=ox.RdfFormat.TURTLE)
        writer.replace_graph(graph.value, (ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed))
    with Service(store=str(folder)) as service:
        yield service.client


def problem(reply: httpx.Response, status: int) -> dict[str, object]:
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = reply.json()
    return body


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


@pytest.mark.parametrize("word", ["tsv", "srj", "srx"])
def test_the_formats_of_sparql_have_the_variables_of_the_fields_alone(client: httpx.Client, word: str) -> None:
    text = client.get(f"{ASKED}&fields=ask.quote,body&format={word}").text
    assert "publish the plans" in text
    match word:
        case "tsv":
            assert text.splitlines()[0] == "?body\t?quote"
        case "srj":
            found = orjson.loads(text)
            assert found["head"]["vars"] == ["body", "quote"]
            assert {name for row in found["results"]["bindings"] for name in row} == {"body", "quote"}
        case _:
            assert re.findall(r'variable name="(\w+)"', text) == ["body", "quote"]
            assert set(re.findall(r'binding name="(\w+)"', text)) == {"body", "quote"}


def test_a_known_answer_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get(ASKED).headers["etag"]
    again = client.get(ASKED, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ASKED}&limit=1").headers["etag"] != tag


def test_long_inputs_may_be_posted(client: httpx.Client) -> None:
    asked = client.get(ASKED).json()
    for sent in ({"json": {"topic": "transparency"}}, {"data": {"topic": "transparency"}}):
        assert client.post("/questions/who-asks-for", **sent).json()["answers"] == asked["answers"]


@pytest.mark.parametrize(
    ("word", "accept"),
    [
        ("jsonld", "application/ld+json"),
        ("csv", "text/csv"),
        ("srj", "application/sparql-results+json"),
        ("srx", "application/sparql-results+xml"),
        ("tsv", "text/tab-separated-values"),
    ],
)
def test_a_format_is_chosen_by_word_or_by_accept_header(client: httpx.Client, word: str, accept: str) -> None:
    by_word = client.get(f"{ASKED}&format={word}")
    by_header = client.get(ASKED, headers={"Accept": accept})
    assert by_word.headers["content-type"].startswith(accept)
    if word != "jsonld":
        assert by_word.content == by_header.content
    assert b"publish the plans" in by_header.content


def test_json_ld_states_the_quote_of_the_ask(client: httpx.Client) -> None:
    raw = client.get(f"{ASKED}&format=jsonld").content
    quads = list(ox.parse(raw, format=ox.RdfFormat.JSON_LD, base_iri="http://localhost/"))
    quote = ox.NamedNode("https://w3id.org/whoasks/ontology#quote")
    stated = {(quad.subject.value, quad.object.value) for quad in quads if quad.predicate == quote}
    assert ("https://w3id.org/whoasks/plans", "publish the plans") in stated


def test_a_spreadsheet_holds_the_answers_and_where_they_come_from(client: httpx.Client) -> None:
    book = openpyxl.load_workbook(BytesIO(client.get(f"{ASKED}&format=xlsx").content))
    head, *rows = book["answers"].iter_rows(values_only=True)
    assert [row[head.index("ask_quote")] for row in rows][-1] == "publish the plans"
    about = dict(book["provenance"].iter_rows(max_col=2, values_only=True))
    assert (about["question"], about["source bma.txt"], about["complete"]) == ("who-asks-for", "aaaa", "yes")


def test_pandas_reads_the_csv(client: httpx.Client) -> None:
    frame = pd.read_csv(f"{client.base_url}{ASKED}&format=csv")
    assert list(frame["body"]) == ["bma", "bma", "nhs-confederation"]
    assert frame["addressees"][0] == "cqc; nhsei"
    empty = pd.read_csv(f"{client.base_url}/questions/who-asks-for?topic=peer-review&format=csv")
    assert (len(empty), list(empty.columns)) == (0, list(frame.columns))


def test_sparqlwrapper_asks_the_endpoint(client: httpx.Client) -> None:
    wrapper = SPARQLWrapper(f"{client.base_url}/sparql")
    wrapper.setQuery(client.get(ASKED).json()["sparql"])
    wrapper.setReturnFormat(JSON)
    found = wrapper.query().convert()
    assert isinstance(found, dict)
    assert len(found["results"]["bindings"]) == 3


@pytest.mark.parametrize(
    ("address", "status", "parameter", "words"),
    [
        ("who-asks-for", 400, "topic", "must be given"),
        ("who-asks-for?tpoic=transparency", 400, "tpoic", "nearest: topic"),
        ("who-asks-for?topic=transparancy", 404, "topic", "transparency"),
        ("who-asks-for?topic=bma", 404, "topic", "is a body"),
        ("who-asks-for?topic=transparency&topic=metrics", 400, "topic", "more than once"),
        ("who-asks-for?topic=transparency&offset=99", 404, "offset", "no page at offset 99"),
        ("who-asks-for?topic=transparency&limit=0", 400, "limit", "whole number"),
        ("who-asks-for?topic=transparency&limit=99999999999999999999", 400, "limit", "whole number"),
        ("who-asks-for?topic=transparency&sort=colour", 400, "sort", "nothing to sort by"),
        ("who-asks-for?topic=transparency&fields=colour", 400, "fields", "no field"),
        ("who-asks-for?topic=transparency&format=pdf", 400, "format", "no format"),
        ("who-asks-for?topic=%7D%20%3B%20DROP%20ALL%20%23", 404, "topic", "no topic is called"),
        (f"who-asks-for?topic={'x' * 10_000}", 400, "topic", "longer than"),
        ("who-asks-for?topic=a%00b", 400, "topic", "control character"),
        ("who-asks-for?topic=%FF", 404, "topic", "no topic"),
        ("stance-by-question?question=99", 404, "question", "no question is called"),
        ("similar-asks?ask=nonsense", 400, "ask", "is not a statement"),
        ("similar-asks?ask=sof-2021-22/bma/ask-1-2", 404, "ask", "holds no statement"),
        ("similar-asks?ask=a%2520b/c%3Ed/ask-1-2", 400, "ask", "is not a statement"),
        ("statements?kind=wish", 404, "kind", "it takes ask, recommendation"),
        ("stance-by-question?question=99", 404, "question", "there are 1, 2"),
        ("responses?since=yesterday", 400, "since", "is not a date"),
    ],
)
def test_bad_input_is_named(client: httpx.Client, address: str, status: int, parameter: str, words: str) -> None:
    body = problem(client.get(f"/questions/{address}"), status)
    assert body["parameter"] == parameter
    assert words.casefold() in str(body["detail"]).casefold()


@pytest.mark.parametrize("path", ["bodies", "topics", "responses", "statements"])
@pytest.mark.parametrize(
    ("given", "status", "parameter"),
    [
        ("offset=9999999", 404, "offset"),
        ("nonsense=1", 400, "nonsense"),
        ("limit=%00", 400, "limit"),
        ("sort=%7D%20DROP%20ALL", 400, "sort"),
    ],
)
def test_bad_input_to_a_listing_is_named(
    client: httpx.Client, path: str, given: str, status: int, parameter: str
) -> None:
    assert problem(client.get(f"/{path}?{given}"), status)["parameter"] == parameter


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("who-asks-for?topic=transparancy", "transparency"),
        ("who-asks-for?topic=transparency&body=bmaa", "bma"),
        ("who-asks-for?topic=transparency&bdoy=bma", "body"),
        ("who-asks-for?topic=transparency&sort=bdy", "body"),
        ("accountable-to-whom?status=curent", "current"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_valid_values(client: httpx.Client, address: str, nearest: str) -> None:
    reply = client.get(f"/questions/{address}")
    assert reply.is_client_error
    assert nearest in str(problem(reply, reply.status_code)["nearest"])


@pytest.mark.parametrize(
    ("address", "name", "nearest"),
    [
        ("ask?question=who+asks", "question", "q"),
        ("search?q=minutes&bdoy=bma", "bdoy", "body"),
        ("search?q=minutes&limits=5", "limits", "limit"),
        ("compare?tabel=stances", "tabel", "table"),
        ("body/bma?fromat=turtle", "fromat", "format"),
        ("graphs?grpah=x:g", "grpah", "graph"),
        ("suggest?q=cqc&limt=1", "limt", "limit"),
        ("reviews?reponse=bma", "reponse", "response"),
    ],
)
def test_a_parameter_that_a_route_does_not_have_is_refused_with_the_nearest(
    client: httpx.Client, address: str, name: str, nearest: str
) -> None:
    refused = problem(client.get(f"/{address}"), 400)
    assert (refused["parameter"], nearest in str(refused["nearest"])) == (name, True)


@pytest.mark.parametrize(
    ("address", "parameter", "words"),
    [
        ("search?q=cqc&limit=x", "limit", "“limit” must be a whole number from 1 to 100."),
        ("search?q=cqc&limit=101", "limit", "“limit” must be a whole number from 1 to 100."),
        ("search?q=cqc&offset=-1", "offset", "“offset” must be a whole number from 0 to 10,000,000."),
        ("search?q=cqc&kind=ask&kind=aks", "kind", "“aks” is not a value of “kind”; nearest: ask."),
        ("compare?table=stance", "table", "“stance” is not a value of “table”; nearest: stances."),
        ("compare?binary=maybe", "binary", "“binary” must be true or false."),
        (f"compare?consultation={'x' * 4_001}", "consultation", "“consultation” is longer than 4,000 characters."),
        ("suggest?q=cqc&limit=0", "limit", "“limit” must be a whole number from 1 to 50."),
        ("ask?q=a&q=b", "q", "“q” is given more than once."),
        ("search?q=a&limit=1&limit=2", "limit", "“limit” is given more than once."),
        ("suggest?q=a&q=b", "q", "“q” is given more than once."),
        ("compare?table=stances&table=respondent-topic", "table", "“table” is given more than once."),
        ("body/bma?format=ttl&format=json", "format", "“format” is given more than once."),
        ("graphs?default&default", "default", "“default” is given more than once."),
        ("graphs?graph=x:a&graph=x:b", "graph", "“graph” is given more than once."),
        ("graphs", "graph", "Name a graph"),
        ("sparql?query=ASK{}&timeout=1&timeout=2", "timeout", "“timeout” is given more than once."),
        ("sparql?query=ASK{}&query=ASK{}", "query", "exactly one"),
    ],
)
def test_every_route_tells_a_wrong_parameter_alike(
    client: httpx.Client, address: str, parameter: str, words: str
) -> None:
    told = problem(client.get(f"/{address}"), 400)
    assert set(told) - {"nearest"} == {"type", "title", "status", "detail", "parameter"}
    assert (told["parameter"], words in str(told["detail"])) == (parameter, True)


@pytest.mark.parametrize("address", ["/?q=a&q=b", "/asks?offset=1&offset=2", "/compare?by=kind&by=question"])
def test_a_page_takes_no_parameter_twice_either(client: httpx.Client, address: str) -> None:
    page = client.get(address, headers={"Accept": "text/html"})
    assert (page.status_code, "is given more than once" in page.text) == (400, True)


def test_what_takes_several_values_may_be_repeated(client: httpx.Client) -> None:
    assert client.get("/search?q=minutes&kind=ask&kind=concern").status_code == 200
    graphs = "default-graph-uri=x:a&default-graph-uri=x:b"
    assert client.get(f"/sparql?query=ASK{{}}&{graphs}").status_code == 200


def test_a_parameter_is_not_given_in_the_address_and_in_the_body(client: httpx.Client) -> None:
    refused = client.post(ASKED, json={"topic": "metrics"})
    assert problem(refused, 400)["parameter"] == "topic"


@pytest.mark.parametrize(("given", "words"), [("-minutes", "give a word to find"), ("…!", "has no word to find")])
def test_a_search_that_can_find_nothing_is_refused_with_what_to_do(
    client: httpx.Client, given: str, words: str
) -> None:
    refused = problem(client.get("/search", params={"q": given}), 400)
    assert refused["parameter"] == "q"
    assert words in str(refused["detail"])
    query = f'SELECT ?x {{\n  ?x wa:matches "{given}" }}'
    refused = problem(client.get("/sparql", params={"query": query}), 400)
    assert words in str(refused["detail"])
    assert (refused["line"], refused["column"]) == (2, 3)


@pytest.mark.parametrize("words", ['" } DROP ALL #', "> } ; DELETE WHERE { ?s ?p ?o", "') UNION { ?x ?y ?z }"])
def test_sparql_in_a_text_stays_a_text(client: httpx.Client, words: str) -> None:
    answer = client.get("/questions/asks-about-part", params={"part": words})
    assert (answer.status_code, answer.json()["answers"]) == (200, [])
    assert client.get("/statements?kind=ask&limit=1").json()["answers"]


@pytest.mark.parametrize(
    ("path", "listing"),
    [
        ("questions/who-asks-for?topic=banana", "topics"),
        ("questions/what-does-body-ask?body=Tesco", "bodies"),
        ("topic/banana", "topics"),
        ("body/tesco", "bodies"),
        ("questions/banana", "questions"),
    ],
)
def test_where_nothing_is_near_it_is_said_where_all_are(client: httpx.Client, path: str, listing: str) -> None:
    body = problem(client.get(f"/{path}"), 404)
    assert (body["nearest"], body["list"]) == ([], f"/{listing}")
    assert client.get(f"/{listing}").status_code == 200
    page = client.get(f"/{path}", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert f'<a href="/{listing}">All {listing}</a>' in page.text


def test_an_unknown_question_names_its_nearest(client: httpx.Client) -> None:
    assert "who-asks-for" in str(problem(client.get("/questions/who-ask-for"), 404)["nearest"])


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"topic": ["a"]}', "application/json", 400),
        (b"\xff=\xff", "application/x-www-form-urlencoded", 400),
        (b"topic", "text/plain", 415),
        (b"x" * 1_000_001, "application/json", 413),
    ],
)
def test_a_bad_body_is_a_problem(client: httpx.Client, content: bytes, kind: str, status: int) -> None:
    problem(client.post("/questions/who-asks-for", content=content, headers={"Content-Type": kind}), status)


def test_a_listing_counts_all_of_it_and_not_the_page(client: httpx.Client) -> None:
    body = client.get("/statements?kind=ask&limit=1").json()
    assert len(body["answers"]) == 1
    counts = {entry["id"]: entry["count"] for entry in body["facets"]["respondent"]}
    assert counts == {"bma": 2, "nhs-confederation": 3}
    assert {"id": "transparency", "label": "Transparency", "count": 3} in body["facets"]["topic"]


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


def test_a_thing_that_is_not_known_is_a_problem_with_its_nearest(client: httpx.Client) -> None:
    assert "transparency" in str(problem(client.get("/topic/transparancy"), 404)["nearest"])
    problem(client.get("/statement/demo/bma/a%3Cb%20c"), 404)
    problem(client.get("/passage/%00"), 404)


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


def test_the_transform_of_grlc_makes_the_answers(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "albums.rq").write_text(
        "#+ summary: Albums of each band\n"
        '#+ transform: {"band": "?band", "albums": "?album", "$anchor": "band"}\n'
        "#+ asks: [which albums are there, list the albums]\n"
        'SELECT ?band ?album { VALUES (?band ?album) { ("A" "1") ("A" "2") ("B" "3") } }\n',
        encoding="utf-8",
    )
    with Service(store=str(tmp_path_factory.mktemp("empty")), questions=str(folder)) as service:
        answers = service.client.get("/questions/albums").json()["answers"]
        assert answers == [{"band": "A", "albums": ["1", "2"]}, {"band": "B", "albums": "3"}]
        assert service.client.get("/questions/albums?format=csv").text.splitlines()[1:] == ["A,1", "A,2", "B,3"]
        asked = service.client.get("/ask", params={"q": "which albums are there"}).json()
        assert (asked["understood"]["question"], asked["answers"]) == ("albums", answers)
        linked = service.client.get("/questions/albums?format=jsonld").json()
        assert linked["answers"] == answers


GRLC_VALUES = """#+ endpoint: http://dbpedia.org/sparql
#+ summary: Albums of a genre
#+ enumerate:
#+   - genre
#+   - year
PREFIX x: <http://x/>
SELECT ?album WHERE { ?album x:genre ?_genre_iri ; x:year ?__year_integer } LIMIT 100
"""


def publish(store: Path, turtle: str) -> None:
    graph = ox.NamedNode("https://w3id.org/whoasks/graph/response/demo/albums")
    with EmbeddedStore(store).writing("test") as writer:
        parsed = ox.parse(f"@prefix : <http://x/> . {turtle}".encode(), format=ox.RdfFormat.TURTLE)
        writer.replace_graph(graph.value, (ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed))


def test_a_grlc_file_that_enumerates_without_values_takes_those_of_the_dataset(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, folder = tmp_path_factory.mktemp("store"), tmp_path / "questions"
    folder.mkdir()
    (folder / "albums.rq").write_text(GRLC_VALUES, encoding="utf-8")
    publish(store, ":a :genre :rock ; :year 1969 . :b :genre :jazz ; :year 1959 . :c :genre :rock ; :year 1971 .")
    with Service(store=str(store), questions=str(folder)) as service:

        def choices() -> dict[str, list[str]]:
            (albums,) = (one for one in service.client.get("/questions").json()["questions"] if one["name"] == "albums")
            return {each["name"]: each["choices"] for each in albums["parameters"]}

        assert choices() == {"genre": ["http://x/jazz", "http://x/rock"], "year": ["1959", "1969", "1971"]}
        (genre, year) = service.client.get("/openapi.json").json()["paths"]["/questions/albums"]["get"]["parameters"][
            :2
        ]
        assert (genre["schema"]["enum"], year["schema"]["enum"]) == (choices()["genre"], choices()["year"])
        page = service.client.get("/questions/albums", headers={"Accept": "text/html"}).text
        assert '<option value="http://x/jazz">' in page
        answers = service.client.get("/questions/albums?genre=http://x/rock&year=1969").json()["answers"]
        assert answers == [{"album": "http://x/a"}]
        refused = problem(service.client.get("/questions/albums?genre=http://x/jaz"), 404)
        assert (refused["parameter"], refused["nearest"]) == ("genre", ["http://x/jazz", "http://x/rock"])

        publish(store, ":d :genre :folk ; :year 1965 .")
        until = time.monotonic() + 20
        while choices() != {"genre": ["http://x/folk"], "year": ["1965"]}:
            assert time.monotonic() < until, choices()
            time.sleep(0.05)


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
