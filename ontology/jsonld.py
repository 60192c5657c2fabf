"""The context by which the graph, as JSON-LD, reads like plain JSON; derived from the ontology, never written by hand."""

import json
from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from ontology.vocabulary import PREFIXES, WA

CONTEXT: Final = "context.jsonld"
_BORROWED: Final = {
    "id": "@id",
    "type": "@type",
    "label": {"@id": "skos:prefLabel", "@language": "en"},
    "altLabel": {"@id": "skos:altLabel", "@language": "en", "@container": "@set"},
    "definition": {"@id": "skos:definition", "@language": "en"},
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "date": {"@id": "dcterms:date", "@type": "xsd:dateTime"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "memberOf": {"@id": "org:memberOf", "@type": "@id", "@container": "@set"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selectors": {"@id": "oa:hasSelector", "@type": "@id", "@container": "@set"},
    "start": {"@id": "oa:start", "@type": "xsd:integer"},
    "end": {"@id": "oa:end", "@type": "xsd:integer"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
}
"""Short names for what is borrowed from other vocabularies."""


def context(graph: Graph) -> dict[str, object]:
    """Return the context of a model: a short name for each class and property of its own."""
    terms: dict[str, object] = {}
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in graph.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and term.startswith(str(WA)):
                terms[term.removeprefix(str(WA))] = _entry(graph, term, kind)
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "oa", "org", "prov", "skos", "wa", "xsd")}
    return {"@context": {**prefixes, **_BORROWED, **dict(sorted(terms.items()))}}


def context_text(graph: Graph) -> str:
    """Return the context as the file should hold it."""
    return json.dumps(context(graph), ensure_ascii=False, indent=2) + "\n"


def _entry(graph: Graph, term: URIRef, kind: URIRef) -> object:
    name = f"wa:{term.removeprefix(str(WA))}"
    if kind == OWL.ObjectProperty:
        return {"@id": name, "@type": "@id"}
    if kind == OWL.DatatypeProperty:
        datatype = graph.value(term, RDFS.range)
        if isinstance(datatype, URIRef) and datatype != XSD.string:
            return {"@id": name, "@type": f"xsd:{datatype.removeprefix(str(XSD))}"}
    return name
