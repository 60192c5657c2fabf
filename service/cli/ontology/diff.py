"""``whoasks ontology diff``: what a change of the ontology does."""

from typing import Annotated

import typer

from ontology.diff import as_markdown as model_difference
from ontology.diff import compare, version_at
from ontology.sources import Sources
from service.cli.ontology.impact import as_markdown, measure
from service.settings import Settings

app = typer.Typer()


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Folder, git revision, or a Turtle file to put in place of its namesake.")],
    new: Annotated[str | None, typer.Argument(help="The same; the ontology in use by default.")] = None,
    *,
    model_only: Annotated[bool, typer.Option("--model-only", help="Leave out statements and questions.")] = False,
) -> None:
    """Say what changed between two versions, and which answers change, as Markdown.

    The bundled corpus is read with both versions, and all saved questions are asked of both results.
    """
    settings = Settings()
    with (
        version_at(old, settings.ontology) as before,
        version_at(new or str(settings.ontology), settings.ontology) as after,
    ):
        typer.echo(model_difference(compare(Sources.read(before), Sources.read(after))))
        if not model_only:
            typer.echo(as_markdown(measure(before, after, settings.questions)))
