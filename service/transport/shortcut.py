"""The short way for what programs send most: ``GET /sparql?query=…``, past the framework and its layers.

It does what they would: limits, turns, cache, ETag, security headers, metrics and a line in the log. Everything else,
and whoever may be shown a page, goes the long way.
"""

import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import Problem
from service.transport import protocol
from service.transport.cache import Answer, still_holds
from service.transport.disconnecting import ClientWatch
from service.transport.endpoint import Endpoint
from service.transport.headers import start_of
from service.transport.observing import Observer
from service.transport.problems import problem_response

_PATHS: Final = frozenset({"/sparql", "/sparql/"})
_CHUNK: Final = 256 * 1024
"""Bytes that are sent, and compressed, at a time."""


class Shortcut:
    """Answers such requests, and hands on all others."""

    def __init__(self, app: ASGIApp, endpoint: Endpoint, observer: Observer) -> None:
        self._app = app
        self._endpoint = endpoint
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in _PATHS or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        accept, known = _headers(scope)
        query_string: bytes = scope["query_string"]
        if b"query=" not in query_string or b"text/html" in accept:
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        key = (query_string, accept)
        status, sent, digest = 499, 0, ""
        try:
            with ClientWatch(receive, has_body=False):
                answer = self._endpoint.cached(key) or await self._evaluated(scope, accept, key)
                status, start, body = _response(answer, known)
                digest, sent = answer.digest, len(body)
                await _send(send, start, body)
        except Problem as problem:
            response = problem_response(problem)
            status, sent = problem.status, len(response.body)
            await _send(send, start_of(status, response.headers, sent), bytes(response.body))
        finally:
            self._observer.note(scope, status, sent, time.perf_counter() - started, digest)

    async def _evaluated(self, scope: Scope, accept: bytes, key: tuple[bytes, bytes]) -> Answer:
        operation = protocol.from_get(scope["query_string"])
        if operation is None:
            raise Problem(400, "There is no `query`.")
        client = scope.get("client")
        return await self._endpoint.evaluate(operation, accept.decode("latin-1"), client[0] if client else "", key)


def _headers(scope: Scope) -> tuple[bytes, str]:
    """Return what the client accepts, and which answers it has."""
    accept, known = b"", ""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"if-none-match":
            known = value.decode("latin-1")
    return accept, known


def _response(answer: Answer, known: str) -> tuple[int, Message, bytes]:
    if known and still_holds(answer, known):
        return 304, start_of(304, answer.headers, None), b""
    start = {**answer.start, "headers": list(answer.start["headers"])}  # layers further out add to it
    return 200, start, answer.body


async def _send(send: Send, start: Message, body: bytes) -> None:
    await send(start)
    sent = 0
    while len(body) - sent > _CHUNK:
        await send({"type": "http.response.body", "body": body[sent : sent + _CHUNK], "more_body": True})
        sent += _CHUNK
    await send({"type": "http.response.body", "body": body[sent:]})
