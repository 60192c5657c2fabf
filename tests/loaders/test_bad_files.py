"""Bad files: each is refused with one clear sentence, or read without harm, within bounds on time and memory."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.lone import extract_file
from loaders.plan import Plan
from loaders.readers import read
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
