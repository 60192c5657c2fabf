"""``whoasks extract``: what one file says, without a store."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from loaders.annotation import to_annotation
from loaders.plan import Plan
from loaders.standalone import extract_file
from service.cli.tables import Sheet
from service.settings import Settings

app = typer.Typer()


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="One response; a consultation.yaml beside it is used.")],
    *,
    extractor: Annotated[str, typer.Option(help="How statements are found.")] = "rules",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in the annotation format.")] = False,
) -> None:
    """Print the answers, asks, quotations, accountability claims and concerns of one file."""
    found = [to_annotation(one) for one in extract_file(file, Plan(Settings().ontology, extractor=extractor))]
    if as_json:
        typer.echo(orjson.dumps(found if len(found) > 1 else found[0], option=orjson.OPT_INDENT_2).decode())
        return
    for one in found:
        _show(one, Console())


def _show(annotation: dict[str, Any], console: Console) -> None:
    rows = list[list[str]]()
    for answer in annotation["answers"]:
        rows.append(["answer", answer["question"], answer["stance_quote"] or "", answer["stance"] or "no stance"])
    for ask in annotation["asks"]:
        about = f"{', '.join(ask['addressees'])}: {', '.join(ask['topics'])}"
        rows.append(["ask", ask["question"] or "", ask["quote"], about])
    for part in ("concerns", "quotations", "accountabilities"):
        for entry in annotation[part]:
            about = ", ".join(entry.get("topics") or entry.get("accountable") or [entry.get("speaker") or ""])
            rows.append([part, entry["question"] or "", entry["quote"], about])
    console.print(str(annotation["document"]), style="bold", markup=False, highlight=False)
    Sheet(("what", "question", "quote", "about"), rows).show(console)
    for note in annotation["notes"]:
        console.print(note, style="dim", markup=False)
