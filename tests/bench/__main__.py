"""``make bench``: measure, print a table with ratios, write JSON.

python -m tests.bench [SECTION …] [--seconds N] [--work DIR] [--out FILE] [--small]
[--responses N …]
"""

import argparse
import json
import os
import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from . import data, documents, endpoint, pages, scaling, searching

SMALL = data.Size(responses=200, asks=4_000, organisations=400, topics=50)


_LEAST_WIDTH = 160
"""Columns of the table, also where the terminal has fewer: a cut figure is none."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sections", nargs="*", help=f"which to run (default: all): {', '.join(SECTIONS)}")
    parser.add_argument("--seconds", type=int, default=5, help="length of each load, or of each round of it")
    parser.add_argument(
        "--work", type=Path, default=Path(".bench"), help="folder for data and stores, kept between runs"
    )
    parser.add_argument("--out", type=Path, default=Path("bench.json"), help="where the figures go as JSON")
    parser.add_argument("--small", action="store_true", help="a small graph, to see that the bench works")
    parser.add_argument(
        "--responses", type=int, nargs="+", default=scaling.SIZES, help="sizes of the corpora that `scaling` loads"
    )
    return parser.parse_args()


Section = Callable[[Path, data.Size, int], endpoint.Rows]

SECTIONS: dict[str, Section] = {
    "endpoint": endpoint.compare,
    "hostile": endpoint.beside_hostile,
    "cache": endpoint.cached,
    "respawn": endpoint.respawning,
    "extraction": documents.extraction,
    "loading": documents.loading,
    "scaling": scaling.scaling,
    "pages": pages.painting,
    "search": searching.searching,
}


def _ratios(rows: endpoint.Rows) -> None:
    """Add to each row the ratio of the first row of its kind to it: how many times as fast the first one is."""
    first: dict[object, float] = {}
    for row in rows:
        rate = row.get("rate")
        if isinstance(rate, float) and "whoasks / this" not in row:
            ours = first.setdefault(row.get("kind"), rate)
            row["first / this"] = ours / rate if rate else None


def _show(console: Console, title: str, rows: endpoint.Rows) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in columns))
    console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return "" if value is None else str(value)


def main() -> None:
    """Run the sections asked for."""
    options = _options()
    console = Console(width=max(_LEAST_WIDTH, Console().width))
    size = SMALL if options.small else data.Size()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    figures: dict[str, object] = {"machine": machine, "size": vars(size)}
    for name in options.sections or SECTIONS:
        section = partial(scaling.scaling, responses=options.responses) if name == "scaling" else SECTIONS[name]
        rows = section(work, size, options.seconds)
        _ratios(rows)
        _show(console, name, rows)
        figures[name] = rows
        options.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
