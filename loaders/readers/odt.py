"""Reading OpenDocument texts (ODT) from the XML of their content."""

from collections.abc import Iterator

from lxml import etree

from loaders.document import BlockKind
from loaders.readers.archive import opened, part
from loaders.readers.pieces import Piece, assembled
from loaders.readers.reading import File, Reading
from loaders.readers.xml import DEEPEST, number, parsed

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SKIPPED = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"})
_MANY = 1000
"""Most spaces that one ``text:s`` may stand for."""


def read(file: File) -> Reading:
    """Read an OpenDocument text; raises BadInput if it is damaged."""
    archive = opened(file.path, file.data, file.limits)
    return assembled(_pieces(parsed(file.path, part(file.path, archive, "content.xml"))))


def _pieces(root: etree._Element) -> Iterator[Piece]:
    for element in root.iter(f"{_TEXT}h", f"{_TEXT}p"):
        above = [ancestor.tag for ancestor in element.iterancestors()]
        if _SKIPPED.intersection(above):
            continue
        text = "".join(_words(element))
        if element.tag == f"{_TEXT}h":
            yield Piece(BlockKind.HEADING, text, number(element.get(f"{_TEXT}outline-level"), 1, DEEPEST))
        elif f"{_TEXT}list-item" in above:
            yield Piece(BlockKind.BULLET, text, above.count(f"{_TEXT}list"))
        elif f"{_TABLE}table-cell" in above:
            yield Piece(BlockKind.CELL, text)
        else:
            yield Piece(BlockKind.PARAGRAPH, text)


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph piece by piece, with the spaces, tabs and line breaks that elements stand for."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in _SKIPPED:
            walk.skip_subtree()
        elif event == "start":
            yield from _mark(node)
            yield node.text or ""
        elif node is not element:
            yield node.tail or ""


def _mark(node: etree._Element) -> Iterator[str]:
    if node.tag == f"{_TEXT}s":
        yield " " * number(node.get(f"{_TEXT}c"), 1, _MANY)
    elif node.tag == f"{_TEXT}tab":
        yield "\t"
    elif node.tag == f"{_TEXT}line-break":
        yield "\n"
