"""The reference of an ontology: an HTML page with every class, property, body and topic, and files to download."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.diagrams import star, tree
from ontology.jsonld import context
from ontology.lexicon import Lexicon
from ontology.sources import Sources
from ontology.vocabulary import BASE, PREFIXES, WA

FORMATS: Final = {
    "text/turtle": ("turtle", "ttl"),
    "application/rdf+xml": ("xml", "rdf"),
    "application/ld+json": ("json-ld", "jsonld"),
    "application/n-triples": ("nt", "nt"),
}
"""The formats of the ontology as data, by media type: the name of rdflib's serialiser and the suffix of the file."""
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@dataclass(frozen=True)
class Term:
    """A class or property as the reference shows it."""

    name: str
    """Local name, such as ``Ask``, which is also its anchor on the page."""
    iri: str
    label: str
    definition: str
    examples: tuple[str, ...]
    kind: str
    wider: tuple[str, ...]
    diagram: str | None = None
    """SVG, with its text already escaped."""


@dataclass(frozen=True)
class Reference:
    """Writes the page and its downloads."""

    sources: Sources
    lexicon: Lexicon

    @classmethod
    def read(cls, folder: Path) -> "Reference":
        """Read the folder of an ontology; raises OntologyError if that is not possible."""
        sources = Sources.read(folder)
        return cls(sources, Lexicon.of(sources))

    @property
    def graph(self) -> Graph:
        """The model."""
        return self.sources.graph

    def html(self) -> str:
        """Return the page, which needs no scripts or other files."""
        found = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        header = URIRef(f"{BASE}ontology")
        return found.get_template("reference.html").render(
            title=self._text(header, URIRef(PREFIXES["dcterms"] + "title")),
            description=self._text(header, URIRef(PREFIXES["dcterms"] + "description")),
            version=self._text(header, OWL.versionInfo),
            changes=sorted(map(str, self.graph.objects(header, SKOS.changeNote)), reverse=True),
            downloads={ending.upper(): f"ontology.{ending}" for _, ending in FORMATS.values()},
            trees=[tree(root, self._below, self._link) for root in self._roots],
            classes=[self._class(term) for term in self._own(OWL.Class)],
            properties=[self._property(term) for kind in _PROPERTIES for term in self._own(kind)],
            anchors={iri.removeprefix(WA) for iri in self._terms},
            bodies=sorted(self.lexicon.bodies.values(), key=lambda body: body.label),
            topics=sorted(self.lexicon.topics.values(), key=lambda topic: topic.label),
            definition=lambda iri: self._text(URIRef(iri), SKOS.definition),
        )

    def data(self, media_type: str) -> str:
        """Return the whole model in one of the formats of ``FORMATS``."""
        name, _ = FORMATS[media_type]
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        if name == "json-ld":
            return self.graph.serialize(format=name, context=context(self.sources.store)["@context"])
        return self.graph.serialize(format=name)

    def write(self, folder: Path) -> list[Path]:
        """Write the page and its downloads into a folder that any web server can serve; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        texts = {f"ontology.{ending}": self.data(media_type) for media_type, (_, ending) in FORMATS.items()}
        texts["index.html"] = self.html()
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        return [folder / name for name in sorted(texts)]

    def _own(self, kind: URIRef) -> list[URIRef]:
        found = (term for term in self.graph.subjects(RDF.type, kind) if isinstance(term, URIRef))
        return sorted(term for term in found if term.startswith(WA))

    def _text(self, subject: Node, predicate: URIRef) -> str:
        return str(self.graph.value(subject, predicate) or "")

    def _link(self, name: str) -> str:
        return f"#{name}" if f"{WA}{name}" in self._terms else ""

    @cached_property
    def _terms(self) -> set[str]:
        return {str(term) for kind in (OWL.Class, *_PROPERTIES) for term in self._own(kind)}

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = defaultdict(list)
        for term in self._own(OWL.Class):
            for wider in self._wider(term, RDFS.subClassOf):
                below[wider].append(_name(term))
        return below

    @property
    def _roots(self) -> list[str]:
        """The classes of the ontology that have subclasses but no superclass in the ontology."""
        own = {_name(term): term for term in self._own(OWL.Class)}
        return [
            name for name, term in own.items()
            if self._below.get(name) and not any(wider in own for wider in self._wider(term, RDFS.subClassOf))
        ]  # fmt: skip

    def _wider(self, term: URIRef, predicate: URIRef) -> tuple[str, ...]:
        return tuple(sorted(_name(one) for one in self.graph.objects(term, predicate) if isinstance(one, URIRef)))

    def _class(self, term: URIRef) -> Term:
        properties = [
            (_name(one), target)
            for kind in _PROPERTIES for one in self._own(kind) if _name(term) in self._classes(one, RDFS.domain)
            for target in self._classes(one, RDFS.range) or ["text"]
        ]  # fmt: skip
        picture = star(_name(term), properties, self._link) if properties else None
        return self._term(term, "class", self._wider(term, RDFS.subClassOf), picture)

    def _property(self, term: URIRef) -> Term:
        return self._term(term, "property", self._wider(term, RDFS.subPropertyOf), None)

    def _term(self, term: URIRef, kind: str, wider: Iterable[str], diagram: str | None) -> Term:
        examples = tuple(sorted(map(str, self.graph.objects(term, SKOS.example))))
        label, definition = self._text(term, SKOS.prefLabel), self._text(term, SKOS.definition)
        return Term(_name(term), str(term), label, definition, examples, kind, tuple(wider), diagram)

    def _classes(self, term: URIRef, predicate: URIRef) -> list[str]:
        """Return the names of the classes in the domain or range of a property, including the members of unions."""
        found: list[str] = []
        for one in self.graph.objects(term, predicate):
            union = self.graph.value(one, OWL.unionOf)
            members = Collection(self.graph, union) if union else [one]
            found += [_name(member) for member in members]
        return found


def _name(term: Node) -> str:
    return str(term).replace("#", "/").rsplit("/", 1)[-1]
