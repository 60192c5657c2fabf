"""Sending bodies to clients that may be slow."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Final

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import Message, Send

from service.workers.spool import CHUNK, Spool

STALLED_SECONDS: Final = 60
"""Seconds after which a client that reads nothing of a large answer is disconnected."""


class StalledError(Exception):
    """The client has read nothing for too long."""


async def pieces(body: bytes | Spool) -> AsyncGenerator[bytes]:
    """Yield a body in pieces."""
    place = 0
    while place < len(body):
        piece = body[place : place + CHUNK] if isinstance(body, bytes) else await body.read(place)
        place += len(piece)
        yield piece


async def send_body(send: Send, body: bytes | Spool) -> None:
    """Send a body. Raises StalledError if the client stops reading."""
    sent = 0
    async with aclosing(pieces(body)) as parts:
        async for piece in parts:
            sent += len(piece)
            message: Message = {"type": "http.response.body", "body": piece, "more_body": sent < len(body)}
            try:
                async with asyncio.timeout(STALLED_SECONDS):
                    await send(message)
            except TimeoutError:
                raise StalledError from None
    if not sent:
        await send({"type": "http.response.body", "body": b""})


def response(body: bytes | Spool, headers: Mapping[str, str], media_type: str | None = None) -> Response:
    """Return a response with a body; a large one is streamed."""
    if isinstance(body, bytes) and len(body) <= CHUNK:
        return Response(body, headers=dict(headers), media_type=media_type)
    return StreamingResponse(pieces(body), headers=dict(headers), media_type=media_type)
