"""The ontology at its own address: what each kind of client gets."""

from collections.abc import Callable

import httpx
import pytest
from rdflib import Graph

from ontology.reference import FORMATS

Serve = Callable[..., httpx.Client]


def test_each_client_gets_the_ontology_in_the_format_that_it_accepts(serve: Serve) -> None:
    client = serve()
    for media_type in FORMATS:
        reply = client.get("/ontology", headers={"Accept": media_type})
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith(media_type)
        assert "Accept" in reply.headers["vary"]
    graph = Graph()
    graph.parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).text, format="turtle")
    assert len(graph) > 2000
    page = client.get("/ontology", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")


def test_a_format_that_is_not_on_offer_is_refused(serve: Serve) -> None:
    client = serve()
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology/ontology.pdf").status_code == 404


def test_the_reference_is_served_under_a_policy_that_its_own_style_passes(serve: Serve) -> None:
    reply = serve().get("/ontology/reference")
    assert "<svg" in reply.text
    assert "style-src 'sha256-" in reply.headers["content-security-policy"]


def test_a_reference_that_a_browser_has_already_keeps_its_policy(serve: Serve) -> None:
    client = serve()
    fresh = client.get("/ontology/reference")
    again = client.get("/ontology/reference", headers={"If-None-Match": fresh.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == fresh.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/ontology/ontology.ttl", "/ontology/reference"])
def test_what_has_not_changed_is_not_sent_again(serve: Serve, path: str) -> None:
    client = serve()
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_the_context_is_json(serve: Serve) -> None:
    assert serve().get("/ontology/context.jsonld").json()["@context"]["addressee"]["@id"] == "wa:addressee"
