"""``whoasks ontology check``: all that is wrong, in one report."""

import json
import os
from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ontology.findings import Finding, Severity, errors
from service.settings import Settings
from sparql.soundness import Folders
from sparql.soundness import check as find

app = typer.Typer()


@app.command()
def check(
    *,
    fast: Annotated[
        bool,
        typer.Option("--fast", help="Leave out the reasoner (HermiT) and the shapes (SHACL), and nothing else."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the ontology and the questions in one run; exit 1 if anything is wrong.

    Under GITHUB_ACTIONS each finding is printed as an annotation of its file and line.
    """
    settings = Settings()
    found = find(Folders(settings.ontology, settings.questions), fast=fast)
    if as_json:
        report = {"sound": not errors(found), "findings": [finding.as_json() for finding in found]}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif os.environ.get("GITHUB_ACTIONS"):
        for finding in found:
            typer.echo(finding.as_annotation())
    else:
        _report(found)
    if errors(found):
        raise typer.Exit(1)


def _report(found: list[Finding]) -> None:
    """Print the findings with ``file:line`` at the head of each, so that editors and terminals can open it."""
    console = Console(highlight=False, soft_wrap=True)
    for finding in found:
        colour = "red" if finding.severity is Severity.ERROR else "yellow"
        console.print(f"{finding.path}:{finding.line}: [{colour}]{finding.severity}[/] ({finding.check})", end=" ")
        console.print(finding.message, markup=False)
    if not found:
        console.print("The ontology is sound: every check passed.")
        return
    table = Table("check", "findings", title="What to mend")
    for name, count in sorted(Counter(finding.check for finding in found).items()):
        table.add_row(name, str(count))
    console.print(table)
