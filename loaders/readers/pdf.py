"""Reading the text layer of PDF files, in the order in which a person reads it.

Columns are found by the space between them, and running heads and feet by recurring on page after page. Words divided
at the end of a line are joined, and lines become paragraphs by the space between them.
"""

from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from loaders.document import BlockKind
from loaders.errors import BadInput
from loaders.readers.page import BULLET, Line, in_reading_order, paragraphs, without_running_lines
from loaders.readers.pieces import Piece, assembled
from loaders.readers.reading import File, Reading

_PAGES = 5000
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "is encrypted; take the password off and save it again",
    raw.FPDF_ERR_SECURITY: "is encrypted in a way that cannot be read",
}


def read(file: File) -> Reading:
    """Read the text layer of a PDF; raises BadInput if it has none, or is damaged or encrypted."""
    pages = [in_reading_order(page) for page in _pages(file)]
    if not any(pages):
        raise BadInput(file.path, "holds no text: it is a scan; put it through character recognition (OCR) first")
    kept = without_running_lines(pages)
    dropped = sum(map(len, pages)) - sum(map(len, kept))
    notes = [f"{dropped} running heads, feet and page numbers left out"] if dropped else []
    return assembled(map(_piece, paragraphs(kept)), notes)


def _piece(text: str) -> Piece:
    """Return a paragraph, as a list item if it begins with a bullet."""
    mark = BULLET.match(text)
    return Piece(BlockKind.BULLET, text[mark.end() :], 1) if mark else Piece(BlockKind.PARAGRAPH, text)


def _pages(file: File) -> Iterator[list[Line]]:
    """Yield the lines of each page in the order of the file."""
    try:
        document = pdfium.PdfDocument(file.data)
    except pdfium.PdfiumError as error:
        reason = _REASONS.get(error.err_code, "is damaged: it cannot be opened as a PDF")
        raise BadInput(file.path, reason) from None
    with document:
        if len(document) > _PAGES:
            raise BadInput(file.path, f"has {len(document):,} pages, and {_PAGES:,} are read at most")
        for number in range(len(document)):
            try:
                page = document[number]
                yield list(_lines(page.get_textpage()))
                page.close()
            except pdfium.PdfiumError:
                raise BadInput(file.path, f"is damaged: page {number + 1} cannot be read") from None


def _lines(textpage: pdfium.PdfTextPage) -> Iterator[Line]:
    """Yield the lines of a page: runs of characters on one baseline without a wide gap."""
    line: Line | None = None
    for index in range(textpage.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(textpage, index))
        if character in "\r\n" or raw.FPDFText_IsGenerated(textpage, index) == 1:
            if line and character.isspace():
                line.text += " "
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        if line is None or not line.takes(left, bottom, top):
            if line:
                yield line
            line = Line("", left, bottom, right, top)
        line.put(character, right)
    if line:
        yield line
