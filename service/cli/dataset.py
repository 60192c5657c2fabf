"""``whoasks history``, ``rollback``, ``export``, ``backup`` and ``restore``: the dataset as a whole."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import pyoxigraph as ox
import typer
from rich.console import Console
from rich.table import Table

from ontology.vocabulary import PREFIXES
from service.settings import Settings
from sparql.store import EmbeddedStore, Store, StoreError
from sparql.store.location import open_store

app = typer.Typer()


class DatasetFormat(StrEnum):
    """Formats in which a dataset can be written."""

    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


_FORMATS = {
    DatasetFormat.TRIG: ox.RdfFormat.TRIG,
    DatasetFormat.NQUADS: ox.RdfFormat.N_QUADS,
    DatasetFormat.JSONLD: ox.RdfFormat.JSON_LD,
    DatasetFormat.TURTLE: ox.RdfFormat.TURTLE,
    DatasetFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
}


@app.command()
def history(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the published generations that are kept, newest first."""
    store = open_store(Settings().store)
    current, generations = store.version(), store.history()
    if as_json:
        rows = [asdict(generation) | {"current": generation.version == current} for generation in generations]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
        return
    table = Table("", "version", "created", "quads", "why")
    for generation in generations:
        mark = "→" if generation.version == current else ""
        table.add_row(mark, generation.version, generation.created, f"{generation.quads:,}", generation.reason)
    Console().print(table)


@app.command()
def rollback(version: Annotated[str, typer.Argument(help="A version that `whoasks history` lists.")]) -> None:
    """Publish an earlier generation again."""
    store = open_store(Settings().store)
    same = (each.version for each in store.history() if each.version.lstrip("0") == version.lstrip("0"))
    meant = next(same, version)  # 6 is 000006
    store.rollback(meant)
    typer.echo(f"published {meant}")


@app.command()
def export(
    target: Annotated[Path | None, typer.Argument(help="File to write; standard output without one.")] = None,
    *,
    form: Annotated[DatasetFormat, typer.Option("--format", help="What to write.")] = DatasetFormat.TRIG,
    graph: Annotated[str | None, typer.Option(help="IRI of the one named graph to write.")] = None,
) -> None:
    """Write the published dataset as RDF.

    Formats without named graphs get the union of them.
    """
    rdf_format = _FORMATS[form]
    quads = _quads(open_store(Settings().store), graph)
    parts = quads if rdf_format.supports_datasets else (quad.triple for quad in quads)
    with sys.stdout.buffer if target is None else target.open("wb") as out:
        ox.serialize(parts, out, rdf_format, prefixes=PREFIXES)


def _quads(store: Store, graph: str | None) -> Iterator[ox.Quad]:
    """Yield the quads of the dataset, or of one of its graphs, graph by graph."""
    chosen = f"VALUES ?g {{ {ox.NamedNode(graph)} }}" if graph else ""
    rows = store.query(f"SELECT ?g ?s ?p ?o {{ {chosen} GRAPH ?g {{ ?s ?p ?o }} }}")
    if isinstance(rows, ox.QuerySolutions):
        for row in rows:
            yield ox.Quad(row["s"], row["p"], row["o"], row["g"])


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
