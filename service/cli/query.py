"""``whoasks query``: SPARQL on the command line."""

import asyncio
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import pyoxigraph as ox
import typer
from rich.console import Console
from rich.table import Column
from rich.table import Table as PrintedTable

from ontology.mistakes import Mistake
from ontology.vocabulary import PREFIXES
from service.answers.searching import TextSearch
from service.cli.ready import ready
from service.cli.stopping import stoppable
from service.settings import Settings
from sparql import BUNDLED_PAGES
from sparql.nearness import perhaps
from sparql.results import Table
from sparql.store import Store
from sparql.syntax import faults, guard
from sparql.syntax.hints import hints

app = typer.Typer()
T = TypeVar("T")


class ResultFormat(StrEnum):
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
    ResultFormat.JSON: ox.QueryResultsFormat.JSON,
    ResultFormat.XML: ox.QueryResultsFormat.XML,
    ResultFormat.CSV: ox.QueryResultsFormat.CSV,
    ResultFormat.TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    ResultFormat.TURTLE: ox.RdfFormat.TURTLE,
    ResultFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    ResultFormat.JSONLD: ox.RdfFormat.JSON_LD,
}


@app.command()
def query(
    query_or_file: Annotated[
        str, typer.Argument(metavar="QUERY", help="SPARQL, or a file that holds it; `-` reads standard input.")
    ],
    *,
    form: Annotated[ResultFormat | None, typer.Option("--format", help="How to print the results.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json (jsonld for a graph).")] = False,
) -> None:
    """Ask the dataset a SPARQL query; well-known prefixes need no declaration."""
    where, text = _read(query_or_file)
    settings = Settings()
    store = ready(settings)
    for hint in hints(text, _terms(store)):
        typer.echo(
            f"whoasks: {where}:{hint.line}:{hint.column}: the model has no {hint.term}{perhaps(hint.nearest)}", err=True
        )
    try:
        guard.check(text, settings.allowed_services, lambda _graph: True)
        with stoppable(settings.timeout):
            expanded = asyncio.run(TextSearch(settings.store).expand(text, store.version() or ""))
            _print(store.query(expanded), ResultFormat.JSON if as_json else form)
    except SyntaxError as error:
        raise Mistake(_sentence(where, text, error)) from None


def _terms(store: Store) -> set[str]:
    """Return the IRIs of the classes and properties of the model."""
    rows = store.query((BUNDLED_PAGES / "classes.rq").read_text(encoding="utf-8"))
    return {row["term"] for row in Table.of(rows).plain()}


def _read(query_or_file: str) -> tuple[str, str]:
    """Return the name to report a query under, and its text.

    The argument is the query itself if it has a brace, as no file name does, or begins with DESCRIBE.
    """
    if "{" in query_or_file or query_or_file.lstrip()[:8].upper() == "DESCRIBE":
        return "query", query_or_file
    try:
        text = sys.stdin.read() if query_or_file == "-" else Path(query_or_file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Mistake(f"{query_or_file}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Mistake(f"{query_or_file}: this is not UTF-8") from None
    return query_or_file, text


def _sentence(where: str, text: str, error: SyntaxError) -> str:
    fault = faults.find(text, PREFIXES)
    return f"{where}: {error}" if fault is None else f"{where}:{fault.line}:{fault.column}: {fault.detail}"


def _print(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: ResultFormat | None) -> None:
    out = sys.stdout.buffer
    if isinstance(results, ox.QueryTriples):
        form = ResultFormat.JSONLD if form is ResultFormat.JSON else form or ResultFormat.TURTLE
        ox.serialize(results, out, format=_known(form, _GRAPHS, "a graph"), prefixes=PREFIXES)
    elif form not in {None, ResultFormat.TABLE}:
        results.serialize(out, format=_known(form, _SOLUTIONS, "rows"))
    elif isinstance(results, ox.QueryBoolean):
        typer.echo("yes" if results else "no")
    else:
        _print_table(results)


def _known(form: ResultFormat | None, formats: Mapping[ResultFormat, T], what: str) -> T:
    """Return pyoxigraph's name for a format; raise a Mistake if a result of this kind cannot be written in it."""
    for known, word in formats.items():
        if form is known:
            return word
    raise Mistake(f"this query gives {what}, which --format {form} cannot write; it takes {', '.join(formats)}")


def _print_table(solutions: ox.QuerySolutions) -> None:
    table = PrintedTable(*(Column(variable.value, overflow="fold") for variable in solutions.variables))
    for solution in solutions:
        table.add_row(*(_shown(term) for term in solution))
    Console().print(table, markup=False)


def _shown(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Write a term for a reader: IRIs with their usual prefix, literals without quotation marks."""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        names = (f"{name}:{term.value[len(iri) :]}" for name, iri in PREFIXES.items() if term.value.startswith(iri))
        return min(names, key=len, default=f"<{term.value}>")
    return "" if term is None else str(term)
