"""Units of a document: what becomes one, and what is no more than the marker of one."""

from pathlib import Path

from loaders.document import BlockKind, Document
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


def test_a_numbered_line_above_the_first_number_below_it_is_a_heading() -> None:
    text = "4. Powers\n\n4.1 The port has few powers.\n\n4.2 It uses them.\n\n5. The quay is long.\n\n6.1 It is old.\n"
    kinds = [unit.kind for unit in units(Document("a.txt", text, (), ""))]
    assert kinds == [BlockKind.HEADING, *[BlockKind.BULLET] * 4]
