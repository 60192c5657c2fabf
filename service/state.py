"""The parts of the running application.

They are looked up through the request each time, because some of them are replaced while the service runs.
"""

from dataclasses import dataclass

from fastapi import Request

from service.answers.answering import Answerer
from service.engine import ClientEngine, Engine
from service.knowledge import Knowledge
from service.metrics import Metrics
from service.reviewing import Reviewing
from service.settings import Settings
from service.transport.endpoint import Endpoint
from service.transport.observing import Observer
from sparql.asking import Understanding


@dataclass
class Held:
    """The parts of a running application."""

    settings: Settings
    metrics: Metrics
    observer: Observer
    engine: Engine
    """Evaluates SPARQL."""
    endpoint: Endpoint
    """Answers queries of clients, from the cache if possible."""
    reviewing: Reviewing
    """Keeps and publishes the verdicts of reviewers."""
    knowledge: Knowledge

    def answerer(self, client: str) -> Answerer:
        """Return an answerer of saved questions for a client."""
        return Answerer(ClientEngine(self.engine, client), self.knowledge.lexicon, self.knowledge.catalogue)

    def asking(self, client: str) -> Answerer:
        """Return an answerer of plain English for a client: with the questions that it was learned from."""
        english = self.knowledge.english
        return Answerer(ClientEngine(self.engine, client), english.lexicon, english.catalogue)


def of(request: Request) -> Held:
    """Return the parts of the application that a request is for."""
    held: Held = request.app.held
    return held


def knowledge(request: Request) -> Knowledge:
    """Return the ontology and the saved questions, as they are now."""
    return of(request).knowledge


def answerer(request: Request) -> Answerer:
    """Return an answerer of saved questions for the client of a request."""
    return of(request).answerer(client(request))


def asking(request: Request) -> Answerer:
    """Return an answerer of plain English for the client of a request."""
    return of(request).asking(client(request))


def understanding(request: Request) -> Understanding:
    """Return the understanding of plain English that is in use."""
    return knowledge(request).english.understanding


def client_engine(request: Request) -> ClientEngine:
    """Return the engine as the client of a request sees it."""
    return ClientEngine(of(request).engine, client(request))


def edition(request: Request) -> str:
    """Return an identifier of the dataset and the ontology in use, for entity tags.

    The version of the dataset is not enough: a store that is rebuilt counts from 1 again.
    """
    return f"{of(request).engine.identity} {knowledge(request).reference.sources.digest}"


def client(request: Request) -> str:
    """Return the address that a request comes from; clients take turns by address."""
    return request.client.host if request.client is not None else ""
