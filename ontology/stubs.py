"""Adding topics, bodies and kinds of bodies to the files where they belong, in canonical form.

Only what an editor gives is added; ``whoasks ontology check`` says what is missing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from rdflib import DCTERMS, ORG, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from ontology.canonical import serialise, triples_of
from ontology.mistakes import Mistake
from ontology.sources import Source, Sources
from ontology.vocabulary import BASE, WA, iri

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_BODIES: Final = "bodies.ttl"
_TOPICS: Final = "topics.ttl"
_WA: Final = Namespace(WA)


class StubError(Mistake, ValueError):
    """A thing cannot be added; the message says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The labels, the definition and the example of a new thing."""

    label: str
    alt_labels: Sequence[str] = ()
    definition: str | None = None
    example: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cues:
    """The phrases that signal a topic, sentences that they must match, and sentences that they must not match."""

    phrases: Sequence[str] = ()
    examples: Sequence[str] = ()
    counter_examples: Sequence[str] = ()


NO_CUES: Final = Cues()


def add_topic(folder: Path, id_: str, wording: Wording, *, broader: str | None = None, cues: Cues = NO_CUES) -> Path:
    """Add a topic, and return the file that now holds it; raises StubError if that is not possible."""
    node = URIRef(iri("topic", _identifier(id_)))
    sources = _read_without(folder, node)
    graph = _worded(node, wording)
    graph.add((node, RDF.type, _WA.Topic))
    graph.add((node, DCTERMS.identifier, Literal(id_)))
    graph.add((node, SKOS.inScheme, URIRef(f"{BASE}topics")))
    if broader:
        graph.add((node, SKOS.broader, _known(sources, iri("topic", broader), "topic")))
    _add_texts(graph, node, _WA.cue, cues.phrases)
    _add_texts(graph, node, _WA.cueExample, cues.examples)
    _add_texts(graph, node, _WA.cueCounterExample, cues.counter_examples)
    return _write(sources, _TOPICS, graph)


def add_body(folder: Path, id_: str, wording: Wording, *, kind: str | None = None) -> Path:
    """Add a body, or a group of bodies if no kind is given, and return the file that now holds it.

    Raises StubError if that is not possible.
    """
    node = URIRef(iri("body", _identifier(id_)))
    sources = _read_without(folder, node)
    graph = _worded(node, wording)
    graph.add((node, RDF.type, _known(sources, _WA[kind or "BodyGroup"], "kind of body")))
    graph.add((node, DCTERMS.identifier, Literal(id_)))
    return _write(sources, _BODIES, graph)


def add_class(folder: Path, name: str, wording: Wording, *, wider: str, group: str | None = None) -> Path:
    """Add a kind of body as a subclass of ``wider``, and return the file that now holds it.

    Bodies of the kind are members of ``group``, if it is given. Raises StubError if that is not possible.
    """
    if not _CLASS.fullmatch(name):
        raise StubError(f"“{name}” is no name of a class: begin each word with a capital, as in CommunityTrust")
    node = _WA[name]
    sources = _read_without(folder, node)
    graph = _worded(node, wording)
    graph.add((node, RDF.type, OWL.Class))
    graph.add((node, RDFS.subClassOf, _known(sources, _WA[wider], "class")))
    if group:
        restriction = BNode()
        graph.add((node, RDFS.subClassOf, restriction))
        graph.add((restriction, RDF.type, OWL.Restriction))
        graph.add((restriction, OWL.onProperty, ORG.memberOf))
        graph.add((restriction, OWL.hasValue, _known(sources, iri("body", group), "body")))
    return _write(sources, _BODIES, graph)


def _identifier(text: str) -> str:
    if not _ID.fullmatch(text):
        raise StubError(f"“{text}” is no identifier: use small letters, digits and single hyphens, as in peer-review")
    return text


def _worded(node: URIRef, wording: Wording) -> Graph:
    graph = Graph(bind_namespaces="none")
    _add_texts(graph, node, SKOS.prefLabel, [wording.label])
    _add_texts(graph, node, SKOS.altLabel, wording.alt_labels)
    _add_texts(graph, node, SKOS.definition, [wording.definition])
    _add_texts(graph, node, SKOS.example, [wording.example])
    return graph


def _add_texts(graph: Graph, node: URIRef, name: URIRef, texts: Iterable[str | None]) -> None:
    for text in texts:
        if text:
            graph.add((node, name, Literal(text, "en")))


def _read_without(folder: Path, node: URIRef) -> Sources:
    """Read the folder; raises StubError if it already describes the node."""
    sources = Sources.read(folder)
    for source in sources.files:
        if str(node) in source.lines:
            raise StubError(f"<{node}> stands in {source.path.name}, line {source.lines[str(node)]}, already")
    return sources


def _known(sources: Sources, name: str, what: str) -> URIRef:
    """Return the node of a thing that the model describes; raises StubError, with near names, if it does not."""
    known = {each for source in sources.model for each in source.lines}
    if str(name) not in known:
        start = str(name)[: max(str(name).rfind("#"), str(name).rfind("/")) + 1]
        beside = {each[len(start) :] for each in known if each.startswith(start)}
        close = get_close_matches(str(name)[len(start) :], sorted(beside))
        raise StubError(f"there is no {what} <{name}>" + (f"; nearest: {', '.join(close)}" if close else ""))
    return URIRef(name)


def _write(sources: Sources, name: str, addition: Graph) -> Path:
    path = sources.folder / name
    source = next((source for source in sources.files if source.path == path), Source(path, ""))
    path.write_text(serialise([*source.quads, *triples_of(addition)]), encoding="utf-8")
    return path
