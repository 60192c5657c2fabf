"""The formats of answers: each holds the same, and the programs that it is for read it."""

import re
from io import BytesIO

import httpx
import openpyxl
import orjson
import pandas as pd
import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDF, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from ontology.vocabulary import WA
from tests.service.live import ASKED


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


@pytest.mark.parametrize("wanted", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_gets_every_format_of_a_table_that_it_knows(client: httpx.Client, wanted: str) -> None:
    wrapper = SPARQLWrapper(f"{client.base_url}/sparql")
    wrapper.setReturnFormat(wanted)
    wrapper.setQuery("SELECT ?quote { ?ask a wa:Ask ; wa:quote ?quote }")
    ending = {TSV: "tab-separated-values"}.get(wanted, wanted)
    assert ending in wrapper.query().response.headers["content-type"]


@pytest.mark.parametrize("wanted", [XML, TURTLE, N3, RDF, RDFXML, JSONLD])
@pytest.mark.filterwarnings("ignore:Sending Accept header", "ignore:ConjunctiveGraph")
def test_sparqlwrapper_gets_every_format_of_a_graph_that_it_knows(client: httpx.Client, wanted: str) -> None:
    wrapper = SPARQLWrapper(f"{client.base_url}/sparql")
    wrapper.setReturnFormat(wanted)
    wrapper.setQuery("CONSTRUCT WHERE { ?ask a wa:Ask ; wa:quote ?quote }")
    found = wrapper.query().convert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert len(list(graph.subject_objects(URIRef(f"{WA}quote")))) > 0
