"""The command ``whoasks``: one module of this folder for each group of commands."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from loaders.errors import BadInput
from loaders.extract import UnknownExtractor
from ontology.lexicon import LexiconError
from service.cli import ask, evaluate, extract, history, load, mcp, ontology, query, review, serve, synthesise
from service.errors import Problem
from sparql.store import StoreError

_EVERYWHERE = ("--store", "--ontology", "--questions")
"""Options that may stand before the command or after it."""

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Who asks whom for what, in which words.")
for group in (ask, load, extract, evaluate, history, query, serve, synthesise, mcp):
    app.add_typer(group.app)
app.add_typer(ontology.app, name="ontology")
app.add_typer(review.app, name="review")


@app.callback()
def options(
    *,
    store: Annotated[str | None, typer.Option(help="Folder of the store, or URL of a SPARQL 1.1 server.")] = None,
    ontology: Annotated[Path | None, typer.Option(help="Folder of the ontology.", exists=True, file_okay=False)] = None,
    questions: Annotated[Path | None, typer.Option(help="Folder of saved questions.", file_okay=False)] = None,
) -> None:
    """Take the options that hold for every command; each is the environment variable WHOASKS_… by another name."""
    for name, value in (("STORE", store), ("ONTOLOGY", ontology), ("QUESTIONS", questions)):
        if value is not None:
            os.environ[f"WHOASKS_{name}"] = str(value)


def main() -> None:
    """Run the command line; a mistake of the user ends it with one sentence and the exit code 2."""
    try:
        app(ask.flags_last(hoisted(sys.argv[1:])))
    except (BadInput, LexiconError, Problem, StoreError, UnknownExtractor) as error:
        typer.echo(f"whoasks: {error}", err=True)
        sys.exit(2)


def hoisted(args: Iterable[str]) -> list[str]:
    """Put the options that hold for every command before the command."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(args)
    for arg in waiting:
        if arg == "--":
            rest += [arg, *waiting]
        elif arg in _EVERYWHERE:
            front += [arg, *([value] if (value := next(waiting, None)) is not None else [])]
        elif arg.startswith(tuple(f"{option}=" for option in _EVERYWHERE)):
            front.append(arg)
        else:
            rest.append(arg)
    return front + rest
