"""What the service knows besides the dataset: the last sound versions of the ontology and the saved questions."""

import logging
from dataclasses import dataclass

from ontology.lexicon import Lexicon
from ontology.reference import Reference
from ontology.sources import Sources
from service.learned import understanding
from service.settings import Settings
from sparql.asking import Understanding
from sparql.catalogue import Catalogue
from sparql.soundness import reason_against

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Knowledge:
    """The ontology, the saved questions and plain English; they depend on each other and are replaced together."""

    reference: Reference
    catalogue: Catalogue
    understanding: Understanding
    problem: str
    """Why the newest files are not in use, or are in use and make answers wrong; empty if all is well."""

    @property
    def lexicon(self) -> Lexicon:
        """The bodies, topics and scales of the ontology."""
        return self.reference.lexicon


def read_knowledge(settings: Settings, earlier: Catalogue | None = None) -> Knowledge:
    """Read the ontology and the saved questions. Raises OntologyError or PhrasingError if one cannot be read at all.

    A faulty question keeps its earlier, sound version, or is left out if it has none. ``problem`` reports that, and
    faults of the ontology that make answers wrong.
    """
    sources = Sources.read(settings.ontology)
    lexicon = Lexicon.of(sources)
    catalogue = Catalogue.load(settings.questions, lexicon, earlier)
    learned = understanding(sources, lexicon, catalogue, settings)
    problems = [*_misleading(settings), *_left_out(catalogue)]
    return Knowledge(Reference(sources, lexicon), catalogue, learned, "; ".join(problems))


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
