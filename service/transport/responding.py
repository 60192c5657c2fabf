"""What is sent on the short ways past the framework: an answer, that it still holds, or what was wrong."""

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
class Sent:
    """What is sent, and what is to be noted of it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes | Spool
    digest: str


async def respond(find: Awaitable[Answer | Other], known: str) -> Sent | Other:
    """Return what a client is sent that has the answers ``known``, or what is found that is no whole answer.

    It raises nothing: what was wrong is told as well.
    """
    try:
        found = await find
        return sent(found, known) if isinstance(found, Answer) else found
    except Problem as problem:
        return told(problem)
    except Exception:
        log.exception("unforeseen error")
        return told(Problem(500, UNFORESEEN))


def sent(answer: Answer, known: str) -> Sent:
    """Return what is sent for an answer to a client that has the answers ``known``, as ``If-None-Match`` has them."""
    if known and still_holds(answer, known):
        return Sent(304, start_of(304, answer.headers_unchanged, None)["headers"], b"", answer.digest)
    return Sent(200, answer.start["headers"], answer.body, answer.digest)


def told(problem: Problem) -> Sent:
    """Return what is sent to a client that is told what was wrong."""
    said = problem_response(problem)
    headers = start_of(problem.status, said.headers, len(said.body))["headers"]
    return Sent(problem.status, headers, bytes(said.body), "")
