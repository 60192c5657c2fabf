"""What the running application holds, typed: read through the request each time, because it may be replaced."""

from fastapi import Request

from ontology.lexicon import Lexicon
from ontology.reference import Reference
from service.answers.answering import Answerer
from service.engine import Engine
from service.metrics import Metrics
from service.reviewing import Reviewing
from service.settings import Settings
from service.transport.endpoint import Endpoint
from sparql.asking import Understanding
from sparql.catalogue import Catalogue


def engine(request: Request) -> Engine:
    """Return what evaluates SPARQL."""
    held: Engine = request.app.state.engine
    return held


def settings(request: Request) -> Settings:
    """Return what the service was told at its start."""
    held: Settings = request.app.state.settings
    return held


def lexicon(request: Request) -> Lexicon:
    """Return the bodies, topics and scales of the ontology."""
    held: Lexicon = request.app.state.lexicon
    return held


def reference(request: Request) -> Reference:
    """Return the ontology as its files were when they were last sound."""
    held: Reference = request.app.state.reference
    return held


def catalogue(request: Request) -> Catalogue:
    """Return the saved questions."""
    held: Catalogue = request.app.state.catalogue
    return held


def understanding(request: Request) -> Understanding:
    """Return what understands plain English."""
    held: Understanding = request.app.state.understanding
    return held


def answerer(request: Request) -> Answerer:
    """Return what answers saved questions."""
    return Answerer(engine(request), lexicon(request), catalogue(request))


def endpoint(request: Request) -> Endpoint:
    """Return what answers queries, by way of the cache."""
    held: Endpoint = request.app.state.endpoint
    return held


def reviewing(request: Request) -> Reviewing:
    """Return what keeps and publishes the verdicts of reviewers."""
    held: Reviewing = request.app.state.reviewing
    return held


def metrics(request: Request) -> Metrics:
    """Return what counts."""
    held: Metrics = request.app.state.metrics
    return held


def edition(request: Request) -> str:
    """Return what tells the dataset and the ontology that answer now from any others, for entity tags.

    The version alone does not: a store that is built anew counts from 1 again.
    """
    return f"{engine(request).identity} {reference(request).sources.digest}"


def knowledge_problem(request: Request) -> str:
    """Return why the newest ontology or questions are not in use; empty while they are."""
    held: str = getattr(request.app.state, "knowledge_problem", "")
    return held


def client(request: Request) -> str:
    """Return whom a request comes from, as far as turns between clients go: its address."""
    return request.client.host if request.client is not None else ""
