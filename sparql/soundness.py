"""Checking an ontology together with its questions: one run of all checks, one list of findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ontology.findings import Finding
from ontology.lexicon import Lexicon
from ontology.reasoning import unsound
from ontology.shapes import nonconforming
from ontology.sources import Sources
from ontology.style import not_canonical, withdrawn, wrong_cues
from sparql.checking import read_checks, unknown_terms, unused_terms
from sparql.saved.catalogue import Catalogue


@dataclass(frozen=True)
class Folders:
    """The folders that are checked together."""

    ontology: Path
    questions: Path


def check(folders: Folders, *, fast: bool = False) -> list[Finding]:
    """Return the findings, errors first; ``fast`` leaves out the reasoner and the shapes.

    Raises OntologyError if the folder has no ontology, or one that cannot be read.
    """
    sources = Sources.read(folders.ontology)
    found = sources.syntax_errors()
    if found:
        return found  # nothing else can be said about triples that cannot be read
    found = list(_find(sources, folders, fast=fast))
    return sorted(found, key=lambda finding: (finding.severity, finding))


def reason_against(ontology: Path) -> str | None:
    """Return in a sentence why a running service should not use an ontology; None if it may.

    Faults that would make answers wrong count, not what is merely unfinished or untidy, such as a missing definition or
    a file that is not in canonical form. Raises OntologyError as ``check`` does.
    """
    sources = Sources.read(ontology)
    found = sources.syntax_errors() or sorted(
        finding for one in read_checks() if one.misleads for finding in one.find(sources)
    )
    if not found:
        Lexicon.load(ontology)
        return None
    first, more = found[0], len(found) - 1
    return f"{first.path.name}:{first.line}: {first.message}" + (f" (and {more} more)" if more else "")


def _find(sources: Sources, folders: Folders, *, fast: bool) -> Iterator[Finding]:
    for one in read_checks():
        yield from one.find(sources)
    yield from unused_terms(sources, folders.questions)
    yield from withdrawn(sources)
    yield from wrong_cues(sources)
    catalogue = Catalogue.load(folders.questions, Lexicon.load(folders.ontology))
    for error in catalogue.errors:
        yield Finding(error.path, error.line, "question", f"{error.reason}.")
    yield from unknown_terms(sources, catalogue.questions.values())
    yield from not_canonical(sources)
    if not fast:
        yield from nonconforming(sources)
        yield from unsound(sources)
