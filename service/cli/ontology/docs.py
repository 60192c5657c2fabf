"""``whoasks ontology docs``: the reference as files that any web server can serve."""

from pathlib import Path
from typing import Annotated

import typer

from ontology.reference import Reference
from service.settings import Settings

app = typer.Typer()


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="Folder to write to; any web server can serve it.")]) -> None:
    """Write the reference of the ontology: a page with diagrams, and the model in four formats."""
    for path in Reference.read(Settings().ontology).write(folder):
        typer.echo(str(path))
