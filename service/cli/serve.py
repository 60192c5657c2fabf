"""``whoasks serve`` and ``whoasks token``: the service under uvicorn, and who may write to it."""

import logging
import os
import signal
import sys
from typing import Annotated

import typer
import uvicorn

from service.access import new_token
from service.app import create_app
from service.cli.ready import ready
from service.fronts.direct import DirectProtocol
from service.fronts.serving import Serving
from service.settings import Settings, unknown_settings
from sparql.nearness import perhaps

app = typer.Typer()
log = logging.getLogger(__name__)


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int | None, typer.Option(help="Processes that evaluate queries.")] = None,
    timeout: Annotated[float | None, typer.Option(help="Seconds that a query may run.")] = None,
    query_memory: Annotated[int | None, typer.Option(help="Megabytes that a query may need.")] = None,
    cache_bytes: Annotated[int | None, typer.Option(help="Bytes of answers to keep; 0 keeps none.")] = None,
    watch: Annotated[
        bool | None,
        typer.Option(help="Apply edits of the ontology and the questions while serving; on by default."),
    ] = None,
    access_log: Annotated[bool | None, typer.Option(help="Log a line of JSON for each request; on by default.")] = None,
) -> None:
    """Serve the questions, the SPARQL endpoint and the pages.

    The bundled dataset is built where there is none.
    """
    given = {
        "WORKERS": workers,
        "TIMEOUT": timeout,
        "QUERY_MEMORY": query_memory,
        "CACHE_BYTES": cache_bytes,
        "WATCH": watch,
        "ACCESS_LOG": access_log if access_log is not None else os.environ.get("WHOASKS_ACCESS_LOG") or True,
    }
    os.environ |= {f"WHOASKS_{name}": str(value) for name, value in given.items() if value is not None}
    settings = Settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for name, near in unknown_settings(os.environ):
        log.warning("%s is not a setting and is ignored%s", name, perhaps(near))
    ready(settings)
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again at the end, which would kill the process
    run(settings, host, port)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve a store as it is until somebody ends it."""
    application = create_app(settings)
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=DirectProtocol,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=int(settings.timeout) + 1,
    )
    Serving(config, settings, application.held.engine, application.held.metrics).run()


def _end(_number: int, _frame: object) -> None:
    sys.exit(0)


@app.command()
def token() -> None:
    """Make a bearer token for those who may write.

    Give them the token, and its digest to the service as WHOASKS_TOKENS.
    """
    made, digest = new_token()
    typer.echo(f"token   {made}\ndigest  {digest}")
