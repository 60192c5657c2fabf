"""The service description: the W3C's three tests, and what editors and federated engines read from it."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, VOID, Graph, Literal, Namespace, URIRef

from sparql.store import EmbeddedStore

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
GRAPH = "http://example.org/graph"


@pytest.fixture
def client(tmp_path: Path, serve: Callable[..., httpx.Client]) -> httpx.Client:
    node = ox.NamedNode("http://example.org/a")
    with EmbeddedStore(tmp_path / "store").writing("test") as writer:
        writer.replace_graph(GRAPH, [ox.Quad(node, node, node, ox.NamedNode(GRAPH))])
    return serve()


def described(client: httpx.Client, path: str = "/sparql") -> Graph:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml", "application/n-triples"])
def test_returns_rdf(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/sparql", headers={"Accept": media_type})
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert len(Graph().parse(data=answer.text, format=media_type)) > 0


def test_has_endpoint_triple(client: httpx.Client) -> None:
    found = described(client)
    endpoint = URIRef(f"{str(client.base_url).rstrip('/')}/sparql")
    assert (endpoint, SD.endpoint, endpoint) in found
    assert (endpoint, RDF.type, SD.Service) in found


def test_conforms_to_schema(client: httpx.Client) -> None:
    """Each property has subjects and objects of the classes that the vocabulary's document gives (section 3.4)."""
    found = described(client)
    classes = {
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: (SD.Dataset, SD.NamedGraph),
        SD.graph: (SD.NamedGraph, SD.Graph),
    }
    for predicate, (domain, value_range) in classes.items():
        statements = list(found.subject_objects(predicate))
        assert statements
        assert all((subject, RDF.type, domain) in found for subject, _ in statements)
        assert all((value, RDF.type, value_range) in found for _, value in statements)
    assert all(isinstance(value, URIRef) for value in found.objects(None, SD.resultFormat))
    languages = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}
    assert set(found.objects(None, SD.supportedLanguage)) <= languages


def test_void_tells_the_named_graphs_and_their_sizes(client: httpx.Client) -> None:
    found = described(client, "/.well-known/void")
    entry = found.value(predicate=SD.name, object=URIRef(GRAPH))
    assert found.value(found.value(entry, SD.graph), VOID.triples) == Literal(1)


def test_every_example_is_a_query_that_runs_without_declaring_anything(client: httpx.Client) -> None:
    found = described(client)
    queries = list(found.objects(None, SH.select))
    assert len(queries) > 5
    for query in queries:
        assert client.get("/sparql", params={"query": str(query)}).status_code == 200
