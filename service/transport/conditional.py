"""Conditional requests: entity tags tell whether a client's copy of an answer is current (RFC 9110, section 13)."""

from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Final

from fastapi import Request, Response

_ANY: Final = "*"


def caching(request: Request, *parts: str) -> dict[str, str]:
    """Return the headers that let a client keep a reply, and ask later whether it is still current.

    ``parts`` are all that the reply depends on: a reply to GET gets an entity tag made from them.
    """
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if request.method == "POST":
        return headers
    tag = sha256("\0".join(parts).encode()).hexdigest()[:32]
    return {**headers, "ETag": f'"{tag}"'}


async def unless_held(
    request: Request, headers: Mapping[str, str], make: Callable[[], Awaitable[Response]]
) -> Response:
    """Return 304 if the client has the reply with these headers, and make the reply otherwise.

    A client can only know a tag from an earlier reply, so a match needs no work. ``*`` matches any reply, so for it the
    reply must be made first: if that raises a Problem, there is none to match.
    """
    known, unchanged = known_of(request), Response(status_code=304, headers=dict(headers))
    is_any = known.strip() == _ANY
    if not is_any and names(known, headers.get("ETag")):
        return unchanged
    response = await make()
    return unchanged if is_any and "ETag" in headers else response


def known_of(request: Request) -> str:
    """Return the value of ``If-None-Match``, which may be spread over several header lines."""
    return ",".join(request.headers.getlist("if-none-match"))


def names(known: str, etag: str | None) -> bool:
    """Tell whether an ``If-None-Match`` matches an entity tag (section 13.1.2).

    The comparison is weak, since an intermediary may have weakened the tag. ``*`` matches any.
    """
    if not known or etag is None:
        return False
    return known.strip() == _ANY or _opaque(etag) in map(_opaque, known.split(","))


def _opaque(etag: str) -> str:
    """Return an entity tag without the prefix of a weak one."""
    return etag.strip().removeprefix("W/")
