"""Responses that bypass the framework: an answer, a 304, or a problem."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from service.errors import Problem
from service.transport.cache import Answer, still_holds
from service.transport.headers import start_of
from service.transport.problems import UNFORESEEN, problem_response
from service.workers.spool import Spool

Other = TypeVar("Other")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RawResponse:
    """A response, and what the log and the metrics need to know of it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes | Spool
    digest: str


async def respond(find: Awaitable[Answer | Other], known: str) -> RawResponse | Other:
    """Wait for an answer and return the response with it; pass anything else that ``find`` yields through.

    ``known`` is the client's ``If-None-Match``. It never raises: an error becomes a problem response.
    """
    try:
        found = await find
        return raw_answer(found, known) if isinstance(found, Answer) else found
    except Problem as problem:
        return raw_problem(problem)
    except Exception:
        log.exception("unforeseen error")
        return raw_problem(Problem(500, UNFORESEEN))


def raw_answer(answer: Answer, known: str) -> RawResponse:
    """Return the response with an answer, or a 304 if the client's ``If-None-Match`` names it."""
    if known and still_holds(answer, known):
        return RawResponse(304, start_of(304, answer.headers_unchanged, None)["headers"], b"", answer.digest)
    return RawResponse(200, answer.start["headers"], answer.body, answer.digest)


def raw_problem(problem: Problem) -> RawResponse:
    """Return the response for a problem."""
    said = problem_response(problem)
    headers = start_of(problem.status, said.headers, len(said.body))["headers"]
    return RawResponse(problem.status, headers, bytes(said.body), "")
