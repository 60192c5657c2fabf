"""The numbered checks of the ontology: queries that select a sentence for each fault, and nothing in a sound model.

#+ title: Every own term has exactly one English label.
#+ constraint: One skos:prefLabel in English, and not an empty one.
#+ severity: error
SELECT ?focus ?message WHERE { … }
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ontology.findings import Finding, Severity
from ontology.sources import Sources
from ontology.vocabulary import WA, local_id
from sparql import BUNDLED_CHECKS, BUNDLED_RULES
from sparql.nearness import nearest, perhaps
from sparql.saved import SavedQuestion
from sparql.saved.header import HeaderError, read_header
from sparql.syntax.hints import hints
from sparql.syntax.prefixes import iris_in
from sparql.syntax.tokens import tokenize

_UNKNOWN: Final = "unknown"
"""A check selects an IRI that nothing describes in this variable; the finding then suggests similar ones."""
_MOST: Final = 2
"""Most similar names that a finding suggests."""
_TERMS: Final = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?wider WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?term a ?kind .
  OPTIONAL { ?term (rdfs:subClassOf|rdfs:subPropertyOf)+ ?wider }
}
"""


@dataclass(frozen=True)
class Check:
    """One numbered check."""

    path: Path
    title: str
    constraint: str
    severity: Severity
    misleads: bool
    """Whether its faults make answers wrong; a running service refuses an ontology with such faults."""
    text: str

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return self.path.stem

    def find(self, sources: Sources) -> Iterator[Finding]:
        """Yield a finding for each fault in the model."""
        rows = sources.store.query(self.text, use_default_graph_as_union=True)
        if not isinstance(rows, ox.QuerySolutions):
            raise HeaderError(self.path, 1, "a check is a SELECT of ?focus and ?message")
        tells_unknown = _UNKNOWN in {variable.value for variable in rows.variables}
        for row in rows:
            focus, message = row["focus"], row["message"]
            path, line = sources.where(focus.value if isinstance(focus, ox.NamedNode) else "")
            text = message.value if isinstance(message, ox.Literal) else self.title
            if tells_unknown and isinstance(row[_UNKNOWN], ox.NamedNode):
                text = text.removesuffix(".") + perhaps(_alike(row[_UNKNOWN].value, sources)) + "."
            yield Finding(path, line, self.name, text, self.severity)


def _alike(unknown: str, sources: Sources) -> list[str]:
    """Return the names in the namespace of an IRI that are most similar to it."""
    space = unknown.removesuffix(local_id(unknown))
    described = {
        each.removeprefix(space) for source in sources.model for each in source.lines if each.startswith(space)
    }
    return nearest(local_id(unknown), sorted(described))[:_MOST]


def read_checks(folder: Path = BUNDLED_CHECKS) -> list[Check]:
    """Read the checks of a folder in the order of their names. Raises HeaderError for one without a header."""
    checks = []
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = read_header(path, text, tokenize(text))
        missing = [key for key in ("title", "constraint", "severity") if key not in header.entries]
        if missing:
            raise HeaderError(path, 1, f"the header of a check needs “{missing[0]}: …”")
        title, constraint = str(header.entries["title"]), str(header.entries["constraint"])
        severity = Severity(str(header.entries["severity"]))
        checks.append(Check(path, title, constraint, severity, header.entries.get("misleads") is True, text))
    return checks


def unused_terms(sources: Sources, questions: Path) -> Iterator[Finding]:
    """Find classes and properties of ours that no question, check, rule or shape uses, directly or by a wider term."""
    named = set(_names_in(questions, BUNDLED_CHECKS, BUNDLED_RULES)) | _names_in_shapes(sources)
    wider: dict[str, set[str]] = {}
    rows = sources.store.query(_TERMS, use_default_graph_as_union=True)
    for row in rows if isinstance(rows, ox.QuerySolutions) else ():
        term, above = row["term"], row["wider"]
        if isinstance(term, ox.NamedNode) and term.value.startswith(WA):
            wider.setdefault(term.value, {term.value}).update([above.value] if isinstance(above, ox.NamedNode) else [])
    for term_iri, reached in sorted(wider.items()):
        if not reached & named:
            path, line = sources.where(term_iri)
            message = f"No question, check, rule or shape uses <{term_iri}>; write one that does, or drop the term."
            yield Finding(path, line, "unused", message)


def unknown_terms(sources: Sources, questions: Iterable[SavedQuestion]) -> Iterator[Finding]:
    """Find terms in the ontology's namespace that saved questions use and the model does not describe.

    They are warnings, because a question may be written for another ontology than the one in use.
    """
    described = {quad.subject.value for quad in sources.quads if isinstance(quad.subject, ox.NamedNode)}
    for question in questions:
        for hint in hints(question.path.read_text(encoding="utf-8-sig"), described):
            message = f"The model has no {hint.term}{perhaps(hint.nearest)}."
            yield Finding(question.path, hint.line, "question", message, Severity.WARNING)


def _names_in(*folders: Path) -> Iterator[str]:
    """Yield the IRIs that the queries in some folders use."""
    for folder in folders:
        for path in folder.rglob("*.rq"):
            yield from iris_in(path.read_text(encoding="utf-8", errors="replace"))  # a broken one is reported elsewhere


def _names_in_shapes(sources: Sources) -> set[str]:
    shapes = (source for source in sources.files if source not in set(sources.model))
    return {term.value for source in shapes for quad in source.quads for term in (quad.subject, quad.object)
            if isinstance(term, ox.NamedNode)}  # fmt: skip
