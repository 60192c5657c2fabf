"""What the service knows besides the dataset: ontology, lexicon and saved questions, as their files were last sound."""

import logging

from fastapi import FastAPI

from ontology.lexicon import Lexicon
from ontology.reference import Reference
from ontology.sources import Sources
from sparql.asking import Phrasing, Understanding
from sparql.catalogue import Catalogue

log = logging.getLogger(__name__)


def load_knowledge(app: FastAPI) -> None:
    """Read ontology and questions into ``app.state``.

    A question that is broken stays as it was when it was last sound, or is left out; either is reported.
    """
    settings = app.state.settings
    sources = Sources.read(settings.ontology)
    lexicon = Lexicon.load(settings.ontology)
    catalogue = Catalogue.load(settings.questions, lexicon, getattr(app.state, "catalogue", None))
    understanding = Understanding(catalogue.questions.values(), lexicon, Phrasing.load(settings.phrasing))
    app.state.reference = Reference(sources, lexicon)
    app.state.lexicon, app.state.catalogue, app.state.understanding = lexicon, catalogue, understanding
    app.state.knowledge_problem = "; ".join(_left_out(catalogue))


def _left_out(catalogue: Catalogue) -> list[str]:
    """Say of each question that is broken what became of it, and why."""
    kept = {question.path for question in (*catalogue.questions.values(), *catalogue.unlisted.values())}
    sentences = []
    for error in catalogue.errors:
        fate = "the last sound version of a question stays in use" if error.path in kept else "question left out"
        sentences.append(f"{fate}: {error}")
        log.warning("%s: %s", fate, error)
    return sentences
