"""The ontology's terms: what each means, and the tree of its classes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ontology.vocabulary import PREFIXES, local_id
from service.pages.dataset import Row

_KINDS = {
    "Class": "class",
    "ObjectProperty": "property",
    "DatatypeProperty": "property with a value",
    "AnnotationProperty": "annotation",
}

_BORROWED = {
    "rdf:type": "kind",
    "skos:altLabel": "also called",
    "skos:editorialNote": "note",
    "skos:scopeNote": "covers",
    "skos:exactMatch": "the same as",
    "rdfs:seeAlso": "see also",
    "dcterms:identifier": "id",
}
"""What people call some of the properties that the ontology borrows."""


@dataclass
class Term:
    """A class or a property of the ontology."""

    iri: str
    kind: str
    label: str
    definition: str = ""
    examples: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    """IRIs of the classes or properties that it specialises."""
    domain: str = ""
    range: str = ""

    @property
    def name(self) -> str:
        """The local name: the anchor of the term on the page."""
        return local_id(self.iri)

    @property
    def is_class(self) -> bool:
        """Tell whether it is a class."""
        return self.kind == "class"


def read_terms(rows: Iterable[Row]) -> Mapping[str, Term]:
    """Gather the rows of ``classes.rq`` into terms by IRI, in the order of their labels."""
    found: dict[str, Term] = {}
    for row in rows:
        term = found.setdefault(row["term"], Term(row["term"], _KINDS[local_id(row["type"])], row["label"]))
        term.definition = row.get("definition", term.definition)
        term.domain, term.range = row.get("domain", term.domain), row.get("range", term.range)
        if "above" in row and row["above"] not in term.above:
            term.above.append(row["above"])
        if "example" in row and row["example"] not in term.examples:
            term.examples.append(row["example"])
    return found


def class_tree(terms: Mapping[str, Term]) -> Mapping[str | None, Sequence[Term]]:
    """Return the classes below each class, by IRI; those at the top stand under None."""
    below: dict[str | None, list[Term]] = defaultdict(list)
    for term in terms.values():
        if term.is_class:
            own: list[str | None] = [iri for iri in term.above if iri in terms]
            for above in own or [None]:
                below[above].append(term)
    return below


def called(iri: str) -> str:
    """Return what people call a property that the ontology borrows and does not name: ``editorial note``."""
    return _BORROWED.get(prefixed(iri)) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_id(iri)).lower()


def prefixed(iri: str) -> str:
    """Write an IRI with its prefix, where it has a well-known one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
