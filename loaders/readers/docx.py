"""Reading Word documents (DOCX) from the XML of their body; macros, links and embedded objects are ignored."""

from collections.abc import Iterator, Mapping

from lxml import etree

from loaders.document import BlockKind
from loaders.readers.archive import opened, part
from loaders.readers.pieces import Piece, assembled
from loaders.readers.reading import File, Reading
from loaders.readers.xml import DEEPEST, number, parsed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}txbxContent", f"{_W}object", f"{_W}pict"})
"""Elements that are not on the page as a person reads it: deleted words, field codes, drawings."""


def read(file: File) -> Reading:
    """Read a Word document; raises BadInput if it is damaged."""
    archive = opened(file.path, file.data, file.limits)
    names = set(archive.namelist())
    body = parsed(file.path, part(file.path, archive, _BODY))
    styles = _headings(parsed(file.path, part(file.path, archive, _STYLES))) if _STYLES in names else {}
    notes = ["macros were left out"] if any(name.endswith("vbaProject.bin") for name in names) else []
    return assembled(_pieces(body, styles), notes)


def _headings(styles: etree._Element) -> dict[str, int]:
    """Return the level of each heading style, by the id of the style."""
    levels: dict[str, int] = {}
    for style in styles.iter(f"{_W}style"):
        name, _, said = (_value(style.find(f"{_W}name")) or "").lower().partition(" ")
        level = number(said, 0, DEEPEST) if name == "heading" else int(name == "title" and not said)
        if level:
            levels[style.get(f"{_W}styleId", "")] = level
    return levels


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{_W}val")


def _pieces(body: etree._Element, headings: Mapping[str, int]) -> Iterator[Piece]:
    for paragraph in body.iter(f"{_W}p"):
        if any(ancestor.tag in _SKIPPED for ancestor in paragraph.iterancestors()):
            continue
        text = "".join(_words(paragraph))
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")) or ""
        numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
        in_cell = next(paragraph.iterancestors(f"{_W}tc"), None) is not None
        if style in headings:
            yield Piece(BlockKind.HEADING, text, headings[style])
        elif numbering is not None or style.lower().startswith("list"):
            level = _value(numbering.find(f"{_W}ilvl")) if numbering is not None else None
            yield Piece(BlockKind.BULLET, text, 1 + number(level, 0, DEEPEST))
        elif in_cell:
            yield Piece(BlockKind.CELL, text)
        else:
            yield Piece(BlockKind.PARAGRAPH, text)


def _words(paragraph: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph piece by piece, without that of text boxes in it."""
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(ancestor.tag in _SKIPPED for ancestor in element.iterancestors()):
            continue
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag == f"{_W}tab":
            yield "\t"
        else:
            yield "-" if element.tag == f"{_W}noBreakHyphen" else "\n"
