"""Request bodies, read up to a cap."""

from fastapi import Request

from service.errors import Problem
from service.settings import MEGABYTE


async def read(request: Request, megabytes: float) -> bytes:
    """Return the body of a request; raises ``Problem`` 413 as soon as it is larger than that."""
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


def too_large(megabytes: float) -> Problem:
    """Return what a client is told that sends more than so many megabytes."""
    return Problem(413, f"The request is larger than {megabytes:g} MB.", headers={"Connection": "close"})
