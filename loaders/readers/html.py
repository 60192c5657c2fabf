"""Reading HTML as it appears on the page; scripts, styles and forms are left out, and nothing is fetched or run."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from charset_normalizer import from_bytes
from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.document import BlockKind
from loaders.errors import BadInput
from loaders.readers.pieces import Piece, assembled
from loaders.readers.reading import File, Reading

_UNSEEN = ("script", "style", "noscript", "template", "head", "nav", "svg", "iframe", "object", "select", "button")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label"}
    | {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)


def read(file: File) -> Reading:
    """Read a web page; raises BadInput if the manifest names an unknown encoding."""
    page = LexborHTMLParser(_decoded(file))
    page.strip_tags(list(_UNSEEN))
    layout = _Layout()
    if page.body is not None:
        _walk(page.body, layout)
    layout.end()
    return assembled(layout.pieces)


def _decoded(file: File) -> str:
    """Decode a page from the manifest's encoding, UTF-8, or the encoding that its bytes suggest; raises BadInput."""
    if file.encoding:
        try:
            return file.data.decode(file.encoding, "replace")
        except LookupError:
            raise BadInput(file.path, f"the encoding {file.encoding} is not known") from None
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(file.data[:65536]).best()
        return file.data.decode(best.encoding if best else "windows-1252", "replace")


@dataclass
class _Layout:
    """The pieces found so far, and the text of the one that is not complete."""

    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0
    """How many lists are open."""

    def end(self) -> None:
        """Complete the current piece, unless it is empty."""
        if self.words:
            self.pieces.append(Piece(self.kind, "".join(self.words), self.level))
            self.words = []

    def begin(self, kind: BlockKind, level: int = 0) -> None:
        """Complete the current piece and begin another."""
        self.end()
        self.kind, self.level = kind, level


def _walk(root: LexborNode, layout: _Layout) -> None:
    """Visit all nodes in the order of the text; without recursion, since nodes may be nested to any depth."""
    pending: list[tuple[LexborNode, bool]] = [(root, False)]
    while pending:
        node, leaving = pending.pop()
        tag = node.tag or ""
        if leaving:
            _leave(tag, layout)
            continue
        if tag == "-text":
            layout.words.append(_spaced(node.text_content or ""))
        elif tag == "br":
            layout.words.append("\n")
        elif not tag.startswith("-") and tag != "!doctype":
            if tag not in _INLINE:
                _enter(tag, layout)
                pending.append((node, True))
            pending.extend((child, False) for child in reversed(list(_children(node))))


def _spaced(text: str) -> str:
    """Return the text of a node with runs of white space as one space, including those at its ends."""
    folded = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if folded and text[-1:].isspace() else ""
    return f"{before}{folded}{after}"


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _enter(tag: str, layout: _Layout) -> None:
    if tag in _HEADINGS:
        layout.begin(BlockKind.HEADING, _HEADINGS[tag])
    elif tag in _LISTS:
        layout.end()
        layout.depth += 1
    elif tag == "li":
        layout.begin(BlockKind.BULLET, max(1, layout.depth))
    elif tag == "blockquote":
        layout.begin(BlockKind.QUOTE)
    elif tag in {"td", "th"}:
        layout.begin(BlockKind.CELL)
    elif layout.kind in {BlockKind.BULLET, BlockKind.QUOTE, BlockKind.CELL}:
        layout.end()
    else:
        layout.begin(BlockKind.PARAGRAPH)


def _leave(tag: str, layout: _Layout) -> None:
    layout.end()
    if tag in _LISTS:
        layout.depth -= 1
    if tag in _HEADINGS or tag in {"li", "blockquote", "td", "th"} or (tag in _LISTS and not layout.depth):
        layout.kind, layout.level = BlockKind.PARAGRAPH, 0
