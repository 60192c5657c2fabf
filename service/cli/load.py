"""``whoasks load``: read, extract, publish, with a progress bar and a summary."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from loaders.limits import Limits
from loaders.pipeline import Listener, Plan, Summary, ensure
from loaders.pipeline import load as run
from service.settings import Settings
from sparql.store import Store
from sparql.store.location import open_store

app = typer.Typer()
_PATIENCE = 1800.0
"""Time limit for one file, in seconds, if the extractor calls another service."""


class _Bar:
    """A listener that shows a progress bar: responses, rate, time left, statements."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("starting", total=None, statements=0, rate="")
        self._statements = 0

    def stage(self, name: str) -> None:
        self._progress.update(self._task, description=name)

    def expect(self, total: int) -> None:
        self._progress.update(self._task, total=total)

    def advance(self, responses: int, statements: int) -> None:
        self._statements += statements
        self._progress.update(self._task, advance=responses, statements=self._statements)
        speed = self._progress.tasks[0].speed
        self._progress.update(self._task, rate=f"{speed:,.1f}/s" if speed else "")


@contextmanager
def progress_bar(console: Console) -> Iterator[Listener]:
    """Show the progress of a load, if standard error is a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[statements]:,} statements"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield _Bar(progress)


@app.command()
def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; without any, the bundled corpus.")
    ] = None,
    *,
    jobs: Annotated[int, typer.Option(min=1, help="Responses read at the same time.")] = os.cpu_count() or 1,
    extractor: Annotated[str, typer.Option(help="How statements are found: `rules`, `llm` …")] = "rules",
    strict: Annotated[bool, typer.Option("--strict", help="Load nothing if one file is bad.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove responses that the corpus holds no longer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Load responses: all or nothing is published, and what has not changed is skipped."""
    settings = Settings()
    console = Console(stderr=True)
    plan = Plan(
        settings.ontology,
        extractor=extractor,
        jobs=jobs,
        strict=strict,
        limits=_limits(extractor),
        reviews=settings.reviews,
        prune=prune,
    )
    with progress_bar(console) as listener:
        summary = run(open_store(settings.store), paths or [], plan, listener)
    for error in summary.quarantined:
        typer.echo(f"whoasks: {error}", err=True)
    if as_json:
        typer.echo(orjson.dumps(_as_json(summary), option=orjson.OPT_INDENT_2).decode())
    else:
        _show(summary, console)


def build(store: Store, settings: Settings) -> None:
    """Load the bundled corpus into an empty store; in any other, reload what another model or other rules had made."""
    with progress_bar(Console(stderr=True)) as listener:
        ensure(store, Plan(settings.ontology, reviews=settings.reviews), listener)


def _limits(extractor: str) -> Limits:
    """Return the limits for one file; an extractor that calls another service gets more time."""
    return Limits() if extractor == "rules" else Limits(seconds=_PATIENCE)


def _as_json(summary: Summary) -> dict[str, object]:
    return {
        "read": summary.read,
        "loaded": summary.loaded,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "quarantined": [{"file": error.file, "reason": error.sentence} for error in summary.quarantined],
        "statements": summary.statements,
        "quads": summary.quads,
        "notes": summary.notes,
        "seconds": round(summary.seconds, 3),
        "published": summary.published,
    }


def _show(summary: Summary, console: Console) -> None:
    """Print the summary as a table, followed by the notes."""
    table = Table(show_header=False)
    table.add_column(style="dim")
    table.add_column(justify="right")
    counted = {
        "responses read": summary.read,
        "loaded": summary.loaded,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "quarantined": len(summary.quarantined),
        "statements": summary.statements,
        "quads": summary.quads,
    }
    for name, number in counted.items():
        table.add_row(name, f"{number:,}")
    table.add_row("seconds", f"{summary.seconds:,.1f}")
    table.add_row("published", summary.published or "nothing new")
    console.print(table)
    for note in summary.notes:
        console.print(note, style="dim", highlight=False, markup=False)
