"""Tables of the command line are read on 80 columns, and on any."""

from io import StringIO

import pytest
from rich.console import Console

from service.cli.tables import Sheet

QUESTION = "Do you agree that the proposed approach meets the purposes and principles that are set out above?"
ANSWERS = [
    ["1", QUESTION, "British Medical Association", "agree", "http://example.org/answer/1"],
    ["1", QUESTION, "NHS Confederation", "partly agree", "http://example.org/answer/2"],
    ["2", "Why?", "NHS Confederation", "", "http://example.org/answer/3"],
]
COLUMNS = ("number", "text", "body", "stance", "answer")


def printed(sheet: Sheet, width: int) -> str:
    console = Console(file=StringIO(), width=width)
    sheet.show(console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 40])
def test_where_a_table_is_too_wide_what_rows_begin_with_alike_is_a_heading(width: int) -> None:
    lines = printed(Sheet(COLUMNS, ANSWERS), width).split("\n")
    assert max(map(len, lines)) <= width
    words = " ".join(" ".join(lines).split())
    assert words.count(QUESTION) == 1
    assert "example.org" not in words


def test_on_80_columns_a_row_is_a_line_where_its_own_cells_are_short() -> None:
    said = printed(Sheet(COLUMNS, ANSWERS), 80)
    assert ["British", "Medical", "Association", "agree"] in [line.split() for line in said.split("\n")]


def test_where_a_table_fits_a_row_does_not_repeat_what_it_begins_with_as_the_one_above() -> None:
    said = printed(Sheet(COLUMNS, ANSWERS), 300)
    assert said.count(QUESTION) == 1
    assert said.count("NHS Confederation") == 2, "only what rows begin with is left out"


def test_rows_that_begin_differently_stay_a_table_and_long_words_are_folded_not_cut() -> None:
    long = "x" * 100
    said = printed(Sheet(("body", "kind"), [["a", long], ["b", "y"]]), 40)
    assert said.count("x") == 100
    assert "…" not in said


@pytest.mark.parametrize("rows", [[], [["1"]], [["http://example.org/"], ["http://example.org/"]]])
def test_the_least_tables_are_printed(rows: list[list[str]]) -> None:
    assert "only" in printed(Sheet(("only",), rows), 10)
