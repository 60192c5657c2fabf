"""The description of the endpoint: SPARQL 1.1 Service Description, VoID, and the saved questions as examples.

https://www.w3.org/TR/sparql11-service-description/ · https://www.w3.org/TR/void/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, VOID, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, XSD

from ontology.vocabulary import BASE, PREFIXES
from sparql.media import GRAPHS, RESULTS
from sparql.saved import SavedQuestion
from sparql.saved.binding import declare_prefixes
from sparql.saved.values import Names, ParameterError, read_values

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_FORM_CLASSES: Final = {
    "SELECT": SH.SPARQLSelectExecutable,
    "ASK": SH.SPARQLAskExecutable,
    "CONSTRUCT": SH.SPARQLConstructExecutable,
}


@dataclass(frozen=True)
class Described:
    """What is described."""

    endpoint: str
    """Address of the service."""
    version: str
    graphs: Mapping[str, int]
    """Number of triples in each named graph."""
    questions: Mapping[str, SavedQuestion]
    names: Names
    federated: bool
    """Whether SERVICE may call another endpoint."""


def describe(what: Described) -> Graph:
    """Return the description of the service, its dataset and its examples."""
    found = Graph()
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    service, dataset = URIRef(what.endpoint), URIRef(f"{BASE}dataset")
    _describe_service(found, service, dataset)
    if what.federated:
        found.add((service, SD.feature, SD.BasicFederatedQuery))
    _describe_dataset(found, service, dataset, what)
    for question in what.questions.values():
        _add_example(found, service, question, what.names)
    return found


def _describe_service(found: Graph, service: URIRef, dataset: URIRef) -> None:
    found.add((service, RDF.type, SD.Service))
    found.add((service, SD.endpoint, service))
    for language in (SD.SPARQL11Query, SD.SPARQL11Update):
        found.add((service, SD.supportedLanguage, language))
    found.add((service, SD.feature, SD.UnionDefaultGraph))
    for table in RESULTS.values():
        found.add((service, SD.resultFormat, _name(table)))
    for graph in GRAPHS.values():
        found.add((service, SD.resultFormat, _name(graph)))
        found.add((service, SD.inputFormat, _name(graph)))
    found.add((service, SD.defaultDataset, dataset))


def _name(form: ox.QueryResultsFormat | ox.RdfFormat) -> URIRef:
    """Return the W3C's IRI for a format; for JSON-LD, pyoxigraph has another one."""
    return _FORMATS[form.iri.rpartition("/")[2]]


def _describe_dataset(found: Graph, service: URIRef, dataset: URIRef, what: Described) -> None:
    default = BNode()
    for kind in (SD.Dataset, VOID.Dataset):
        found.add((dataset, RDF.type, kind))
    found.add((dataset, DCTERMS.title, Literal("Who asks whom for what, in which words", lang="en")))
    found.add((dataset, VOID.sparqlEndpoint, service))
    found.add((dataset, VOID.uriSpace, Literal(BASE)))
    found.add((dataset, DCTERMS.hasVersion, Literal(what.version)))
    found.add((dataset, VOID.triples, _count(sum(what.graphs.values()))))
    found.add((dataset, SD.defaultGraph, default))
    found.add((default, RDF.type, SD.Graph))
    for name, triples in what.graphs.items():
        entry, graph = BNode(), BNode()
        found.add((dataset, SD.namedGraph, entry))
        found.add((entry, RDF.type, SD.NamedGraph))
        found.add((entry, SD.name, URIRef(name)))
        found.add((entry, SD.graph, graph))
        found.add((graph, RDF.type, SD.Graph))
        found.add((graph, VOID.triples, _count(triples)))


def _add_example(found: Graph, service: URIRef, question: SavedQuestion, names: Names) -> None:
    """Add a saved question in SHACL's vocabulary for queries, which SPARQL editors read."""
    node = URIRef(f"{BASE}questions/{question.name}")
    predicates = {"SELECT": SH.select, "ASK": SH.ask, "CONSTRUCT": SH.construct}
    if question.form not in predicates:
        return
    found.add((node, RDF.type, SH.SPARQLExecutable))
    found.add((node, RDF.type, _FORM_CLASSES[question.form]))
    found.add((node, RDFS.label, Literal(question.summary or question.name, lang="en")))
    found.add((node, predicates[question.form], Literal(_example(question, names))))
    found.add((node, URIRef("https://schema.org/target"), service))


def _example(question: SavedQuestion, names: Names) -> str:
    """Return the query, bound to the examples of its required parameters."""
    needed = {name: each.example for name, each in question.parameters.items() if each.required and each.example}
    try:
        return question.bind(read_values(question.parameters, needed, names))
    except ParameterError:  # a required parameter without an example
        return declare_prefixes(question.text)


def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)
