"""``whoasks evaluate``: compare what is extracted with annotations made by hand."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from loaders import BUNDLED_CORPUS, manifest
from loaders.annotation import to_annotation
from loaders.document import Context
from loaders.errors import BadInput
from loaders.evaluate import Score, scores
from loaders.extract import Extractor, extractor
from loaders.matching import anchored
from loaders.readers import read
from ontology.lexicon import Lexicon
from service.settings import Settings

Measures = dict[str, Score]
app = typer.Typer()


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of annotations, one JSON file for one document.", exists=True)],
    corpus: Annotated[Path, typer.Option(help="Folder of the documents, at any depth.", exists=True)] = BUNDLED_CORPUS,
    extractor_name: Annotated[str, typer.Option("--extractor", help="Which extractor to try.")] = "rules",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare extraction with annotations made by hand.

    Precision, recall and F1 are given for each kind of statement.
    """
    measured = _measured(gold, corpus, extractor_name, Lexicon.load(Settings().ontology))
    if as_json:
        named = {name: {key: score.as_dict() for key, score in found.items()} for name, found in measured.items()}
        typer.echo(json.dumps(named, ensure_ascii=False, indent=2))
    else:
        Console().print(*(_table(name, found) for name, found in measured.items()), sep="\n")


def _measured(gold: Path, corpus: Path, extractor_name: str, lexicon: Lexicon) -> dict[str, Measures]:
    """Return the measures of each document, and under ``all`` their sum."""
    extract = extractor(extractor_name, lexicon)
    measured: dict[str, Measures] = {}
    total: Measures = {}
    for path in sorted(gold.glob("*.json")):
        annotation = _annotation(path)
        found = _compare(annotation, _document(annotation, path, corpus), extract, lexicon)
        measured[annotation["document"]] = found
        total = {name: total.get(name, Score()) + score for name, score in found.items()}
    if not measured:
        raise BadInput(gold, "holds no annotation (*.json)")
    return {**measured, "all": total}


def _annotation(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(path, f"is no annotation: {error}") from None
    if missing := {"document", "asks", "answers", "quotations", "concerns", "accountabilities"} - set(data):
        raise BadInput(path, f"is no annotation: it lacks {', '.join(sorted(missing))}")
    return data


def _document(annotation: dict[str, Any], path: Path, corpus: Path) -> Path:
    """Return the file that an annotation is of."""
    name = annotation["document"]
    file = next(iter(sorted(corpus.rglob(name))), None)
    if file is None:
        raise BadInput(path, f"annotates {name}, which is not in {corpus}")
    return file


def _compare(annotation: dict[str, Any], file: Path, extract: Extractor, lexicon: Lexicon) -> Measures:
    document = read(file)
    extraction = extract(document, _context(file, annotation))
    return scores(document.text, to_annotation(extraction), anchored(annotation, document.text), lexicon)


def _context(file: Path, annotation: dict[str, Any]) -> Context:
    """Find the manifest beside the document, or the one whose title the annotation names."""
    beside = file.parent / manifest.NAME
    for path in [beside] if beside.exists() else sorted(BUNDLED_CORPUS.glob(f"*/{manifest.NAME}")):
        known = manifest.load(path)
        if path == beside or known.title == annotation.get("consultation"):
            return known.context(known.response_of.get(file.name))
    return replace(Context(), respondent=annotation.get("respondent"))


def _table(name: str, found: Measures) -> Table:
    """Return the scores of one document, narrow enough for any terminal."""
    table = Table(title=name, title_justify="left")
    table.add_column("measure", no_wrap=True)
    for heading in ("precision", "recall", "F1", "right", "found", "wanted"):
        table.add_column(heading, justify="right", no_wrap=True)
    for measure, score in found.items():
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        table.add_row(measure, *shares, *map(str, (score.right, score.found, score.wanted)))
    return table
