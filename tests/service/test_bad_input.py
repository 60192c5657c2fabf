"""What is wrong with a request is told alike on every route: its name, and the nearest that would be right."""

from collections.abc import Callable

import httpx
import pytest

from service.access import new_token
from tests.service.live import ASKED, problem


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
        ("statements?kind=wish", 400, "kind", "it takes ask, recommendation"),
        ("bodies?kind=nope", 404, "kind", "no kind is called “nope”; there are body, "),
        ("bodies?kind=regulater", 404, "kind", "nearest: regulator"),
        ("bodies?kind=cqc", 404, "kind", "is a body"),
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


def test_a_body_that_was_lost_is_not_nearest_to_itself(serve: Callable[..., httpx.Client]) -> None:
    token, digest = new_token()
    client = serve(tokens=digest)
    update = {"update": "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }"}
    assert client.post("/sparql", data=update, headers={"Authorization": f"Bearer {token}"}).status_code == 204
    lost = problem(client.get("/body/cqc"), 404)
    assert "cqc" not in str(lost["nearest"])
    assert "nearest: cqc" not in str(lost["detail"])


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
    reply = client.post("/questions/who-asks-for", content=content, headers={"Content-Type": kind})
    assert problem(reply, status)["status"] == status


def test_a_thing_that_is_not_known_is_a_problem_with_its_nearest(client: httpx.Client) -> None:
    assert "transparency" in str(problem(client.get("/topic/transparancy"), 404)["nearest"])
    problem(client.get("/statement/demo/bma/a%3Cb%20c"), 404)
    problem(client.get("/passage/%00"), 404)
