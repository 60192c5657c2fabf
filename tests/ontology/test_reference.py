"""The reference shows every term, its diagrams escape what they show, and no format loses an axiom."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from defusedxml.ElementTree import fromstring
from rdflib import OWL, RDF

from ontology import BUNDLED
from ontology.canonical import serialise
from ontology.diagrams import star, tree
from ontology.lexicon import Lexicon
from ontology.reference import FORMATS, Reference
from ontology.sources import Sources
from ontology.vocabulary import WA


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.read(BUNDLED)


@pytest.mark.parametrize("media_type", sorted(FORMATS))
def test_the_model_keeps_every_axiom_in_every_format(reference: Reference, media_type: str) -> None:
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    again = serialise(ox.parse(reference.data(media_type).encode(), format=form))
    assert again == serialise(reference.sources.quads)


def test_json_ld_reads_like_plain_json(reference: Reference) -> None:
    things = json.loads(reference.data("application/ld+json"))["@graph"]
    cqc = next(thing for thing in things if thing["id"].endswith("body/cqc"))
    assert (cqc["type"], cqc["label"], cqc["identifier"]) == ("Regulator", "Care Quality Commission", "cqc")


def test_the_page_holds_every_class_property_body_and_topic(reference: Reference) -> None:
    page = reference.html()
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in reference.graph.subjects(RDF.type, kind):
            if term.startswith(WA):
                assert f'id="{term.removeprefix(WA)}"' in page
    lexicon = Lexicon.load(BUNDLED)
    assert all(f'id="body-{one}"' in page for one in lexicon.bodies)
    assert all(f'id="topic-{one}"' in page for one in lexicon.topics)


def test_every_link_within_the_page_leads_somewhere(reference: Reference) -> None:
    page = reference.html()
    targets = {part.partition('"')[0] for part in page.split('href="#')[1:]}
    assert targets
    assert not [target for target in targets if f'id="{target}"' not in page]


def test_the_page_asks_for_nothing_from_elsewhere(reference: Reference) -> None:
    page = reference.html()
    assert "<script" not in page
    assert "src=" not in page


def test_a_diagram_escapes_what_it_shows() -> None:
    drawn = tree("<b>", {"<b>": ["a&b"]}, lambda name: f"#{name}")
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn
    assert len(list(fromstring(drawn).iter("{http://www.w3.org/2000/svg}rect"))) == 2


def test_boxes_of_a_tree_do_not_overlap() -> None:
    drawn = fromstring(tree("a", {"a": ["b", "c"], "b": ["d", "e", "f"]}, lambda name: name))
    places = [(box.get("x"), box.get("y")) for box in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(set(places)) == 6


def test_a_star_has_an_arrow_for_each_property() -> None:
    drawn = fromstring(star("Ask", [("topic", "Topic"), ("force", "Force")], lambda name: name))
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}polyline"))) == 2


def test_docs_are_written_for_static_hosting(reference: Reference, tmp_path: Path) -> None:
    written = {path.name for path in reference.write(tmp_path / "docs")}
    assert written == {"index.html", "ontology.jsonld", "ontology.nt", "ontology.rdf", "ontology.ttl"}
    page = (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in page for name in written - {"index.html"})


def test_the_catalogue_of_files_names_each_file_of_the_model() -> None:
    catalogue = (BUNDLED / "catalog-v001.xml").read_text(encoding="utf-8")
    for source in Sources.read(BUNDLED).model:
        (header,) = source.graph.subjects(RDF.type, OWL.Ontology)
        assert f'name="{header}" uri="{source.path.name}"' in catalogue
