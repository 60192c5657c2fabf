"""Reading files into Documents, with a module for each format.

A reader is a function that takes the bytes of a file and returns its canonical text and its blocks. It runs in a worker
process with limits on time and memory, and raises BadInput for a file that it cannot read.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from loaders.document import Document
from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.readers import docx, html, markdown, odt, pdf, row, text
from loaders.readers.reading import File, Reading

CONTAINERS: Final = frozenset({".zip", ".csv", ".tsv", ".xlsx", ".jsonl"})
"""Formats that hold many responses in one file."""
Reader = Callable[[File], Reading]

READERS: Final[dict[str, Reader]] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".docx": docx.read,
    ".docm": docx.read,
    ".odt": odt.read,
    ".pdf": pdf.read,
    row.SUFFIX: row.read,
}
"""The reader of each format, by suffix."""
OFFERED: Final = tuple(suffix for suffix in READERS if suffix != row.SUFFIX)
"""The suffixes of files that people can load; that of rows of tables is for internal use."""


def read(path: Path, *, encoding: str | None = None, limits: Limits | None = None) -> Document:
    """Read one response from a file; raises BadInput if that is not possible."""
    limits = limits or Limits()
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        many = ", ".join(sorted(CONTAINERS))
        sentence = f"is of no format that can be read; there are {', '.join(OFFERED)}, and of many responses {many}"
        raise BadInput(path, sentence)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(path, f"cannot be read: {error.strerror}") from None
    reading = reader(File(path, data, encoding, limits))
    if not reading.text.strip():
        raise BadInput(path, "is empty")
    if len(reading.text) > limits.characters:
        raise BadInput(path, f"holds {len(reading.text):,} characters, and {limits.characters:,} are read at most")
    return Document(path.name, reading.text, reading.blocks, sha256(data).hexdigest(), reading.notes)
