"""Bad files: each is refused with one clear sentence, or read without harm, within bounds on time and memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from loaders.document import Context
from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.plan import Plan
from loaders.readers import read
from loaders.sources.find import Source
from loaders.sources.tables import rows
from loaders.sources.unpack import UnpackTask, unpack
from loaders.standalone import extract_file
from ontology import BUNDLED

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>NHSEI should publish the minutes.</w:t></w:r></w:p>"


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def pdf(password: str | None = None, text: str | None = "We should.") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password) if password else None)
    if text:
        canvas.drawString(72, 700, text)
    else:
        canvas.rect(72, 700, 100, 100)
    canvas.save()
    return out.getvalue()


def garbled(entries: dict[str, bytes]) -> bytes:
    """Return an archive whose first entry does not unpack."""
    packed, name = zipped(entries), next(iter(entries)).encode()
    start = packed.index(name) + len(name)
    return packed[:start] + b"\xff" * 8 + packed[start + 8 :]


def entities() -> bytes:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return zipped({"word/document.xml": (bomb + WORD.format("<w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p>")).encode()})


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("bomb.docx", lambda: zipped({"word/document.xml": b" " * 50_000_000}), "as a ZIP bomb does"),
        ("entities.docx", entities, "holds a document type with entities"),
        ("notes.docx", lambda: b"not a container", "is damaged: it is no whole ZIP container"),
        ("empty.docx", lambda: zipped({"a": b""}), "has no word/document.xml"),
        ("cut.odt", lambda: zipped({"content.xml": b"<office"}), "its XML cannot be parsed"),
        ("garbled.docx", lambda: garbled({"word/document.xml": b" " * 999}), "word/document.xml cannot be unpacked"),
        ("locked.pdf", lambda: pdf("secret"), "is encrypted; take the password off"),
        ("scan.pdf", lambda: pdf(text=None), "it is a scan"),
        ("broken.pdf", lambda: b"%PDF-1.7 and nothing more", "cannot be opened as a PDF"),
        ("letter.txt", lambda: "“Agreed”".encode("windows-1252"), "is not UTF-8 (byte 0x93)"),
        ("blank.html", lambda: b"<html><body><script>1</script></body></html>", "is empty"),
        ("letter.rtf", lambda: b"{\\rtf1}", ".html, .htm, .docx, .docm, .odt, .pdf"),
    ],
)
def test_a_bad_file_is_refused_with_one_sentence(
    tmp_path: Path, name: str, make: Callable[[], bytes], sentence: str
) -> None:
    (tmp_path / name).write_bytes(make())
    with pytest.raises(BadInput) as caught:
        read(tmp_path / name)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(BadInput, match="is too large: 2048 MiB, and 64 are read at most"):
        extract_file(path, Plan(BUNDLED))


@pytest.mark.parametrize(
    "entries",
    [{"a": b"We should.", "a/b": b"We should."}, {f"{'b' * 300}/c": b"We should."}],
    ids=["a file that is a folder too", "a name that is too long"],
)
def test_an_archive_that_cannot_be_laid_out_is_refused(tmp_path: Path, entries: dict[str, bytes]) -> None:
    assert "cannot be unpacked" in _unpacking(tmp_path, zipped(entries))


def test_an_archive_with_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    assert "a.txt cannot be unpacked" in _unpacking(tmp_path, garbled({"a.txt": b"We should. " * 99}))


def _unpacking(folder: Path, archive: bytes) -> str:
    path = folder / "all.zip"
    path.write_bytes(archive)
    source = Source(path=path, name=path.name, context=Context(), response="all")
    refused = unpack(Limits(), UnpackTask(source, folder / "unpacked")).refused
    return "" if refused is None else refused.sentence


def test_a_workbook_with_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Response"])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    (tmp_path / "cut.xlsx").write_bytes(zipped({**entries, sheet: entries[sheet][:-40]}))
    with pytest.raises(BadInput, match="is damaged: it cannot be read as a workbook"):
        list(rows(tmp_path / "cut.xlsx", Limits()))


def test_a_level_that_is_no_number_is_none(tmp_path: Path) -> None:
    listed = PARAGRAPH.replace("<w:p>", '<w:p><w:pPr><w:numPr><w:ilvl w:val="deep"/></w:numPr></w:pPr>')
    (tmp_path / "list.docx").write_bytes(zipped({"word/document.xml": WORD.format(listed).encode()}))
    assert read(tmp_path / "list.docx").text == "- NHSEI should publish the minutes."
    heading = '<text:h text:outline-level="x">A<text:s text:c="y"/>B</text:h>'
    content = f'<a xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{heading}</a>'
    (tmp_path / "heading.odt").write_bytes(zipped({"content.xml": content.encode()}))
    assert read(tmp_path / "heading.odt").text == "A B"


def test_a_web_page_in_an_encoding_that_is_not_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>We should.")
    with pytest.raises(BadInput, match="the encoding klingon is not known"):
        read(tmp_path / "page.html", encoding="klingon")


def test_macros_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "macros.docm"
    path.write_bytes(zipped({"word/document.xml": WORD.format(PARAGRAPH).encode(), "word/vbaProject.bin": b"\0" * 9}))
    document = read(path)
    assert document.text == "NHSEI should publish the minutes."
    assert document.notes == ("macros were left out",)


def test_invisible_and_direction_changing_characters_do_not_hide_words(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("NHSEI sho\u200buld \u202epublish\u202c the minutes.", encoding="utf-8")
    (extraction,) = extract_file(path, Plan(BUNDLED))
    assert [ask.span.of(extraction.document.text) for ask in extraction.asks] == ["NHSEI should publish the minutes."]
    assert any("left out" in note for note in extraction.document.notes)


def test_a_file_of_one_endless_line_ends_in_time(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("word " * 400_000, encoding="utf-8")
    try:
        (extraction,) = extract_file(path, Plan(BUNDLED, limits=Limits(seconds=3)))
    except BadInput as error:
        assert error.sentence == "took too long to read"  # noqa: PT017
    else:
        assert not extraction.asks


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("NHSEI should publish it. " * 400_000, encoding="utf-8")
    with pytest.raises(BadInput, match=r"memory|too long"):
        extract_file(path, Plan(BUNDLED, limits=Limits(seconds=30, memory_bytes=300 << 20)))


def test_a_pdf_that_says_it_has_many_pages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium.PdfDocument, "__len__", lambda _document: 10**6)
    (tmp_path / "a.pdf").write_bytes(pdf())
    with pytest.raises(BadInput, match="has 1,000,000 pages"):
        read(tmp_path / "a.pdf")
