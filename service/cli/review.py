"""``whoasks review``: statements to a table, and the verdicts of reviewers back beside the corpus."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Annotated

import openpyxl
import orjson
import pyoxigraph as ox
import typer

from loaders import BUNDLED_CORPUS, manifest
from loaders.annotation import to_annotation
from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.naming import slug
from loaders.pipeline import Plan, load
from loaders.publish import corpora
from loaders.review_import import checked_verdicts
from loaders.reviews import keeping
from loaders.reviews.review import KIND_OF_CLASS, Verdict, now
from loaders.reviews.table import COLUMNS, read_rows
from loaders.sources.find import Found
from loaders.sources.gather import gathered
from loaders.sources.tables import rows as table_rows
from loaders.standalone import extracted
from ontology.lexicon import Lexicon
from ontology.vocabulary import iri, local_id
from service.answers.spreadsheet import cell
from service.cli.ready import ready
from service.settings import Settings

app = typer.Typer(help="Let people confirm, reject, change and add statements.", no_args_is_help=True)

_STATEMENTS = """
SELECT ?consultation ?response ?statement ?quote ?start ?end ?review
  (GROUP_CONCAT(DISTINCT STR(?class)) AS ?classes)
  (GROUP_CONCAT(DISTINCT STR(?body)) AS ?bodies) (GROUP_CONCAT(DISTINCT STR(?topic)) AS ?topics) {
  ?statement a wa:Statement, ?class ; wa:quote ?quote ; wa:review ?review ; wa:statedIn ?passage ; wa:inResponse ?in .
  ?in dcterms:identifier ?response ; wa:inConsultation/dcterms:identifier ?consultation .
  ?passage oa:hasSelector [ oa:start ?start ; oa:end ?end ] .
  OPTIONAL { ?statement wa:addressee|wa:accountableBody ?body }
  OPTIONAL { ?statement wa:topic ?topic }
} GROUP BY ?consultation ?response ?statement ?quote ?start ?end ?review ORDER BY ?consultation ?response ?start"""
_BODIES = iri("body", "")
"""Prefix of the IRIs of the ontology's bodies; a verdict cannot name a party that only a response mentions."""
_EXTRA = ("consultation", "review")
"""Further columns of an export: the consultation, and how far the statement has been reviewed."""
_TABLES = (".csv", ".xlsx")
"""Formats in which statements can be written."""


@app.command()
def export(target: Annotated[Path, typer.Argument(help="File to write: .csv or .xlsx.")]) -> None:
    """Write one row for each statement, with an empty column for the verdict."""
    if target.suffix.lower() not in _TABLES:
        raise BadInput(target, f"is no table that can be written; name it {' or '.join(_TABLES)}")
    found = list(_rows(ready(Settings()).query(_STATEMENTS)))
    columns = (*COLUMNS, *_EXTRA)
    cells = [[row.get(column, "") for column in columns] for row in found]
    if target.suffix.lower() == ".xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("statements")
        for line in (columns, *cells):
            sheet.append([cell(sheet, text) for text in line])
        written = BytesIO()  # so that the file is opened only once the workbook is complete
        book.save(written)
        target.write_bytes(written.getvalue())
    else:
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([columns, *cells])
    typer.echo(f"wrote {len(found):,} statements into {target}")


def _rows(found: object) -> Iterator[dict[str, str]]:
    for row in found if isinstance(found, ox.QuerySolutions) else ():
        values = {name: _value(row[name]) for name in ("consultation", "response", "quote", "start", "end")}
        classes = {local_id(iri) for iri in _value(row["classes"]).split()}
        yield values | {
            "kind": next(word for name, word in KIND_OF_CLASS.items() if name in classes),
            "addressees": _ids(body for body in _value(row["bodies"]).split() if body.startswith(_BODIES)),
            "topics": _ids(_value(row["topics"]).split()),
            "review": local_id(_value(row["review"])),
        }


def _ids(iris: Iterable[str]) -> str:
    return " ".join(sorted(map(local_id, iris)))


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


@app.command()
def apply(
    file: Annotated[Path, typer.Argument(help="A table with verdicts: .csv or .xlsx.", exists=True, dir_okay=False)],
    *,
    reviewer: Annotated[str, typer.Option(help="Whose verdicts these are, where the table does not say.")] = "",
    corpus: Annotated[
        Path | None, typer.Option(help="Keep them beside this corpus, and not in the folder WHOASKS_REVIEWS.")
    ] = None,
) -> None:
    """Keep the verdicts of a table, and load what they are on with them: all of them, or none if one fits nothing."""
    settings = Settings()
    lexicon = Lexicon.load(settings.ontology)
    given_at = now()
    rows = read_rows((_filled(row, reviewer, given_at) for row in table_rows(file, Limits())), file, lexicon)
    if not rows:
        raise BadInput(file, f"holds no verdict; there are {', '.join(Verdict)}")
    store = ready(settings)
    paths = [corpus] if corpus else [path for path in corpora.known(store) if path.exists()]
    if not paths:
        raise BadInput(file, "is on responses that this store cannot find; name their folder with --corpus")
    plan = Plan(settings.ontology, reviews=settings.reviews)
    with gathered(paths, lexicon=lexicon, limits=plan.limits, jobs=plan.jobs, reviews=plan.reviews) as found:
        verdicts = checked_verdicts(file, rows, found, plan)
    folders = {name: _folder_for(name, found, settings.reviews, corpus) for name in verdicts}
    for name, some in verdicts.items():
        keeping.keep(folders[name], some, lexicon)
    summary = load(store, paths, plan)
    where = ", ".join(str(folder / keeping.FOLDER) for folder in folders.values())
    typer.echo(f"kept {len(rows)} verdicts in {where}; {summary.loaded} responses loaded anew")
    for note in summary.notes:
        typer.echo(note, err=True)


def _folder_for(consultation: str, found: Found, kept: Path, corpus: Path | None) -> Path:
    """Return the folder for the verdicts on a consultation: the service's, or the corpus's if one is named."""
    if corpus is None:
        return keeping.folder_for(kept, consultation)
    if consultation not in found.folders:
        raise BadInput(corpus, f"holds no {manifest.NAME} of {consultation}; leave out --corpus")
    return found.folders[consultation]


def _filled(row: Mapping[str, str], reviewer: str, given_at: str) -> dict[str, str | None]:
    """Fill in the reviewer and the date of a row that lacks them."""
    return {**row, "reviewer": row.get("reviewer") or reviewer, "date": row.get("date") or given_at}


def _folder(corpus: Path, lexicon: Lexicon) -> Path:
    """Return the one folder of a corpus that holds a manifest."""
    found = sorted(path.parent for path in corpus.rglob(manifest.NAME))
    if not found:
        raise BadInput(
            corpus,
            f"holds no {manifest.NAME}, which `whoasks evaluate` needs beside the documents too; write one with a "
            f"`title` and `id: {slug(corpus.resolve().name)}`, under which verdicts on its responses are kept",
        )
    if len(found) > 1:
        raise BadInput(corpus, f"holds {len(found)} consultations; name the folder of one with --corpus")
    manifest.load(found[0] / manifest.NAME, bodies=lexicon.bodies)
    return found[0]


@app.command()
def gold(
    target: Annotated[Path, typer.Argument(help="Folder to write annotations into.")],
    *,
    corpus: Annotated[Path, typer.Option(help="Folder of the corpus, with its consultation.yaml.")] = BUNDLED_CORPUS,
) -> None:
    """Write reviewed responses as annotations, which `whoasks evaluate` takes for gold."""
    settings = Settings()
    lexicon = Lexicon.load(settings.ontology)
    folder = _folder(corpus, lexicon)
    target.mkdir(parents=True, exist_ok=True)
    plan = Plan(settings.ontology, reviews=settings.reviews)
    with gathered([folder], lexicon=lexicon, limits=plan.limits, jobs=plan.jobs, reviews=plan.reviews) as found:
        reviewed = [source for source in found.sources if source.reviews]
        packed = [source.name for source in reviewed if not source.path.is_relative_to(folder)]
        files = [source for source in reviewed if source.path.is_relative_to(folder)]
        for source, extraction in extracted(files, plan, jobs=plan.jobs):
            annotation = orjson.dumps(to_annotation(extraction), option=orjson.OPT_INDENT_2)
            (target / f"{source.response}.json").write_bytes(annotation)
    typer.echo(f"wrote {len(files)} annotations into {target}")
    if packed:
        what = "one response" if len(packed) == 1 else f"{len(packed)} responses"
        typer.echo(f"left out {what} packed in a table or an archive, the first of them {packed[0]}", err=True)
