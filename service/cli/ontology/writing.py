"""``whoasks ontology fmt`` and ``release``: the files in canonical form, and their version."""

from typing import Annotated

import typer

from ontology.release import issue, released
from ontology.sources import Sources
from ontology.style import rewrite
from service.settings import Settings

app = typer.Typer()


@app.command()
def fmt() -> None:
    """Rewrite the Turtle files in canonical form: sorted, stable, without comments."""
    sources = Sources.read(Settings().ontology)
    broken = sources.syntax_errors()
    for finding in broken:
        typer.echo(f"{finding.path}:{finding.line}: {finding.message}", err=True)
    if broken:
        raise typer.Exit(2)
    for path in rewrite(sources):
        typer.echo(f"{path}: rewritten")


@app.command()
def release(
    version: Annotated[str, typer.Argument(help="The new version, e.g. 0.2.0.")],
    note: Annotated[str, typer.Argument(help="What changed, in a sentence.")],
) -> None:
    """Give the ontology a version and a change note.

    The IRIs that it describes now are written down as issued for good.
    """
    folder = Settings().ontology
    core = folder / "core.ttl"
    core.write_text(released(Sources.read(folder), version, note), encoding="utf-8")
    issued = issue(Sources.read(folder))
    typer.echo(f"{core}: version {version}; {len(issued)} new IRIs issued")
