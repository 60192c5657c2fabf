"""Answers as a workbook (XLSX)."""

import io
from collections.abc import Mapping
from itertools import chain
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from service.answers.formats import Cell, Sheet

_CELL: Final = 32_767
"""Most characters of a cell."""
_FORMULA: Final = ("=", "+", "-", "@")
"""Characters with which a formula begins when somebody types it."""


def write_xlsx(sheet: Sheet, about: Mapping[str, str]) -> bytes:
    """Write a workbook: the answers, and a sheet that says where they come from."""
    book = Workbook(write_only=True)
    answers = book.create_sheet("answers")
    for row in chain([sheet.columns], sheet.rows):
        answers.append([cell(answers, value) for value in row])
    provenance = book.create_sheet("provenance")
    for name, text in about.items():
        provenance.append([name, cell(provenance, text)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    """Return a cell with a value; text that begins with ``=`` is not a formula, even after somebody edits the cell."""
    if not isinstance(value, str):
        return value
    text = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL])
    text.data_type = "s"
    text.quotePrefix = value.startswith(_FORMULA)
    return text
