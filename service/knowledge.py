"""The ontology and the saved questions in their last sound versions, and plain English learned from them."""

import logging
from dataclasses import dataclass

from ontology.lexicon import Lexicon
from ontology.reference import Reference
from ontology.sources import Sources
from service.learned import understanding
from service.settings import Settings
from sparql.asking import Phrasing, Understanding
from sparql.saved.catalogue import Catalogue
from sparql.soundness import reason_against

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class English:
    """The understanding of plain English, with the ontology and the saved questions that it was learned from."""

    understanding: Understanding
    lexicon: Lexicon
    catalogue: Catalogue


@dataclass(frozen=True)
class Knowledge:
    """The ontology, the saved questions and plain English, which lags some seconds behind an edit."""

    reference: Reference
    catalogue: Catalogue
    english: English
    problem: str
    """Why the newest files are not in use, or are in use and make answers wrong; empty if all is well."""

    @property
    def lexicon(self) -> Lexicon:
        """The bodies, topics and scales of the ontology."""
        return self.reference.lexicon


def read_knowledge(settings: Settings) -> Knowledge:
    """Read the ontology and the saved questions, and learn plain English from them.

    A faulty question is left out. ``problem`` reports that, and faults of the ontology that make answers wrong. Raises
    OntologyError or PhrasingError if one cannot be read at all.
    """
    sources = Sources.read(settings.ontology)
    lexicon = Lexicon.of(sources)
    catalogue = Catalogue.load(settings.questions, lexicon)
    reference, english = Reference(sources, lexicon), _learned(sources, catalogue, lexicon, settings)
    return Knowledge(reference, catalogue, english, _problem(catalogue, settings))


def read_edit(settings: Settings, earlier: Knowledge) -> Knowledge:
    """Read the ontology and the saved questions again, and leave plain English as it is; raises as ``read_knowledge``.

    A faulty question keeps its earlier, sound version, or is left out if it has none.
    """
    sources = Sources.read(settings.ontology)
    lexicon = Lexicon.of(sources)
    Phrasing.load(settings.phrasing)  # nothing of an edit takes effect that plain English could not learn from
    catalogue = Catalogue.load(settings.questions, lexicon, earlier.catalogue)
    return Knowledge(Reference(sources, lexicon), catalogue, earlier.english, _problem(catalogue, settings))


def learn(settings: Settings, knowledge: Knowledge) -> English:
    """Learn plain English from the ontology and the questions in use, which takes some seconds."""
    return _learned(knowledge.reference.sources, knowledge.catalogue, knowledge.lexicon, settings)


def _learned(sources: Sources, catalogue: Catalogue, lexicon: Lexicon, settings: Settings) -> English:
    return English(understanding(sources, lexicon, catalogue, settings), lexicon, catalogue)


def _problem(catalogue: Catalogue, settings: Settings) -> str:
    return "; ".join([*_misleading(settings), *_left_out(catalogue)])


def _misleading(settings: Settings) -> list[str]:
    """Return and log the reason why the ontology should not be in use, if there is one."""
    reason = reason_against(settings.ontology)
    if reason:
        log.warning("the ontology misleads: %s", reason)
    return [f"the ontology makes answers wrong: {reason}"] if reason else []


def _left_out(catalogue: Catalogue) -> list[str]:
    """Return and log what became of each faulty question, and why."""
    kept = {file for each in (catalogue.questions, catalogue.unlisted) for one in each.values() for file in one.files}
    sentences = []
    for error in catalogue.errors:
        fate = "the last sound version of a question stays in use" if error.path in kept else "question left out"
        sentences.append(f"{fate}: {error}")
        log.warning("%s: %s", fate, error)
    return sentences
