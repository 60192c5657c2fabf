"""Reading Markdown: its marks tell the layout, and stay in the text, so that offsets refer to what the author wrote."""

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.document import Block, BlockKind, Span
from loaders.readers import text as plain
from loaders.readers.canonical import canonical
from loaders.readers.reading import File, Reading

_PARSER = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").disable("code")
_MARKS = {
    BlockKind.HEADING: re.compile(r"[ \t>]*#{0,6}[ \t]*"),
    BlockKind.BULLET: re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?=[ \t]))?[ \t]*"),
    BlockKind.QUOTE: re.compile(r"[ \t>]*"),
}


def read(file: File) -> Reading:
    """Read a Markdown file."""
    text, notes = canonical(plain.decode(str(file.path), file.data, file.encoding))
    return Reading(text, tuple(_blocks(text)), notes)


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks that Markdown marks, and those found between them as in plain text."""
    at = 0
    for marked in _marked(text):
        yield from _plain(text, at, marked.span.start)
        yield marked
        at = marked.span.end
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[Block]:
    for block in plain.blocks(text[start:end]):
        if any(character.isalnum() for character in text[start + block.span.start : start + block.span.end]):
            span = Span(block.span.start + start, block.span.end + start)
            yield replace(block, span=span)


def _marked(text: str) -> Iterator[Block]:
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    lists = quotes = 0
    kind, level = BlockKind.PARAGRAPH, 0
    for token in _PARSER.parse(text):
        lists += token.nesting if token.type.endswith("list_open") or token.type.endswith("list_close") else 0
        quotes += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "heading_open":
            kind, level = BlockKind.HEADING, int(token.tag[1:])
        elif token.type == "paragraph_open":
            kind, level = (BlockKind.BULLET, lists) if lists else (BlockKind.QUOTE, 0)
            kind = kind if lists or quotes else BlockKind.PARAGRAPH
        elif token.type == "inline" and kind is not BlockKind.PARAGRAPH and token.map:
            yield from _block(text, lines, token, kind, level)
        if token.type in {"heading_close", "paragraph_close"}:
            kind = BlockKind.PARAGRAPH


def _block(text: str, lines: list[int], token: Token, kind: BlockKind, level: int) -> Iterator[Block]:
    first, after = token.map or (0, 0)
    start, end = lines[first], lines[min(after, len(lines) - 1)]
    mark = _MARKS[kind].match(text, start, end)
    start = mark.end() if mark else start
    if kind is BlockKind.BULLET and plain.is_numbered_question(text[lines[first] : end].strip()):
        return  # a question whose number Markdown takes for that of a list
    stripped = text[start:end].rstrip().rstrip("#" if kind is BlockKind.HEADING else "").rstrip()
    if stripped:
        yield Block(Span(start, start + len(stripped)), kind, level)
