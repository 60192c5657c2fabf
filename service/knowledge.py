"""What the service knows besides the dataset: ontology, lexicon and saved questions, as their files were last sound."""

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
    """Ontology, saved questions and plain English, which fit each other: they are replaced together."""

    reference: Reference
    catalogue: Catalogue
    understanding: Understanding
    problem: str
    """Why the newest ontology or questions are not in use, or are and mislead; empty while nothing is amiss."""

    @property
    def lexicon(self) -> Lexicon:
        """The bodies, topics and scales of the ontology."""
        return self.reference.lexicon


def read_knowledge(settings: Settings, earlier: Catalogue | None = None) -> Knowledge:
    """Read ontology and questions.

    A question that is broken stays as it was earlier, when it was last sound, or is left out; either is reported, and
    so is what is wrong with the ontology that a service starts with, as it has no earlier one.
    """
    sources = Sources.read(settings.ontology)
    lexicon = Lexicon.of(sources)
    catalogue = Catalogue.load(settings.questions, lexicon, earlier)
    learned = understanding(sources, lexicon, catalogue, settings)
    problems = [*_misleading(settings), *_left_out(catalogue)]
    return Knowledge(Reference(sources, lexicon), catalogue, learned, "; ".join(problems))


def _misleading(settings: Settings) -> list[str]:
    """Say why the ontology should not be in use."""
    reason = reason_against(settings.ontology)
    if reason:
        log.warning("the ontology misleads: %s", reason)
    return [f"the ontology makes answers wrong: {reason}"] if reason else []


def _left_out(catalogue: Catalogue) -> list[str]:
    """Say of each question that is broken what became of it, and why."""
    kept = {file for each in (catalogue.questions, catalogue.unlisted) for one in each.values() for file in one.files}
    sentences = []
    for error in catalogue.errors:
        fate = "the last sound version of a question stays in use" if error.path in kept else "question left out"
        sentences.append(f"{fate}: {error}")
        log.warning("%s: %s", fate, error)
    return sentences
