"""A front's answer to a query: what the service would say, or nothing."""

from dataclasses import dataclass
from http.client import responses
from typing import Final

import pyoxigraph as ox

from service.errors import Problem
from service.fronts.request import Plain
from service.transport.answers import answer_of, media_type_of
from service.transport.cache import Answer
from service.transport.protocol import from_plain
from service.transport.responding import Sent, sent
from service.workers import formats
from service.workers.wire import Request
from service.workers.worker import evaluated
from sparql.bounded import is_bounded
from sparql.dataset import Dataset

_LARGEST: Final = 65_536
"""Bytes of a result that a front writes; with larger ones it would keep others waiting."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a front is told of the service."""

    version: str
    identity: str
    max_rows: int
    max_bytes: int
    access_log: bool
    place: int = 0
    """Its number among the fronts, from 0."""
    fronts: int = 1


class Answering:
    """Answers from one generation."""

    def __init__(self, dataset: Dataset, told: Told) -> None:
        self._dataset = dataset
        self._told = told
        self._largest = min(told.max_bytes or _LARGEST, _LARGEST)

    def answer(self, request: Plain) -> Sent | None:
        """Answer a request; None where that is for the service: it takes more than a moment, or something is wrong."""
        try:
            answer = self._evaluated(request)
        except (Problem, SyntaxError, ValueError, RuntimeError, OSError):
            return None  # the service finds the same, and says it as it says everything
        return None if answer is None else sent(answer, request.known)

    def _evaluated(self, request: Plain) -> Answer | None:
        operation = from_plain(request.query_string)
        if "matches" in operation.text or not is_bounded(operation.text):
            return None  # text search is the service's
        media_type = media_type_of(request.accept, "SELECT")
        asked = Request(
            "query",
            operation.text,
            media_type,
            max_rows=self._told.max_rows,
            max_bytes=self._largest,
            coding=request.coding,
        )
        solutions = evaluated(self._dataset, asked)
        if not isinstance(solutions, ox.QuerySolutions):
            return None
        reply = formats.write_solutions(solutions, asked, _refuse)
        return None if reply.cut else answer_of(operation, reply, self._told.identity, self._told.version)


def _refuse(_piece: bytes, _coding: str) -> None:
    """Take no piece: what a front writes is small."""
    raise RuntimeError("a front has a larger result than it may write")


def head_of(status: int, headers: list[tuple[bytes, bytes]]) -> bytes:
    """Return the status line and the headers as they are sent."""
    lines = b"".join(b"%b: %b\r\n" % header for header in headers)
    return b"HTTP/1.1 %d %b\r\n%b" % (status, responses[status].encode(), lines)
