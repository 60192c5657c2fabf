"""The namespaces of the model, and the IRIs of things and named graphs."""

from typing import Final
from urllib.parse import quote

BASE: Final = "https://w3id.org/whoasks/"
"""The beginning of every IRI that whoasks makes; the service answers requests for the rest of it as a path."""

WA: Final = f"{BASE}ontology#"
OA: Final = "http://www.w3.org/ns/oa#"

PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": OA,
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wa": WA,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a query may use without declaring them."""

RDF_TYPE: Final = f"{PREFIXES['rdf']}type"
"""The IRI of ``rdf:type``, which Turtle writes as ``a``."""

GRAPH_MODEL: Final = f"{BASE}graph/model"
"""Named graph of the ontology: classes, bodies, topics, schemes."""
GRAPH_INFERENCES: Final = f"{BASE}graph/inferences"
"""Named graph of what was inferred from the others."""
GRAPH_PROVENANCE: Final = f"{BASE}graph/provenance"
"""Named graph of loads, extractors, rules and reviewers."""


def iri(kind: str, *path: str) -> str:
    """Return the IRI of a thing, e.g. ``iri("statement", "sof-2021-22", "bma", "ask-10-20")`` or ``iri("stances")``."""
    return BASE + "/".join(quote(part, safe="-._~") for part in (kind, *path))


def local_id(resource: str) -> str:
    """Return the last part of an IRI: the id of a body, topic or stance."""
    return resource.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
