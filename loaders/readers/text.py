"""Reading plain text: paragraphs between blank lines, list items, and headings as people type them."""

import re
from collections.abc import Iterator

from loaders.document import Block, BlockKind, Span
from loaders.errors import BadInput
from loaders.readers.canonical import canonical
from loaders.readers.reading import File, Reading

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"(?P<indent>[ \t]*)(?:[-*•●▪◦‣–—o]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t]+(?=\S)")
_QUESTION = re.compile(
    r"[ \t]*Q(?:uestion)?[ \t]*\d{1,3}[a-z]?(?:[.):]|[ \t](?!(?-i:[a-z])[^\n]*\.[ \t]*$)|$)", re.IGNORECASE
)
"""A label of a question; not a sentence that speaks of one."""
_NUMBERED_QUESTION = re.compile(r"[ \t]*\d{1,3}[a-z]?[.):]?[ \t]+\S[^\n]{0,600}\?[ \t]*$")
_STOPS = (".", "!", "?", ":", ";")
_AFTER_STOP = " \t\"'”’)]"
_SHORT = 80
"""A separate line of fewer code points that has no full stop is guessed to be a heading."""


def read(file: File) -> Reading:
    """Read a text file; raises BadInput if it is not in its encoding."""
    text, notes = canonical(decode(str(file.path), file.data, file.encoding))
    return Reading(text, blocks(text), notes)


def decode(name: str, data: bytes, encoding: str | None = None) -> str:
    """Decode a text file from the encoding that the manifest names, UTF-16 with a byte order mark, or UTF-8.

    Raises BadInput with the line of the first byte that does not fit.
    """
    if encoding is None and data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    try:
        return data.decode(encoding or "utf-8-sig")
    except LookupError:
        raise BadInput(name, f"the encoding {encoding} is not known") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        advice = "save it as UTF-8, or name its encoding in consultation.yaml (`encoding: windows-1252`)"
        sentence = f"is not {(encoding or 'UTF-8').upper()} (byte {data[error.start]:#04x}); {advice}"
        raise BadInput(name, sentence, line=line) from None


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text: paragraphs, list items and headings."""
    return tuple(_rejoined(text, list(_blocks(text))))


def _blocks(text: str) -> Iterator[Block]:
    """Yield a block for each list item and for each run of lines between blank ones."""
    start = end = None
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        opens = _BULLET.match(line.group()) is not None
        alone = end is None or "\n" in text[end : line.start()].replace("\n", "", 1)
        if start is not None and end is not None and (opens or alone or is_numbered_question(line.group())):
            yield _block(text, start, end)
            start = None
        start = line.start() if start is None else start
        end = line.end()
        if is_numbered_question(line.group()):
            yield _block(text, start, end)
            start = None
    if start is not None and end is not None:
        yield _block(text, start, end)


def is_numbered_question(line: str) -> bool:
    """Tell whether a line begins with the label of a question, such as ``Q4``, or is a question after its number."""
    return (_QUESTION.match(line) or _NUMBERED_QUESTION.match(line)) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with a full stop or the like, perhaps followed by a quotation mark or bracket."""
    return text.rstrip(_AFTER_STOP).endswith(_STOPS)


def _block(text: str, start: int, end: int) -> Block:
    """Return a run of lines as a block; the span of a list item begins after its mark."""
    if is_numbered_question(text[start:end]):
        return Block(_stripped(text, start, end), BlockKind.HEADING, 2)
    bullet = _BULLET.match(text, start, end)
    if bullet:
        indent = len(bullet["indent"].expandtabs(4))
        return Block(_stripped(text, bullet.end(), end), BlockKind.BULLET, 1 + indent // 2)
    span = _stripped(text, start, end)
    short = span.end - span.start < _SHORT and "\n" not in span.of(text)
    if short and not ends_sentence(span.of(text)) and not span.of(text).endswith(","):
        return Block(span, BlockKind.HEADING, 2, guessed=True)
    return Block(span, BlockKind.PARAGRAPH)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _rejoined(text: str, found: list[Block]) -> Iterator[Block]:
    """Join the parts of a paragraph that a page break divides: no full stop before it, a small letter after it."""
    held: Block | None = None
    before = ""
    for block in found:
        words = block.span.of(text)
        if held and block.kind is BlockKind.PARAGRAPH and _is_cut(held.span, before, words):
            held = Block(Span(held.span.start, block.span.end), held.kind, held.level)
        else:
            if held:
                yield held
            held = block
        before = words
    if held:
        yield held


def _is_cut(held: Span, before: str, after: str) -> bool:
    """Tell whether a block, whose last part reads ``before``, continues in the next one, which reads ``after``."""
    return held.end - held.start >= _SHORT and not ends_sentence(before) and after[:1].islower()
