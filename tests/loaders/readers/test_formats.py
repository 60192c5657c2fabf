"""The same response yields the same statements in every format that people hand in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from loaders import BUNDLED_CORPUS, manifest
from loaders.document import BlockKind, Extraction
from loaders.extract import RuleExtractor
from loaders.readers import read
from ontology.lexicon import Lexicon
from tests.loaders.written import Pieces, pieces, write_docx, write_html, write_odt, write_pdf, write_plain_docx

CORPUS = BUNDLED_CORPUS / "sof-2021-22"
PARTS = ("answers", "asks", "quotations", "concerns", "endorsements", "accountabilities")
WRITERS: dict[str, Callable[[Path, Pieces], None]] = {
    "styled.docx": write_docx,
    "plain.docx": write_plain_docx,
    "page.html": write_html,
    "text.odt": write_odt,
    "one-column.pdf": write_pdf,
    "two-columns.pdf": partial(write_pdf, columns=2),
}


@pytest.fixture(scope="module")
def extract() -> Callable[[Path, str], Extraction]:
    known, extractor = manifest.load(CORPUS / manifest.NAME), RuleExtractor(Lexicon.load())
    return lambda path, name: extractor(read(path), known.context(known.response_of[name]))


def quotes(extraction: Extraction) -> dict[str, list[str]]:
    """Return the words of each part, white space folded."""
    text = extraction.document.text
    return {part: [" ".join(found.span.of(text).split()) for found in getattr(extraction, part)] for part in PARTS}


@pytest.mark.parametrize("name", ["bma.txt", "nhs-confederation.txt"])
@pytest.mark.parametrize("form", WRITERS)
def test_a_response_says_the_same_in_each_format(
    tmp_path: Path, extract: Callable[[Path, str], Extraction], name: str, form: str
) -> None:
    plain = extract(CORPUS / name, name)
    WRITERS[form](tmp_path / form, pieces(plain.document.text))
    assert quotes(extract(tmp_path / form, name)) == quotes(plain)


@pytest.mark.parametrize("name", ["bma.txt", "nhs-confederation.txt"])
def test_a_response_says_the_same_as_markdown(
    tmp_path: Path, extract: Callable[[Path, str], Extraction], name: str
) -> None:
    path = tmp_path / "response.md"
    path.write_bytes((CORPUS / name).read_bytes())
    assert quotes(extract(path, name)) == quotes(extract(CORPUS / name, name))


def test_running_heads_feet_and_page_numbers_are_left_out_of_a_pdf_and_said(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [(BlockKind.PARAGRAPH, "NHSEI should publish its minutes. " * 20)] * 20)
    document = read(tmp_path / "a.pdf")
    assert "Response to the consultation" not in document.text
    assert "Page" not in document.text
    assert document.notes[0].endswith("running heads, feet and page numbers left out")


def test_words_hyphenated_at_a_line_end_are_joined_and_compound_words_keep_their_hyphen(tmp_path: Path) -> None:
    lines = "The frame-<br/>work should keep long-term plans. We ask for long-<br/>term funding."
    write_pdf(tmp_path / "a.pdf", [(BlockKind.PARAGRAPH, lines)], lines=True)
    assert read(tmp_path / "a.pdf").text == "The framework should keep long-term plans. We ask for long-term funding."


def test_scripts_and_navigation_of_a_web_page_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<nav>Home</nav><script>alert('NHSEI should')</script><p>We <b>ask</b> for\nchange.<br>Soon.</p><ul><li>One"
        "<ul><li>Two</ul></ul><style>p{}</style>",
        encoding="utf-8",
    )
    document = read(path)
    assert document.text == "We ask for change.\nSoon.\n\n- One\n  - Two"
    assert [(block.kind.value, block.level) for block in document.blocks] == [
        ("paragraph", 0),
        ("bullet", 1),
        ("bullet", 2),
    ]


def test_markdown_keeps_its_text_and_is_laid_out_by_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Our *view*\n\nWe agree.\n\n* **Publish** it\n  at once.\n\n> quoted\n", encoding="utf-8")
    document = read(path)
    assert document.text == path.read_text(encoding="utf-8")
    assert [(block.kind.value, block.span.of(document.text)) for block in document.blocks] == [
        ("heading", "Our *view*"),
        ("paragraph", "We agree."),
        ("bullet", "**Publish** it\n  at once."),
        ("quote", "quoted"),
    ]
