"""One text in the formats that people hand in, as their programs write them."""

import re
from html import escape
from pathlib import Path

import docx
from odf.opendocument import OpenDocumentText
from odf.style import Style
from odf.text import H, List, ListItem, P
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from loaders.document import BlockKind
from loaders.readers.text import blocks

Pieces = list[tuple[BlockKind, str]]


def pieces(text: str) -> Pieces:
    """Return a text's blocks, each on one line."""
    return [(block.kind, re.sub(r"\s+", " ", block.span.of(text))) for block in blocks(text)]


def write_docx(path: Path, content: Pieces) -> None:
    document = docx.Document()
    styles = {BlockKind.HEADING: "Heading 2", BlockKind.BULLET: "List Bullet"}
    for kind, words in content:
        document.add_paragraph(words, style=styles.get(kind, "Normal"))
    document.save(str(path))


def write_plain_docx(path: Path, content: Pieces) -> None:
    """Everything a plain paragraph, list items with a typed dash, as in many letters."""
    document = docx.Document()
    for kind, words in content:
        document.add_paragraph(f"- {words}" if kind is BlockKind.BULLET else words)
    document.save(str(path))


def write_html(path: Path, content: Pieces) -> None:
    tags = {BlockKind.HEADING: "h2", BlockKind.BULLET: "li"}
    body: list[str] = []
    open_list = False
    for kind, words in content:
        if open_list != (kind is BlockKind.BULLET):
            open_list = not open_list
            body.append("<ul>" if open_list else "</ul>")
        tag = tags.get(kind, "p")
        body.append(f"<{tag}>{escape(words)}</{tag}>")
    script = "<script>document.write('NHSEI should not read this.')</script>"
    page = f"<!doctype html><html><head><title>x</title>{script}</head><body>{script}{''.join(body)}</body></html>"
    path.write_text(page, encoding="utf-8")


def write_odt(path: Path, content: Pieces) -> None:
    document = OpenDocumentText()
    document.styles.addElement(Style(name="Bullet", family="paragraph"))
    for kind, words in content:
        if kind is BlockKind.HEADING:
            document.text.addElement(H(outlinelevel=2, text=words))
        elif kind is BlockKind.BULLET:
            item = ListItem()
            item.addElement(P(text=words))
            listed = List()
            listed.addElement(item)
            document.text.addElement(listed)
        else:
            document.text.addElement(P(text=words))
    document.save(str(path))


def write_pdf(path: Path, content: Pieces, *, columns: int = 1, lines: bool = False) -> None:
    """Set the text in columns with running heads and feet; with ``lines``, without, and ``<br/>`` breaks a line."""
    width, height = A4
    margin, gap = 60.0, 24.0
    column = (width - 2 * margin - (columns - 1) * gap) / columns
    frames = [Frame(margin + number * (column + gap), 70, column, height - 150) for number in range(columns)]

    def furniture(canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.drawString(margin, height - 40, "Response to the consultation")
        canvas.drawString(width / 2, 30, f"Page {canvas.getPageNumber()}")

    styles = getSampleStyleSheet()
    story = [
        Paragraph(
            words if lines else escape(words),
            styles["Heading3" if kind is BlockKind.HEADING else "BodyText"],
            bulletText="•" if kind is BlockKind.BULLET else None,
        )
        for kind, words in content
    ]
    template = PageTemplate(frames=frames, **({} if lines else {"onPage": furniture}))
    BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[template]).build(story)
