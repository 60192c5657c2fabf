"""The messages between the service and a front, over a socket that keeps packets apart.

The service sends one packet of JSON with ``FrontSettings``, then ``?`` whenever it wants figures, and closes its side
when the front is to end. The front sends ``READY``, ``FIGURES`` with ``NUMBERS``, and ``CONNECTION`` with what has been
read of a connection and the connection's descriptor.
"""

import struct
from dataclasses import dataclass
from typing import Final

READY: Final = b"R"
CONNECTION: Final = b"C"
FIGURES: Final = b"F"
ASK_FIGURES: Final = b"?"
NUMBERS: Final = struct.Struct("!QQd")
"""Answers with a body, answers with a 304, and the seconds spent on both."""
PACKET: Final = 65_536
"""Largest packet, in bytes."""


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """What a front needs to know of the service."""

    version: str
    identity: str
    max_rows: int
    max_bytes: int
    access_log: bool
    place: int = 0
    """Its number among the fronts, from 0."""
    fronts: int = 1
    """How many fronts there are."""
