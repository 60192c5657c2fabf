"""Readers: one module for each file format, all yielding a Document."""

from hashlib import sha256
from pathlib import Path

from loaders.document import Document
from loaders.errors import BadInput
from loaders.readers import text as plain
from loaders.readers.canonical import canonical


def read(path: Path, *, encoding: str | None = None) -> Document:
    """Read one response from a file; raises BadInput where that is not possible."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(path, f"cannot be read: {error.strerror}") from None
    text, notes = canonical(plain.decode(str(path), data, encoding))
    if not text.strip():
        raise BadInput(path, "is empty")
    return Document(path.name, text, plain.blocks(text), sha256(data).hexdigest(), notes)
