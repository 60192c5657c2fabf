"""Entity tags, by which a client asks whether the answer that it holds still does (RFC 9110, section 8.8.3)."""

from collections.abc import Mapping

from fastapi import Request


def caching(request: Request, tag: str) -> dict[str, str]:
    """Return the headers that let a cache keep a reply, and ask whether it still holds."""
    held = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return {**held, "ETag": f'"{tag[:32]}"'} if request.method != "POST" else held


def is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """Tell whether the client has the reply with these headers already."""
    return names(known_of(request), headers.get("ETag"))


def known_of(request: Request) -> str:
    """Return what ``If-None-Match`` holds, which may come in several lines."""
    return ",".join(request.headers.getlist("if-none-match"))


def names(known: str, etag: str | None) -> bool:
    """Tell whether an ``If-None-Match`` names an entity tag (section 13.1.2).

    Tags are compared weakly, since an intermediary may have marked them; ``*`` names any.
    """
    if not known or etag is None:
        return False
    return known.strip() == "*" or _opaque(etag) in map(_opaque, known.split(","))


def _opaque(etag: str) -> str:
    """Return an entity tag without the mark of a weak one."""
    return etag.strip().removeprefix("W/")
