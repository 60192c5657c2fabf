"""What goes into a reader and what comes out of it."""

from dataclasses import dataclass
from pathlib import Path

from loaders.document import Block
from loaders.limits import Limits


@dataclass(frozen=True)
class File:
    """The bytes of one file, and how to read them."""

    path: Path
    data: bytes
    encoding: str | None
    """Character encoding that the manifest names, if any."""
    limits: Limits


@dataclass(frozen=True)
class Reading:
    """A canonical text and its blocks; ``notes`` say what was guessed or left out, one sentence each."""

    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
