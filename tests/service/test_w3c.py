"""The W3C's own tests of the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol, against a live service."""

import re
from collections.abc import Iterator

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from service.access import new_token
from tests.service import w3c
from tests.service.live import Service

TOKEN, DIGEST = new_token()
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
needed = pytest.mark.skipif(not w3c.FOLDER.exists(), reason=f"the W3C's manifests are not at {w3c.FOLDER}")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with Service(store=str(tmp_path_factory.mktemp("w3c")), tokens=DIGEST) as service:
        yield service.client


@pytest.fixture
def _empty(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"update": "DROP ALL"}, headers=AUTHORISED).status_code == 204


def named(test: w3c.Test) -> str:
    return test.id


@needed
@pytest.mark.usefixtures("_empty")
@pytest.mark.parametrize("test", w3c.tests("protocol/manifest.ttl"), ids=named)
def test_the_endpoint_passes_the_tests_of_the_sparql_protocol(client: httpx.Client, test: w3c.Test) -> None:
    for graph, path in test.graphs.items():
        sent = {"Content-Type": "application/n-triples", **AUTHORISED}
        assert client.put("/graphs", params={"graph": graph}, content=path.read_bytes(), headers=sent).is_success
    assert run(client, test) == len(test.exchanges) > 0


@needed
@pytest.mark.usefixtures("_empty")
@pytest.mark.parametrize(
    "test",
    [*w3c.tests("graph-store-protocol/manifest-direct.ttl"), *w3c.tests("graph-store-protocol/manifest-indirect.ttl")],
    ids=named,
)
def test_the_graphs_pass_the_tests_of_the_graph_store_protocol(client: httpx.Client, test: w3c.Test) -> None:
    assert run(client, test) == len(test.exchanges) > 0


def run(client: httpx.Client, test: w3c.Test) -> int:
    """Return how many exchanges went as the test expects; one that does not is told at once, by what differs."""
    passed, location = 0, ""
    for exchange in test.exchanges:
        path = re.sub("^/gsp", "/graphs", exchange.path).replace("$LOCATION$", location)
        headers = {"Host": "www.example", **exchange.headers, **AUTHORISED}
        answer = client.request(exchange.method, path, headers=headers, content=exchange.body)
        assert_expected(answer, exchange.expected)
        passed += 1
        location = answer.headers.get("location", location)
    return passed


def assert_expected(answer: httpx.Response, expected: w3c.Expected) -> None:
    content_type = answer.headers.get("content-type", "")
    assert expected.allows(answer.status_code), answer.text
    if answer.is_error:
        assert content_type == "application/problem+json"
    if expected.content_type is not None:
        assert content_type == expected.content_type
    if expected.boolean is not None:
        assert answer.json()["boolean"] is expected.boolean
    if expected.format in {"boolean", "tabular"}:
        assert content_type in RESULTS
    if expected.format == "RDF":
        Graph().parse(data=answer.text, format=content_type.split(";")[0])
    if expected.body is not None:
        wanted = Graph().parse(data=expected.body, format="turtle", publicID="http://www.example/")
        assert isomorphic(Graph().parse(data=answer.text, format="turtle"), wanted)
