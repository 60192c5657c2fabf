"""The JSON-LD context, which gives terms short names; it is generated from the model."""

import json
from typing import Final

import pyoxigraph as ox

from ontology.vocabulary import PREFIXES, WA

CONTEXT: Final = "context.jsonld"
_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")
_RANGE: Final = ox.NamedNode(PREFIXES["rdfs"] + "range")
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
"""Short names for terms of other vocabularies."""


def context(model: ox.Store) -> dict[str, object]:
    """Return the context of a model: prefixes, and a short name for each of its classes and properties."""
    terms: dict[str, object] = {}
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"):
        for quad in model.quads_for_pattern(None, _TYPE, ox.NamedNode(PREFIXES["owl"] + kind)):
            term = quad.subject
            if isinstance(term, ox.NamedNode) and term.value.startswith(WA):
                terms[term.value.removeprefix(WA)] = _entry(model, term, kind)
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "oa", "org", "prov", "skos", "wa", "xsd")}
    return {"@context": {**prefixes, **_BORROWED, **dict(sorted(terms.items()))}}


def context_text(model: ox.Store) -> str:
    """Return the context as the text of its file."""
    return json.dumps(context(model), ensure_ascii=False, indent=2) + "\n"


def _entry(model: ox.Store, term: ox.NamedNode, kind: str) -> object:
    name = f"wa:{term.value.removeprefix(WA)}"
    if kind == "ObjectProperty":
        return {"@id": name, "@type": "@id"}
    if kind == "DatatypeProperty":
        for quad in model.quads_for_pattern(term, _RANGE, None):
            datatype = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            if datatype != f"{_XSD}string":
                return {"@id": name, "@type": f"xsd:{datatype.removeprefix(_XSD)}"}
    return name
