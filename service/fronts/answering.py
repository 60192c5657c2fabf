"""Answering a query in a front, as the service would, if the work is bounded and the result small."""

from typing import Final

import pyoxigraph as ox

from service.errors import Problem
from service.fronts.control import FrontSettings
from service.fronts.http import PlainRequest
from service.transport.answers import answer_of, media_type_of
from service.transport.cache import Answer
from service.transport.protocol import from_plain
from service.transport.responding import RawResponse, raw_answer
from service.workers import formats
from service.workers.wire import Request
from service.workers.worker import evaluated
from sparql.dataset import Dataset
from sparql.syntax.bounded import is_bounded

_LARGEST: Final = 65_536
"""Largest result, in bytes, that a front writes; a larger one would keep other clients waiting."""


class Answering:
    """Answers queries from one generation of the dataset."""

    def __init__(self, dataset: Dataset, settings: FrontSettings) -> None:
        self._dataset = dataset
        self._settings = settings
        self._largest = min(settings.max_bytes or _LARGEST, _LARGEST)

    def answer(self, request: PlainRequest) -> RawResponse | None:
        """Answer a request; return None if the service must do it, because it may take long or is faulty."""
        try:
            answer = self._evaluated(request)
        except (Problem, SyntaxError, ValueError, RuntimeError, OSError):
            return None  # the service meets the same error, and reports it
        return None if answer is None else raw_answer(answer, request.if_none_match)

    def _evaluated(self, request: PlainRequest) -> Answer | None:
        operation = from_plain(request.query_string)
        if "matches" in operation.text or not is_bounded(operation.text):
            return None  # a full-text search needs the service's index
        media_type = media_type_of(request.accept, "SELECT")
        asked = Request(
            "query",
            operation.text,
            media_type,
            max_rows=self._settings.max_rows,
            max_bytes=self._largest,
            coding=request.coding,
        )
        solutions = evaluated(self._dataset, asked)
        if not isinstance(solutions, ox.QuerySolutions):
            return None
        reply = formats.write_solutions(solutions, asked, _refuse)
        return None if reply.cut else answer_of(operation, reply, self._settings.identity, self._settings.version)


def _refuse(_piece: bytes, _coding: str) -> None:
    """Refuse a piece of a large result: a front only writes small ones."""
    raise RuntimeError("a front has a larger result than it may write")
