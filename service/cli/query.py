"""``whoasks query``, ``backup`` and ``restore``: the dataset from the command line."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyoxigraph as ox
import typer
from rich.console import Console
from rich.table import Table

from ontology.vocabulary import PREFIXES
from service.cli.ready import ready
from service.settings import Settings
from sparql import faults, guard
from sparql.store import EmbeddedStore, StoreError
from sparql.stores import open_store

app = typer.Typer()


class Form(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"


_SOLUTIONS = {
    Form.JSON: ox.QueryResultsFormat.JSON,
    Form.XML: ox.QueryResultsFormat.XML,
    Form.CSV: ox.QueryResultsFormat.CSV,
    Form.TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {Form.TURTLE: ox.RdfFormat.TURTLE, Form.NTRIPLES: ox.RdfFormat.N_TRIPLES, Form.JSONLD: ox.RdfFormat.JSON_LD}


@app.command()
def query(
    file: Annotated[str, typer.Argument(help="A file with a SPARQL query; `-` reads standard input.")],
    *,
    form: Annotated[Form | None, typer.Option("--format", help="How to print the results.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json (jsonld for a graph).")] = False,
) -> None:
    """Ask the dataset a SPARQL query; well-known prefixes need no declaration."""
    text = _read(file)
    settings = Settings()
    store = ready(settings)
    try:
        guard.check(text, settings.allowed_services, lambda _graph: True)
        results = store.query(text)
    except SyntaxError as error:
        raise StoreError(_sentence(file, text, error)) from None
    except guard.RefusedError as error:
        raise StoreError(str(error)) from None
    _print(results, Form.JSON if as_json else form)


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise StoreError(f"{file}: this is not UTF-8") from None


def _sentence(file: str, text: str, error: SyntaxError) -> str:
    fault = faults.find(text, PREFIXES)
    return f"{file}: {error}" if fault is None else f"{file}:{fault.line}:{fault.column}: {fault.detail}"


def _print(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: Form | None) -> None:
    out = sys.stdout.buffer
    if isinstance(results, ox.QueryTriples):
        graph_form = _GRAPHS.get(form or Form.TURTLE, ox.RdfFormat.JSON_LD)
        ox.serialize(results, out, format=graph_form, prefixes=PREFIXES)
    elif form in _SOLUTIONS:
        results.serialize(out, format=_SOLUTIONS[form])
    elif isinstance(results, ox.QueryBoolean):
        typer.echo("yes" if results else "no")
    else:
        _print_table(results)


def _print_table(solutions: ox.QuerySolutions) -> None:
    table = Table(*(variable.value for variable in solutions.variables))
    for solution in solutions:
        table.add_row(*(_shown(term) for term in solution))
    Console().print(table, markup=False)


def _shown(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Write a term as a reader likes it: known prefixes instead of their IRIs, literals bare."""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        names = (f"{name}:{term.value[len(iri) :]}" for name, iri in PREFIXES.items() if term.value.startswith(iri))
        return min(names, key=len, default=f"<{term.value}>")
    return "" if term is None else str(term)


@app.command()
def backup(folder: Annotated[Path, typer.Argument(help="Folder that does not exist yet.")]) -> None:
    """Copy the published dataset to a folder; others may read and write meanwhile."""
    typer.echo(f"{folder}: generation {_embedded('backup').backup(folder)}")


@app.command()
def restore(folder: Annotated[Path, typer.Argument(help="A folder that `whoasks backup` wrote.")]) -> None:
    """Publish what a backup holds, as a new generation."""
    typer.echo(f"published generation {_embedded('restore').restore(folder)}")


def _embedded(command: str) -> EmbeddedStore:
    store = open_store(Settings().store)
    if not isinstance(store, EmbeddedStore):
        raise StoreError(f"`whoasks {command}` is for stores in a folder; a SPARQL server has its own way")
    return store
