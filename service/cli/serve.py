"""``whoasks serve``: the service under uvicorn."""

from typing import Annotated

import typer
import uvicorn

from service.app import create_app
from service.cli.ready import ready
from service.settings import Settings

app = typer.Typer()


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve the questions, the SPARQL endpoint and the pages."""
    settings = Settings()
    ready(settings)
    uvicorn.run(create_app(settings), host=host, port=port)
