"""Tables that stay readable on a narrow terminal: repeated cells are shown once, and rows may be grouped by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

_BETWEEN: Final = 2
"""Spaces between two columns without a line between them."""
_UNBOUNDED: Final = 100_000
"""Width of a terminal on which any table fits."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns of a table, and its rows."""

    columns: Sequence[str]
    rows: Sequence[Row]

    @property
    def leading(self) -> int:
        """Number of columns, from the first, that are the same in some consecutive rows; never all."""
        alike = [_alike(above, row) for above, row in pairwise(self.rows)]
        return min(max(alike, default=0), len(self.columns) - 1)

    @property
    def without_addresses(self) -> "Sheet":
        """The sheet without columns of URLs, which are unreadable on a narrow terminal, unless there are no others."""
        told = [place for place in range(len(self.columns)) if not all(map(_is_address, self._column(place)))]
        kept = told or list(range(len(self.columns)))
        return Sheet([self.columns[one] for one in kept], [[row[one] for one in kept] for row in self.rows])

    def _column(self, place: int) -> list[str]:
        return [row[place] for row in self.rows if row[place]] or [""]

    def show(self, console: Console) -> None:
        """Print a table or, if it does not fit, the rows grouped under a heading by their first cells."""
        shown = self if _fits(self, console) else self.without_addresses
        if shown is self or not shown.leading:
            console.print(_lined(shown))
        else:
            _print_grouped(shown, console)


def _lined(sheet: Sheet) -> Table:
    table, leading = Table(*(Column(name, overflow="fold") for name in sheet.columns)), sheet.leading
    above: Row = ()
    for row in sheet.rows:
        alike = min(_alike(above, row), leading)
        table.add_row(*(Text("" if place < alike else cell) for place, cell in enumerate(row)))
        above = row
    return table


def _fits(sheet: Sheet, console: Console) -> bool:
    widest = console.options.update(max_width=_UNBOUNDED)
    return Measurement.get(console, widest, _lined(sheet)).maximum <= console.width


def _print_grouped(sheet: Sheet, console: Console) -> None:
    leading = sheet.leading
    rest = sheet.columns[leading:]
    widths = list(_widths([rest, *(row[leading:] for row in sheet.rows)], console.width))
    console.print(Text("  ".join(sheet.columns[:leading]), style="dim"))
    console.print(_row(rest, widths, style="dim"))
    for heading, rows in groupby(sheet.rows, key=lambda row: tuple(row[:leading])):
        console.print()
        console.print(Text("  ".join(filter(None, heading)), style="bold"))
        for row in rows:
            console.print(_row(row[leading:], widths))


def _is_address(cell: str) -> bool:
    return cell.startswith(("http://", "https://"))


def _alike(above: Row, row: Row) -> int:
    """Return the number of cells, from the first, that are the same as in the row above."""
    same = 0
    for one, other in zip(above, row, strict=False):
        if one != other:
            break
        same += 1
    return same


def _widths(rows: Sequence[Row], width: int) -> Iterator[int]:
    """Yield the width of each column: as much as it needs, or an equal share of what the others leave."""
    needs = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    left, columns = width - _BETWEEN * (len(needs) + 1), len(needs)
    given = dict.fromkeys(range(columns), 0)
    for number, place in enumerate(sorted(given, key=lambda one: needs[one])):
        given[place] = max(1, min(needs[place], left // (columns - number)))
        left -= given[place]
    yield from given.values()


def _row(cells: Row, widths: Sequence[int], style: str = "") -> Padding:
    """Return a row without lines, indented under its heading."""
    grid = Table.grid(padding=(0, _BETWEEN, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*(Text(cell, style=style) for cell in cells))
    return Padding(grid, (0, 0, 0, _BETWEEN))
