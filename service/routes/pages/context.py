"""What every page needs, from the request."""

from fastapi import Request

from service import state
from service.pages.dataset import Dataset
from service.pages.rendering import Pages


def pages(request: Request) -> Pages:
    """Return what renders templates."""
    held: Pages = request.app.state.pages
    return held


def dataset(request: Request) -> Dataset:
    """Return the published dataset."""
    return Dataset(state.of(request).endpoint, state.client(request))
