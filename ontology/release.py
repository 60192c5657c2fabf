"""Releasing an ontology: the list of IRIs that releases have given out, and the version in the ontology's header."""

from typing import Final

from rdflib import OWL, SKOS, Literal, URIRef

from ontology.canonical import serialise, triples_of
from ontology.sources import Sources
from ontology.vocabulary import BASE

ISSUED: Final = "issued.txt"
"""The file that lists every IRI that a release has given out, one on each line."""


def issue(sources: Sources) -> list[str]:
    """Add every IRI of the model to the list of those given out; return the new ones."""
    path = sources.folder / ISSUED
    before = set(path.read_text(encoding="utf-8").split()) if path.exists() else set()
    present = {one for source in sources.model for one in source.lines if one.startswith(BASE)}
    path.write_text("\n".join(sorted(before | present)) + "\n", encoding="utf-8")
    return sorted(present - before)


def released(sources: Sources, version: str, note: str) -> str:
    """Return the text of the file with the ontology's header, with a new version and a note of what has changed."""
    source = next(source for source in sources.model if f"{BASE}ontology" in source.lines)
    graph, this = source.graph, URIRef(f"{BASE}ontology")
    graph.set((this, OWL.versionIRI, URIRef(f"{this}/{version}")))
    graph.set((this, OWL.versionInfo, Literal(version)))
    graph.add((this, SKOS.changeNote, Literal(f"{version}: {note}", "en")))
    return serialise(triples_of(graph))
