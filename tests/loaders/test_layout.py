"""Units of a document: what becomes one, and what is no more than the marker of one."""

from pathlib import Path

from loaders.find.layout import units
from loaders.find.passages import passages
from loaders.readers import read

LIST = """We recommend that:

1. operators publish rosters;
2. the office inspect them.
"""


def test_the_numbers_of_a_markdown_list_are_no_units_and_leave_its_items_to_their_lead_in(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(LIST, "utf-8")
    document = read(file)
    laid_out = units(document)
    assert [unit.marker for unit in laid_out] == ["", "1.", "2."]
    assert [passage.lead for passage in passages(document.text, laid_out, [])] == ["", *["we recommend that:"] * 2]
