"""Joining the pieces of a formatted document into one canonical text with its blocks.

Word documents, web pages and PDF files hold headings, paragraphs and list items. They become one text as a person
would type it: a blank line between paragraphs, ``- `` before a list item. Layout that the author only typed, such as a
dash or the number of a question, is recognised as in plain text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from loaders.document import Block, BlockKind, Span
from loaders.readers.canonical import canonical
from loaders.readers.reading import Reading
from loaders.readers.text import blocks


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, list item or table cell of a formatted document; ``text`` has the author's line breaks."""

    kind: BlockKind
    text: str
    level: int = 0


@dataclass
class _Assembly:
    """The text so far, and its blocks. Those of successive paragraphs are found when the last of them is known."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    found: list[Block] = field(default_factory=list)
    stretch: int | None = None
    """Offset of the first paragraph whose blocks have not been found; None if there is none."""
    first: int = 0
    """Index in ``parts`` of that paragraph."""
    prose: bool = False
    """Whether no paragraph can be a heading."""

    def put(self, piece: Piece, after: BlockKind | None) -> None:
        """Append a piece to the text."""
        listed = piece.kind is BlockKind.BULLET
        if self.length:
            self._write("\n" if listed and after is BlockKind.BULLET else "\n\n")
        if piece.kind is BlockKind.PARAGRAPH:
            if self.stretch is None:
                self.stretch, self.first = self.length, len(self.parts)
            self._write(piece.text)
            return
        self.lay_out()
        if listed:
            self._write("  " * max(0, piece.level - 1) + "- ")
        self.found.append(Block(Span(self.length, self.length + len(piece.text)), piece.kind, piece.level))
        self._write(piece.text)

    def lay_out(self) -> None:
        """Find the blocks of the paragraphs since the last piece of another kind, as in plain text."""
        if self.stretch is None:
            return
        start, self.stretch = self.stretch, None
        for block in blocks("".join(self.parts[self.first :])):
            span = Span(block.span.start + start, block.span.end + start)
            prose = self.prose and block.guessed
            self.found.append(Block(span, BlockKind.PARAGRAPH) if prose else replace(block, span=span))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def assembled(pieces: Iterable[Piece], notes: Iterable[str] = (), *, prose: bool = False) -> Reading:
    """Return the canonical text and the blocks of some pieces; empty pieces are left out.

    ``prose`` says that the format marks every heading, so that no paragraph is taken for one, however short.
    """
    assembly = _Assembly(prose=prose)
    said = dict.fromkeys(notes)
    after: BlockKind | None = None
    for piece in pieces:
        text, left_out = canonical("\n".join(" ".join(line.split()) for line in piece.text.splitlines()).strip())
        said.update(dict.fromkeys(left_out))
        if text:
            assembly.put(Piece(piece.kind, text, piece.level), after)
            after = piece.kind
    assembly.lay_out()
    return Reading("".join(assembly.parts), tuple(assembly.found), tuple(said))
