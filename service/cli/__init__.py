"""The command ``whoasks``: one module of this folder for each group of commands."""

import typer

from service.cli import evaluate, serve

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Who asks whom for what, in which words.")
app.add_typer(serve.app)
app.add_typer(evaluate.app)


def main() -> None:
    """Run the command line."""
    app()
