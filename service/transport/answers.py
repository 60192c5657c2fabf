"""Turning the result of a query into a response: its body, format and headers."""

from functools import lru_cache
from hashlib import blake2b
from typing import Final
from urllib.parse import quote

from service.transport.cache import Answer
from service.transport.headers import start_of
from service.transport.negotiation import choose
from service.transport.observing import query_digest
from service.transport.protocol import Operation
from service.workers.spool import Spool
from service.workers.wire import Reply
from sparql import media
from sparql.syntax.tokens import tokenize

SOLUTIONS: Final = {
    media.TABLE: media.TABLE,
    "application/json": media.TABLE,
    **{media_type: media_type for media_type in media.RESULTS},
    **dict.fromkeys(("application/xml", "text/xml"), "application/sparql-results+xml"),
}
"""For SELECT and ASK, the media types that can be asked for, in order of preference, and what is sent for each."""
GRAPHS: Final = {
    **{media_type: media_type for media_type in media.GRAPHS},
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
}
"""The same for CONSTRUCT and DESCRIBE."""
_FICKLE: Final = ("NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE")
"""Functions that make a query answer differently each time."""
_MAYBE_FICKLE: Final = ("now", "rand", "uuid", "bnode", "service", "\\u")
"""Strings of which the text of such a query contains one, in lower case."""
_IN_MEMORY: Final = 1024 * 1024
"""Largest body, in bytes, that is held in memory."""
_LONGEST_LINK: Final = 8000
"""Longest URL, in characters, that most programs accept."""


def answer_of(operation: Operation, reply: Reply, identity: str, version: str, spool: Spool | None = None) -> Answer:
    """Return the response for a worker's reply; its body may be in a spool."""
    body = _body(reply, spool)
    coding = reply.coding if spool is None or not len(spool) else spool.coding
    headers = headers_of(operation, reply.media_type, coding, identity, version)
    if reply.cut:
        headers |= _cut(operation, reply)
    return Answer(body, headers, query_digest(operation.text), start_of(200, headers, len(body)))


def _body(reply: Reply, spool: Spool | None) -> bytes | Spool:
    if spool is None or not len(spool):
        return reply.body
    return bytes(spool) if len(spool) <= _IN_MEMORY else spool


def headers_of(operation: Operation, media_type: str, coding: str, identity: str, version: str) -> dict[str, str]:
    """Return the headers that are known before the end of an answer: its format, and how long it may be cached."""
    text = media_type.startswith("text/")
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8" if text else media_type,
        "Vary": "Accept, Accept-Encoding",
        "X-Dataset-Version": version,
    }
    if coding:
        headers["Content-Encoding"] = coding
    if _is_fickle(operation.text):
        headers["Cache-Control"] = "no-store"
    else:
        headers["Cache-Control"] = "public, no-cache"  # keep it, and ask with its ETag whether it still holds
        headers["ETag"] = _etag(identity, operation, media_type)
    return headers


@lru_cache(maxsize=256)
def media_type_of(accept: str | None, form: str) -> str:
    """Return the media type in which a query of a form is answered. Raises Problem 406 if none is acceptable."""
    return choose(accept, GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else SOLUTIONS)


def _is_fickle(text: str) -> bool:
    """Tell whether a query may answer differently each time; one with escaped letters is assumed to."""
    lower = text.lower()
    if not any(part in lower for part in _MAYBE_FICKLE):
        return False
    return "\\u" in lower or any(token.is_word(*_FICKLE) for token in tokenize(text))


def _etag(identity: str, operation: Operation, media_type: str) -> str:
    asked = (identity, media_type, operation.text, operation.default_graphs, operation.named_graphs, operation.offset)
    return f'W/"{blake2b(repr(asked).encode(), digest_size=12).hexdigest()}"'


CUT: Final = ("X-Result-Cut", "Link")
"""The headers, or trailer fields, that say that a result was cut."""


def _cut(operation: Operation, reply: Reply) -> dict[str, str]:
    """Return the headers that say that a result was cut, and where the rest is."""
    offset = operation.offset + (reply.rows or 0)
    graphs = [("default-graph-uri", graph) for graph in operation.default_graphs]
    graphs += [("named-graph-uri", graph) for graph in operation.named_graphs]
    parameters = [("query", operation.text), *graphs, ("offset", str(offset)), ("accept", reply.media_type)]
    address = "/sparql?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters)
    headers = {"X-Result-Cut": f"rows={reply.rows}; next-offset={offset}"}
    if len(address) <= _LONGEST_LINK:
        headers["Link"] = f'<{address}>; rel="next"'
    return headers
