"""A shortcut past FastAPI and its middleware for what programs send most: SPARQL queries.

It provides everything that these would: limits, turns between clients, cache, entity tags, security headers, metrics
and a line in the log. Other requests, and clients that may want a page, go through FastAPI.
"""

import time
from collections.abc import Hashable
from typing import Final

from starlette.types import Message, Receive, Scope, Send

from service.errors import Problem
from service.transport import protocol
from service.transport.cache import Answer
from service.transport.disconnecting import ClientWatch
from service.transport.endpoint import Endpoint, QueryRequest
from service.transport.negotiation import coding_of, may_want_page
from service.transport.observing import Observer
from service.transport.responding import respond
from service.transport.sending import StalledError, send_body

_PATHS: Final = frozenset({"/sparql", "/sparql/"})
_OPERATION: Final = "whoasks.operation"
"""Key under which a scope holds the query that was posted."""


def is_short(scope: Scope) -> bool:
    """Tell whether a request may take the shortcut."""
    return (
        scope["type"] == "http"
        and scope["path"] in _PATHS
        and (scope["method"] == "POST" or (scope["method"] == "GET" and b"query=" in scope["query_string"]))
        and not any(name == b"accept" and may_want_page(value.decode("latin-1")) for name, value in scope["headers"])
    )


def with_posted(scope: Scope, begun: Message, largest: float) -> Scope | None:
    """Return the scope with the query that was posted; None unless the first message contains one completely.

    Mistakes, and updates, are left to the route.
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
    """Return a ``receive`` that gives a message again which was received already, and then the ones after it."""
    messages = [begun]

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received


class Shortcut:
    """Answers the requests that take the shortcut."""

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
                found = await respond(self._found(scope, posted, key), known)
                status, digest, sent = found.status, found.digest, len(found.body)
                headers = list(found.headers)  # layers further out add to it
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send_body(send, found.body)
        except StalledError:
            status = 499  # the server closes a connection on which an answer was not finished
        finally:
            self._observer.note(scope, status, sent, time.perf_counter() - started, digest)

    async def _found(self, scope: Scope, posted: protocol.Operation | None, key: tuple[Hashable, bytes, str]) -> Answer:
        answer = self._endpoint.cached(key)
        if answer is not None:
            return answer
        operation = posted or protocol.from_get(scope["query_string"])
        if operation is None:
            raise Problem(400, "There is no `query`.")
        client, (_, accept, coding) = scope.get("client"), key
        query = QueryRequest(operation, accept.decode("latin-1"), coding, client[0] if client else "", key)
        return await self._endpoint.evaluate(query)


def _headers(scope: Scope) -> tuple[bytes, str, str]:
    """Return the client's ``Accept``, the best content coding for it, and its ``If-None-Match``."""
    accept, encodings, known = b"", "", ""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"accept-encoding":
            encodings = f"{encodings},{value.decode('latin-1')}" if encodings else value.decode("latin-1")
        elif name == b"if-none-match":
            known = f"{known},{value.decode('latin-1')}" if known else value.decode("latin-1")
    return accept, coding_of(encodings) if encodings else "", known
