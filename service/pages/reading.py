"""Laying out a response for reading: its blocks in order, with marks in the text and notes in the margin."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, zip_longest

from loaders.document import BlockKind, Document, Span
from loaders.find.layout import Unit, units
from loaders.readers.text import blocks as text_blocks
from loaders.readers.text import is_numbered_question
from service.pages.marking import Piece, pieces
from service.pages.statements import Statement, Thing


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a response answers a question, and its stance."""

    question: Thing
    number: str
    question_text: str
    span: Span
    stance: Thing | None
    level: int
    """Step of the stance on the colour scale; 0 if none is stated."""
    stance_span: Span | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin: a statement, with the number that marks its words."""

    number: int
    statement: Statement


@dataclass(slots=True)
class LaidOut:
    """A block of the text as it is shown."""

    kind: BlockKind
    level: int
    marker: str
    """The author's marker of a list item, such as ``-`` or ``1.``; otherwise empty."""
    span: Span
    pieces: list[Piece]
    notes: list[Note]
    """The statements that begin here."""
    tight: bool = False
    """Whether it follows on the very next line, as in an address."""
    answer: Answer | None = None
    """The answer that begins here or, under a heading, right after it."""
    together: list[Answer] = field(default_factory=list)
    """Answers that share their words with it, where several questions are answered together."""
    anchors: dict[int, list[str]] = field(default_factory=dict)
    """For the start of a piece, the fragments of the passages that begin there."""
    numbers: dict[int, list[int]] = field(default_factory=dict)
    """For the end of a piece, the numbers of the notes whose statements end there."""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together: the items of one list, or one block of another kind."""

    kind: BlockKind
    blocks: Sequence[LaidOut]


def lay_out(name: str, text: str, statements: Sequence[Statement], answers: Iterable[Answer]) -> list[Group]:
    """Lay a canonical text out, its statements marked and its answers found."""
    found = units(Document(name, text, text_blocks(text), ""))
    blocks = [_block(text, unit, statements) for unit in _complete(text, found)]
    for above, below in pairwise(blocks):
        below.tight = text[above.span.end : below.span.start].count("\n") == 1
    _number(blocks, statements)
    for answer in answers:
        _attach(answer, blocks)
    lines = [above for above, below in zip_longest(blocks, blocks[1:]) if _is_line(above, below)]
    for line in lines:
        line.kind = BlockKind.PARAGRAPH
    return [Group(kind, tuple(members)) for kind, members in _grouped(blocks)]


def _complete(text: str, found: Sequence[Unit]) -> Iterator[Unit]:
    """Yield the units and any text between them, so that no word is lost."""
    end = 0
    for unit in found:
        yield from _left_out(text, Span(end, unit.span.start), unit.marker)
        yield unit
        end = unit.span.end
    yield from _left_out(text, Span(end, len(text)), "")


def _left_out(text: str, gap: Span, marker: str) -> Iterator[Unit]:
    words = gap.of(text)
    if words.strip().removesuffix(marker).strip():
        start = gap.start + len(words) - len(words.lstrip())
        kept = words.strip().removesuffix(marker).rstrip() if marker else words.strip()
        yield Unit(Span(start, start + len(kept)), BlockKind.PARAGRAPH)


def _block(text: str, unit: Unit, statements: Iterable[Statement]) -> LaidOut:
    return LaidOut(unit.kind, unit.level, unit.marker, unit.span, pieces(text, unit.span, statements), [])


def _is_line(above: LaidOut, below: LaidOut | None) -> bool:
    """Tell whether an apparent heading is only a short line, such as part of an address, a date or a one-word reply."""
    heads = below is not None and below.kind is not BlockKind.HEADING and not below.tight
    return above.kind is BlockKind.HEADING and not above.answer and not heads


def _number(blocks: Iterable[LaidOut], statements: Iterable[Statement]) -> None:
    """Number the notes in the order of the text, and put each beside the block in which its words begin."""
    numbers = {each.iri: number for number, each in enumerate(statements, 1)}
    begun: set[str] = set()
    anchored: set[str] = set()
    last: dict[int, tuple[LaidOut, int]] = {}
    for block in blocks:
        for piece in block.pieces:
            for each in piece.statements:
                if each.iri not in begun:
                    begun.add(each.iri)
                    block.notes.append(Note(numbers[each.iri], each))
                if each.anchor not in anchored:
                    anchored.add(each.anchor)
                    block.anchors.setdefault(piece.span.start, []).append(each.anchor)
                last[numbers[each.iri]] = block, piece.span.start
    for number, (block, start) in sorted(last.items()):
        block.numbers.setdefault(start, []).append(number)
    for block in blocks:
        block.notes.sort(key=lambda note: note.number)


def _attach(answer: Answer, blocks: Sequence[LaidOut]) -> None:
    """Attach each answer to its heading, or to its first block if it has none."""
    first = next((n for n, block in enumerate(blocks) if block.span.end > answer.span.start), None)
    if first is None:
        return
    above = blocks[first - 1] if first and blocks[first - 1].kind is BlockKind.HEADING else None
    if is_numbered_question("".join(piece.text for piece in blocks[first].pieces)):
        above = None  # the answer's words begin with the question's
    heading = above or blocks[first]
    if heading.answer and heading.answer.span == answer.span:
        heading.together.append(answer)
    heading.answer = heading.answer or answer
    stated = answer.stance_span
    if above and stated and blocks[first].span.start <= stated.start < blocks[first].span.end:
        blocks[first].kind = BlockKind.PARAGRAPH  # however short, it is a reply


def _grouped(blocks: Iterable[LaidOut]) -> Iterator[tuple[BlockKind, list[LaidOut]]]:
    for (kind, _), members in groupby(enumerate(blocks), _list_or_place):
        yield kind, [block for _, block in members]


def _list_or_place(placed: tuple[int, LaidOut]) -> tuple[BlockKind, int]:
    """Give list items that follow each other one key, and every other block a key of its own."""
    place, block = placed
    return block.kind, -1 if block.kind is BlockKind.BULLET else place
