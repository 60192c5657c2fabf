"""Evaluating SPARQL: queries run in workers that can be stopped, within limits, and clients take turns.

``engine`` hands each request to a worker. ``admission`` decides which query may run now and ``writing`` who may write,
``running`` stops what takes too long or too much memory, ``shortening`` rewrites queries that count, ``outcomes`` turns
failures into problems. ``client`` is the engine as one client sees it.
"""

from service.engine.client import ClientEngine
from service.engine.engine import Engine

__all__ = ["ClientEngine", "Engine"]
