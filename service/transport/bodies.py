"""Reading the bodies of requests, up to a limit."""

from fastapi import Request

from service.errors import Problem
from service.settings import MEGABYTE


async def read(request: Request, megabytes: float) -> bytes:
    """Return the body of a request. Raises Problem 413 if it is larger than that, 415 if it is compressed."""
    refuse_coded(request)
    cap = int(megabytes * MEGABYTE)
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > cap:
        raise too_large(megabytes)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > cap:
            raise too_large(megabytes)
    return bytes(body)


def refuse_coded(request: Request) -> None:
    """Raise Problem 415 for a compressed body (RFC 9110, section 8.4): unpacked, it could be of any size."""
    coding = request.headers.get("content-encoding", "").strip()
    if coding.lower() not in {"", "identity"}:
        detail = f"The body must be sent as it is; nothing in the coding {coding[:40]!r} is read here."
        raise Problem(415, detail, headers={"Accept-Encoding": "identity"})


def too_large(megabytes: float) -> Problem:
    """Return the Problem for a body of more than ``megabytes``."""
    return Problem(413, f"The request is larger than {megabytes:g} MB.", headers={"Connection": "close"})
