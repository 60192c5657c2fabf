"""What the running application holds, typed: read through the request each time, because it may be replaced."""

from fastapi import Request

from ontology.lexicon import Lexicon
from service.answering import Answerer
from service.engine import Engine
from service.settings import Settings
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


def catalogue(request: Request) -> Catalogue:
    """Return the saved questions."""
    held: Catalogue = request.app.state.catalogue
    return held


def answerer(request: Request) -> Answerer:
    """Return what answers saved questions."""
    return Answerer(engine(request), lexicon(request), catalogue(request))
