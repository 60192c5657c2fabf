"""What the running application holds, typed: read through the request each time, because some of it is replaced."""

from dataclasses import dataclass

from fastapi import Request

from service.answers.answering import Answerer
from service.engine import Engine
from service.knowledge import Knowledge
from service.metrics import Metrics
from service.on_behalf import OnBehalf
from service.reviewing import Reviewing
from service.settings import Settings
from service.transport.endpoint import Endpoint
from service.transport.observing import Observer


@dataclass
class Held:
    """``held`` of the application."""

    settings: Settings
    """What the service was told at its start."""
    metrics: Metrics
    observer: Observer
    engine: Engine
    """What evaluates SPARQL."""
    endpoint: Endpoint
    """What answers queries, by way of the cache."""
    reviewing: Reviewing
    """What keeps and publishes the verdicts of reviewers."""
    knowledge: Knowledge

    def answerer(self, client: str) -> Answerer:
        """Return what answers saved questions to a client."""
        return Answerer(OnBehalf(self.engine, client), self.knowledge.lexicon, self.knowledge.catalogue)


def of(request: Request) -> Held:
    """Return what the application of a request holds."""
    held: Held = request.app.held
    return held


def knowledge(request: Request) -> Knowledge:
    """Return the ontology and the saved questions, as they are now."""
    return of(request).knowledge


def answerer(request: Request) -> Answerer:
    """Return what answers saved questions."""
    return of(request).answerer(client(request))


def edition(request: Request) -> str:
    """Return what tells the dataset and the ontology that answer now from any others, for entity tags.

    The version alone does not: a store that is built anew counts from 1 again.
    """
    return f"{of(request).engine.identity} {knowledge(request).reference.sources.digest}"


def client(request: Request) -> str:
    """Return whom a request comes from, as far as turns between clients go: its address."""
    return request.client.host if request.client is not None else ""
