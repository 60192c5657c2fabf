"""Reading rows of survey exports, which unpacking writes to files of their own: headings and paragraphs as JSON."""

import re
from collections.abc import Sequence

import orjson

from loaders.document import BlockKind
from loaders.readers.pieces import Piece, assembled
from loaders.readers.reading import File, Reading

SUFFIX = ".response"


def written(pieces: Sequence[tuple[BlockKind, str]]) -> bytes:
    """Return headings and paragraphs as the content of a file that :func:`read` reads."""
    return orjson.dumps(pieces)


def read(file: File) -> Reading:
    """Read a file that holds what :func:`written` returned."""
    pieces: list[Piece] = []
    for kind, text in orjson.loads(file.data):
        if kind == BlockKind.HEADING:
            pieces.append(Piece(BlockKind.HEADING, text, 2))
        else:
            pieces += [Piece(BlockKind.PARAGRAPH, paragraph) for paragraph in re.split(r"\n\s*\n", text)]
    return assembled(pieces, prose=True)
