"""Entity tags, by which a client asks whether the answer that it holds still does (RFC 9110, section 8.8.3)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from fastapi import Request, Response

_ANY: Final = "*"


def caching(request: Request, tag: str) -> dict[str, str]:
    """Return the headers that let a cache keep a reply, and ask whether it still holds."""
    held = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return {**held, "ETag": f'"{tag[:32]}"'} if request.method != "POST" else held


async def unless_held(
    request: Request, headers: Mapping[str, str], make: Callable[[], Awaitable[Response]]
) -> Response:
    """Return 304 where the client holds the reply with these headers, else make it; what raises a Problem is no reply.

    A tag was given with a reply, so that nothing need be made to know that there is one; for ``*``, which names
    whatever there is, something must.
    """
    known, unchanged = known_of(request), Response(status_code=304, headers=dict(headers))
    is_any = known.strip() == _ANY
    if not is_any and names(known, headers.get("ETag")):
        return unchanged
    response = await make()
    return unchanged if is_any and "ETag" in headers else response


def known_of(request: Request) -> str:
    """Return what ``If-None-Match`` holds, which may come in several lines."""
    return ",".join(request.headers.getlist("if-none-match"))


def names(known: str, etag: str | None) -> bool:
    """Tell whether an ``If-None-Match`` names an entity tag (section 13.1.2).

    Tags are compared weakly, since an intermediary may have marked them; ``*`` names any.
    """
    if not known or etag is None:
        return False
    return known.strip() == _ANY or _opaque(etag) in map(_opaque, known.split(","))


def _opaque(etag: str) -> str:
    """Return an entity tag without the mark of a weak one."""
    return etag.strip().removeprefix("W/")
