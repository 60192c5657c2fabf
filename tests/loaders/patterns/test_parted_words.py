"""Words that a hyphen parts at the end of a line, as in text that was copied from a PDF."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from loaders.patterns import fold
from ontology.wording import Words, rejoined
from service.cli import app

_PARTED = """The Care Quality Commis-
sion is asked to take digital readiness into account in its inspec-
    tions. The regulator must pub-
lish its figures.
"""


def test_an_ask_is_found_and_its_addressee_named_though_lines_end_within_words(tmp_path: Path) -> None:
    (tmp_path / "reply.txt").write_text(_PARTED, encoding="utf-8")
    shown = CliRunner().invoke(app, ["extract", str(tmp_path / "reply.txt")]).output
    assert "cqc" in shown
    assert "must pub- lish" in " ".join(shown.split())


def test_compounds_and_ranges_are_not_joined() -> None:
    assert rejoined("2020-\n21, an A-\nB, a place- based plan") == "2020-\n21, an A-\nB, a place- based plan"
    assert fold("It is strongly recom-\nmended.") == "it is strongly recommended."


@given(st.text(alphabet="ab-\n '\u00ad‐A1", max_size=60))
def test_every_word_stands_where_it_is_said_to(text: str) -> None:
    words = Words(text)
    for surface, start, end in zip(words.surfaces, words.starts, words.ends, strict=True):
        assert rejoined(text[start:end]) == surface
