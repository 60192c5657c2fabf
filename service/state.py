"""What the running application holds, typed: read through the request each time, because it may be replaced."""

from fastapi import Request

from service.engine import Engine
from service.settings import Settings


def engine(request: Request) -> Engine:
    """Return what evaluates SPARQL."""
    held: Engine = request.app.state.engine
    return held


def settings(request: Request) -> Settings:
    """Return what the service was told at its start."""
    held: Settings = request.app.state.settings
    return held
