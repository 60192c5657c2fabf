"""Every IRI that whoasks mints is answered, as data and as a page; a page without data goes to whoever takes HTML."""

import re
from collections import defaultdict

import httpx
import pytest

from ontology.vocabulary import BASE, PREFIXES

MINTED = f"""SELECT DISTINCT ?iri WHERE {{
  {{ ?iri ?p ?o }} UNION {{ ?s ?p ?iri }} UNION {{ GRAPH ?iri {{ ?s ?p ?o }} }}
  FILTER(isIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}"))
}} ORDER BY ?iri"""
FORMATS = ("application/ld+json", "text/turtle", "text/html")


@pytest.fixture(scope="module")
def minted(site: httpx.Client) -> dict[str, list[str]]:
    """Return the addresses of all things, by the first part of each."""
    rows = site.get("/sparql", params={"query": MINTED}, headers={"Accept": "text/csv"}).text.splitlines()[1:]
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        address = "/" + row.removeprefix(BASE).partition("#")[0]
        found[address.split("/")[1]].append(address)
    return found


@pytest.mark.parametrize("media_type", FORMATS)
def test_every_kind_of_thing_is_answered_in_every_format(
    site: httpx.Client, minted: dict[str, list[str]], media_type: str
) -> None:
    assert {"mechanism", "theme", "segment", "framework", "change", "stances", "graph"} <= minted.keys()
    for addresses in minted.values():
        for address in {addresses[0], addresses[-1]}:
            reply = site.get(address, headers={"Accept": media_type}, follow_redirects=True)
            assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (200, media_type), address


def test_the_interface_describes_the_address_of_every_thing(site: httpx.Client, minted: dict[str, list[str]]) -> None:
    paths = site.get("/openapi.json").json()["paths"]
    documented = re.compile("|".join(re.sub(r"{\w+}", "[^/]+", path) for path in paths))
    assert [each for found in minted.values() for each in found if not documented.fullmatch(each)] == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("graph/model", f"<{{iri}}> <{PREFIXES['rdf']}type> <{PREFIXES['sd']}NamedGraph>"),  # and nothing else
        ("topics", f"<{{iri}}> <{PREFIXES['rdf']}type> <{PREFIXES['skos']}ConceptScheme>"),  # a listing too
        ("ontology/0.1.0", f"<{BASE}ontology> <{PREFIXES['owl']}versionIRI> <{{iri}}>"),  # only referred to
    ],
)
def test_a_thing_is_described_as_triples(site: httpx.Client, address: str, said: str) -> None:
    described = site.get(f"/{address}", headers={"Accept": "application/n-triples"})
    assert said.format(iri=f"{BASE}{address}") in described.text


def test_the_page_of_a_scheme_leads_to_what_is_in_it(site: httpx.Client) -> None:
    assert 'href="/stance/agree"' in site.get("/stances").text
    assert "/graphs?graph=" in site.get("/graph/model").text


@pytest.mark.parametrize("address", ["/", "/asks", "/claims", "/graph", "/responses/bma"])
def test_a_page_without_data_goes_to_whoever_takes_html(site: httpx.Client, address: str) -> None:
    assert site.get(address, headers={"Accept": "*/*"}).headers["content-type"].startswith("text/html")
    refused = site.get(address, headers={"Accept": "application/json"})
    assert refused.status_code == 406
    assert "text/html" in refused.json()["detail"]


@pytest.mark.parametrize("address", ["/topic", "/topic/", "/nowhere/at/all", "/mechanism/nope", "/stance"])
def test_an_address_of_nothing_is_told_so(site: httpx.Client, address: str) -> None:
    for accept in ("text/html", "application/json"):
        reply = site.get(address, headers={"Accept": accept})
        assert reply.status_code == 404
        assert f"There is nothing at {address}" in reply.text
