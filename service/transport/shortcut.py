"""The short way for what programs send most: queries by GET and by POST, past the framework and its layers.

It does what they would: limits, turns, cache, ETag, security headers, metrics and a line in the log. Everything else,
and whoever may be shown a page, goes the long way.
"""

import logging
import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from starlette.types import Message, Receive, Scope, Send

from service.errors import Problem
from service.transport import protocol
from service.transport.cache import Answer, still_holds
from service.transport.disconnecting import ClientWatch
from service.transport.endpoint import Asked, Endpoint
from service.transport.headers import start_of
from service.transport.negotiation import coding_of, may_want_page
from service.transport.observing import Observer
from service.transport.problems import UNFORESEEN, problem_response
from service.transport.sending import StalledError, send_body
from service.workers.spool import Spool

log = logging.getLogger(__name__)

_PATHS: Final = frozenset({"/sparql", "/sparql/"})
_OPERATION: Final = "whoasks.operation"
"""Where a scope has the query that was posted."""


@dataclass(frozen=True, slots=True)
class _Response:
    """What is sent, and what is to be noted of it."""

    status: int
    start: Message
    body: bytes | Spool
    digest: str


def is_short(scope: Scope) -> bool:
    """Tell whether a request may go the short way."""
    return (
        scope["type"] == "http"
        and scope["path"] in _PATHS
        and (scope["method"] == "POST" or (scope["method"] == "GET" and b"query=" in scope["query_string"]))
        and not any(name == b"accept" and may_want_page(value.decode("latin-1")) for name, value in scope["headers"])
    )


def with_posted(scope: Scope, begun: Message, largest: float) -> Scope | None:
    """Return the scope with the query that was posted; None where the first message does not hold one, and all of it.

    What is wrong with it, and whether an update is allowed, is for the long way to say.
    """
    body = begun.get("body", b"")
    if begun["type"] != "http.request" or begun.get("more_body") or len(body) > largest:
        return None
    if any(name == b"content-encoding" for name, _ in scope["headers"]):
        return None
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    try:
        operation = protocol.from_post(scope["query_string"], kind.decode("latin-1"), body)
    except Problem:
        return None
    return {**scope, _OPERATION: operation} if operation.kind == "query" else None


def again(begun: Message, receive: Receive) -> Receive:
    """Return what receives a message once more that was received already, and then what follows."""
    messages = [begun]

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received


class Shortcut:
    """Answers such requests."""

    def __init__(self, endpoint: Endpoint, observer: Observer) -> None:
        self._endpoint = endpoint
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        accept, coding, known = _headers(scope)
        posted: protocol.Operation | None = scope.get(_OPERATION)
        key = (posted or scope["query_string"], accept, coding)
        status, sent, digest = 499, 0, ""
        try:
            with ClientWatch(receive, has_body=False):
                found = await self._found(scope, posted, key, known)
                status, digest, sent = found.status, found.digest, len(found.body)
                await send(found.start)
                await send_body(send, found.body)
        except StalledError:
            status = 499  # the server closes a connection on which an answer was not finished
        finally:
            self._observer.note(scope, status, sent, time.perf_counter() - started, digest)

    async def _found(
        self, scope: Scope, posted: protocol.Operation | None, key: tuple[Hashable, bytes, str], known: str
    ) -> _Response:
        try:
            return _response(self._endpoint.cached(key) or await self._evaluated(scope, posted, key), known)
        except Problem as problem:
            return _problem(problem)
        except Exception:
            log.exception("unforeseen error")
            return _problem(Problem(500, UNFORESEEN))

    async def _evaluated(
        self, scope: Scope, posted: protocol.Operation | None, key: tuple[Hashable, bytes, str]
    ) -> Answer:
        operation = posted or protocol.from_get(scope["query_string"])
        if operation is None:
            raise Problem(400, "There is no `query`.")
        client, (_, accept, coding) = scope.get("client"), key
        asked = Asked(operation, accept.decode("latin-1"), coding, client[0] if client else "", key)
        return await self._endpoint.evaluate(asked)


def _headers(scope: Scope) -> tuple[bytes, str, str]:
    """Return what the client accepts, the content coding that is best for it, and which answers it has."""
    accept, encodings, known = b"", "", ""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            encodings = f"{encodings},{value.decode('latin-1')}" if encodings else value.decode("latin-1")
        elif name == b"if-none-match":
            known = f"{known},{value.decode('latin-1')}" if known else value.decode("latin-1")
    return accept, coding_of(encodings) if encodings else "", known


def _response(answer: Answer, known: str) -> _Response:
    if known and still_holds(answer, known):
        return _Response(304, start_of(304, answer.headers_unchanged, None), b"", answer.digest)
    start = {**answer.start, "headers": list(answer.start["headers"])}  # layers further out add to it
    return _Response(200, start, answer.body, answer.digest)


def _problem(problem: Problem) -> _Response:
    said = problem_response(problem)
    return _Response(problem.status, start_of(problem.status, said.headers, len(said.body)), bytes(said.body), "")
