"""The little HTTP that is read and written without uvicorn: a plain ``GET /sparql?query=…``, the head of a response.

Plain means one whole request with no other parameter, no body, and no header that changes what it is. Anything else is
left to uvicorn.
"""

from dataclasses import dataclass
from http.client import responses
from typing import Final

from service.transport.negotiation import coding_of, may_want_page

_START: Final = b"GET /sparql?query="
_END: Final = b"\r\n\r\n"
_VERSION: Final = b" HTTP/1.1"
_NOT_PLAIN: Final = frozenset(
    {b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"forwarded", b"x-forwarded-for"}
)
"""Headers with which a request is not plain."""
_OPTIONS: Final = frozenset({"keep-alive", "te", ""})
"""Options of the header ``Connection`` that leave the connection as it is."""


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """A plain ``GET /sparql?query=…``."""

    query_string: bytes
    accept: str
    coding: str
    """The content coding to answer in; empty for none."""
    if_none_match: str
    trailers: bool
    """Whether the client reads trailer fields (RFC 9110, section 10.1.4)."""


def read_plain(data: bytes) -> PlainRequest | None:
    """Read a plain request; return None if the bytes are anything else, or not exactly one request."""
    if not data.startswith(_START) or data.find(_END) != len(data) - len(_END):
        return None
    first, *lines = data[: -len(_END)].split(b"\r\n")
    target, _, version = first[len(b"GET /sparql?") :].partition(b" ")
    if version != _VERSION[1:] or b"&" in target or b"#" in target:
        return None
    headers = _headers(lines)
    if headers is None or may_want_page(headers.get("accept", "")):
        return None
    options = {option.strip().lower() for option in headers.get("connection", "").split(",")}
    if not options <= _OPTIONS:
        return None
    trailers = "te" in options and "trailers" in {each.strip().lower() for each in headers.get("te", "").split(",")}
    coding = coding_of(headers.get("accept-encoding", ""))
    return PlainRequest(target, headers.get("accept", ""), coding, headers.get("if-none-match", ""), trailers)


def _headers(lines: list[bytes]) -> dict[str, str] | None:
    """Return the headers by name in lower case; None if one rules out a plain request or is given twice."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        name, value = name.lower(), value.strip()
        if not colon or not name.isascii() or not name.replace(b"-", b"").isalnum() or name in _NOT_PLAIN:
            return None
        key = name.decode("ascii")
        if key in found:
            return None
        found[key] = value.decode("latin-1")
    return found if "host" in found else None


def head_of(status: int, headers: list[tuple[bytes, bytes]]) -> bytes:
    """Return the status line and the headers of a response; further headers and an empty line are still to follow."""
    lines = b"".join(b"%b: %b\r\n" % header for header in headers)
    return b"HTTP/1.1 %d %b\r\n%b" % (status, responses[status].encode(), lines)
