"""The command ``whoasks``, with a module for each group of commands."""

import os
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from loaders.garbage import collect_rarely
from ontology.mistakes import Mistake
from service.cli.arguments import flags_last, hoisted
from service.cli.demand import OnDemand


class Commands(OnDemand):
    """All commands, each with its module and the first sentence of its help."""

    package = __name__
    modules: ClassVar = {
        "ask": ("ask", "Ask a saved question, with an option for each parameter, or in plain English."),
        "questions": ("ask", "List the saved questions, and report files that are wrong."),
        "load": ("load", "Load responses: all or nothing is published, and what has not changed is skipped."),
        "serve": ("serve", "Serve the questions, the SPARQL endpoint and the pages."),
        "mcp": ("mcp", "Offer the questions to an agent as tools, over the Model Context Protocol on stdio."),
        "query": ("query", "Ask the dataset a SPARQL query; well-known prefixes need no declaration."),
        "ontology": ("ontology", "Check, write and compare the ontology."),
        "extract": ("extract", "Print the answers, asks, quotations, accountability claims and concerns of one file."),
        "review": ("review", "Let people confirm, reject, change and add statements."),
        "evaluate": ("evaluate", "Compare extraction with annotations made by hand."),
        "history": ("dataset", "List the published generations that are kept, newest first."),
        "rollback": ("dataset", "Publish an earlier generation again."),
        "export": ("dataset", "Write the published dataset as RDF."),
        "backup": ("dataset", "Copy the published dataset to a folder; others may read and write meanwhile."),
        "restore": ("dataset", "Publish what a backup holds, as a new generation."),
        "token": ("serve", "Make a bearer token for those who may write."),
        "synthesise": ("synthesise", "Write a corpus of made-up responses, realistic in length, style and vocabulary."),
    }


app = typer.Typer(
    cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, help="Who asks whom for what, in which words."
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"whoasks {metadata.version('whoasks')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version, and end.")
    ] = False,
    store: Annotated[str | None, typer.Option(help="Folder of the store, or URL of a SPARQL 1.1 server.")] = None,
    ontology: Annotated[Path | None, typer.Option(help="Folder of the ontology.", exists=True, file_okay=False)] = None,
    questions: Annotated[Path | None, typer.Option(help="Folder of saved questions.", file_okay=False)] = None,
) -> None:
    """Take the options that hold for every command; each is the environment variable WHOASKS_… by another name."""
    for name, value in (("STORE", store), ("ONTOLOGY", ontology), ("QUESTIONS", questions)):
        if value is not None:
            os.environ[f"WHOASKS_{name}"] = str(value)


def main() -> None:
    """Run the command line.

    A user's mistake, or a file that cannot be read or written, ends it with one sentence and exit code 2.
    """
    collect_rarely()
    try:
        app(flags_last(hoisted(sys.argv[1:])))
    except Mistake as error:
        sentence = str(error)
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise
        sentence = f"{error.filename}: {error.strerror}" if error.filename else f"{error}"  # as the store's engine says
    else:
        return
    typer.echo(f"whoasks: {sentence}", err=True)
    sys.exit(2)
