"""Reading tables of responses: CSV, XLSX and JSONL exports of survey platforms."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

import openpyxl
import orjson
from openpyxl.utils.exceptions import InvalidFileException

from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.readers.archive import DAMAGE, opened
from loaders.readers.text import decode

Row = Mapping[str, str]
"""The cells of a row by the name of their column."""
_DELIMITERS = ",;\t|"
_UNREADABLE: Final = (*DAMAGE, InvalidFileException, SyntaxError, LookupError, TypeError)
"""What openpyxl raises for a damaged workbook; errors in its XML are SyntaxErrors."""


def rows(path: Path, limits: Limits, *, sheet: str | None = None, encoding: str | None = None) -> Iterator[Row]:
    """Yield the rows of a table below its header; raises BadInput if it is damaged or too large."""
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        found = _workbook(path, data, sheet, limits)
    elif suffix == ".jsonl":
        found = _json_lines(path, decode(str(path), data, encoding))
    else:
        found = _delimited(path, decode(str(path), data, encoding), limits)
    for number, row in enumerate(found, 1):
        if number > limits.entries:
            raise BadInput(path, f"holds more than {limits.entries:,} rows")
        yield row


def _delimited(path: Path, text: str, limits: Limits) -> Iterator[Row]:
    """Yield the rows of a CSV file; its delimiter is the usual one that is most frequent in the header."""
    head = text[: text.find("\n") + 1] or text
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(limits.characters)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [name.strip() for name in next(reader, [])]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise BadInput(path, f"is not CSV: {error}", line=reader.line_num) from None


def _workbook(path: Path, data: bytes, sheet: str | None, limits: Limits) -> Iterator[Row]:
    opened(path, data, limits).close()
    try:
        with closing(openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)) as book:
            if sheet is not None and sheet not in book.sheetnames:
                raise BadInput(path, f"has no sheet {sheet}; it has {', '.join(book.sheetnames)}")
            lines = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
            columns = [_cell(value) for value in next(lines, ())]
            for line in lines:
                cells = [_cell(value) for value in line]
                if any(cells):
                    yield dict(zip(columns, cells, strict=False))
    except _UNREADABLE:
        raise BadInput(path, "is damaged: it cannot be read as a workbook") from None


def _json_lines(path: Path, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise BadInput(path, f"is not JSON: {error.msg}", line=number) from None
        if not isinstance(found, dict):
            raise BadInput(path, "holds a line that is no JSON object", line=number)
        yield {str(key): _cell(value) for key, value in found.items()}


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()
