"""What a page is made of: the templates, the dataset, the ontology's labels; read through the request each time."""

from fastapi import Request

from ontology.lexicon import Lexicon
from service.pages.dataset import Dataset
from service.pages.rendering import Pages


def pages(request: Request) -> Pages:
    """Return what renders templates."""
    held: Pages = request.app.state.pages
    return held


def dataset(request: Request) -> Dataset:
    """Return the published dataset."""
    return Dataset(request.app.state.engine)


def lexicon(request: Request) -> Lexicon:
    """Return the ontology's bodies, topics and stances."""
    held: Lexicon = request.app.state.lexicon
    return held
