"""The problems that clients are told of when a worker could not answer a request, or was stopped."""

import logging
from typing import Final

from service.errors import Problem
from service.settings import MEGABYTE
from service.workers.process import Reason
from service.workers.wire import Reply, Request

log = logging.getLogger(__name__)

LATER: Final = {"Retry-After": "1"}
"""Headers that ask a client to try again."""
MOST_READ: Final = 64 * MEGABYTE
"""Largest result, in bytes, that the service reads for itself; the public caps do not apply to its own queries."""
_STOPPED: Final[dict[Reason, tuple[int, str]]] = {
    "time": (504, "The query was stopped: it ran longer than {seconds:g} s. Make it more selective, or add a LIMIT."),
    "memory": (507, "The query was stopped: it needed more than {memory} MB of memory. Make it more selective."),
    "space": (503, "There is no room for the result beside those being fetched; try again in a moment."),
    "request": (503, "The query was stopped by an administrator."),
    "crash": (500, "The process that evaluated the query ended unexpectedly; the service goes on."),
}
_STATUS: Final = {"refused": 403, "missing": 404, "format": 415, "disk": 507, "busy": 503, "evaluation": 400}
"""HTTP status for each kind of error that a worker reports."""


def of_cut() -> Problem:
    """Return the Problem for a result that is too large for the service to read."""
    detail = f"The result this needs has more than {MOST_READ // MEGABYTE} MB; /sparql and /questions give it in parts."
    return Problem(507, detail, reason="size")


def of_stop(reason: Reason, seconds: float, memory: int) -> Problem:
    """Return the Problem for a request whose worker was lost, given its limits in seconds and megabytes."""
    status, detail = _STOPPED[reason]
    detail = detail.format(seconds=seconds, memory=memory)
    return Problem(status, detail, headers=LATER if reason == "space" else None, reason=reason)


def of_reply(request: Request, reply: Reply) -> Problem:
    """Return the Problem for a request whose worker reports an error."""
    if reply.error == "syntax":
        where = f" at line {reply.line}, column {reply.column}" if reply.line else ""
        is_sparql = request.action in {"query", "update"}
        what = "SPARQL syntax error" if is_sparql else "The graph that was sent has a syntax error"
        detail = f"{what}{where}: {reply.detail}"
        return Problem(400, detail, line=reply.line or None, column=reply.column or None)
    if reply.error == "disk":
        log.error("the store cannot be written: %s", reply.detail)
        detail = "The store's disk is full or cannot be written, so nothing was changed; the service's log says why."
        return Problem(_STATUS[reply.error], detail)
    return Problem(_STATUS[reply.error], reply.detail, headers=LATER if reply.error == "busy" else None)
