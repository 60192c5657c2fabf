"""``whoasks synthesise``: a corpus of any size for benchmarks."""

from pathlib import Path
from typing import Annotated

import typer

from loaders.synthesise import synthesise as write
from service.settings import Settings

app = typer.Typer()


@app.command()
def synthesise(
    folder: Annotated[Path, typer.Argument(help="Folder to write the corpus into.")],
    *,
    responses: Annotated[int, typer.Option(min=1, help="How many responses.")] = 1000,
    words: Annotated[int, typer.Option(min=50, help="Words of a response on average.")] = 1500,
    seed: Annotated[int, typer.Option(help="The same seed writes the same corpus.")] = 1,
) -> None:
    """Write a corpus of made-up responses, realistic in length, style and vocabulary."""
    write(folder, responses, words=words, seed=seed, ontology=Settings().ontology)
    typer.echo(f"wrote {responses:,} responses into {folder}")
