"""What a front understands of HTTP: one whole, plain ``GET /sparql?query=…``; all else is for the service to read."""

from dataclasses import dataclass
from typing import Final

from service.transport.negotiation import coding_of, may_want_page

_START: Final = b"GET /sparql?query="
_END: Final = b"\r\n\r\n"
_VERSION: Final = b" HTTP/1.1"
_NOT_PLAIN: Final = frozenset(
    {b"content-length", b"transfer-encoding", b"upgrade", b"expect", b"forwarded", b"x-forwarded-for"}
)
"""Headers that make a request something more."""
_OPTIONS: Final = frozenset({"keep-alive", "te", ""})
"""Options of a connection that do not end it, nor make it another."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Such a request."""

    query_string: bytes
    accept: str
    coding: str
    """The content coding that is best for the client; empty for none."""
    known: str
    """What ``If-None-Match`` holds."""
    trailers: bool
    """Whether the client reads trailer fields (RFC 9110, section 10.1.4)."""


def read(data: bytes) -> Plain | None:
    """Read a request; None where it is not one of these, not whole, or followed by another."""
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
    return Plain(target, headers.get("accept", ""), coding, headers.get("if-none-match", ""), trailers)


def _headers(lines: list[bytes]) -> dict[str, str] | None:
    """Return the headers by name in lower case; None where one of them is not plain, or comes twice."""
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
