"""``whoasks ontology``: what an editor of the ontology does on a command line."""

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ontology import BUNDLED, stubs
from ontology.diff import DiffError, compare, version_at
from ontology.diff import as_markdown as model_difference
from ontology.findings import Finding, Severity, errors
from ontology.reference import Reference
from ontology.sources import Sources
from ontology.style import issue, released, rewrite
from service.impact import as_markdown, measure
from service.settings import Settings
from service.soundness import Folders
from service.soundness import check as find

app = typer.Typer(no_args_is_help=True, help="Check, write and compare the ontology.")
new = typer.Typer(no_args_is_help=True, help="Add a topic, a body or a kind of body to the right file.")
app.add_typer(new, name="new")

Label = Annotated[str, typer.Argument(help="Its name in English.")]
AltLabels = Annotated[list[str] | None, typer.Option("--alt", help="Another name, abbreviation or plural; repeatable.")]
Definition = Annotated[str | None, typer.Option(help="What it is, in a sentence that does not use its name.")]
Example = Annotated[str | None, typer.Option(help="An instance of it.")]


@app.command()
def check(
    *,
    fast: Annotated[bool, typer.Option("--fast", help="Leave out the reasoner and the shapes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the ontology and the questions in one run; exit 1 if anything is wrong."""
    settings = Settings()
    try:
        found = find(Folders(settings.ontology, settings.questions), fast=fast)
    except (FileNotFoundError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
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


def _add(write: Callable[[], Path]) -> None:
    try:
        path = write()
    except (stubs.StubError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{path}: written; `whoasks ontology check` says what is still missing")


@app.command()
def fmt() -> None:
    """Rewrite the Turtle files in canonical form: sorted, stable, without comments."""
    sources = Sources.read(Settings().ontology)
    broken = sources.syntax_errors()
    for finding in broken:
        typer.echo(f"{finding.path}:{finding.line}: {finding.message}", err=True)
    if broken:
        raise typer.Exit(2)
    for path in rewrite(sources):
        typer.echo(f"{path}: rewritten")


@app.command()
def release(
    version: Annotated[str, typer.Argument(help="The new version, e.g. 0.2.0.")],
    note: Annotated[str, typer.Argument(help="What changed, in a sentence.")],
) -> None:
    """Give the ontology a version and a change note, and write down the IRIs that are now issued for good."""
    folder = Settings().ontology
    core = folder / "core.ttl"
    core.write_text(released(Sources.read(folder), version, note), encoding="utf-8")
    issued = issue(Sources.read(folder))
    typer.echo(f"{core}: version {version}; {len(issued)} new IRIs issued")


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="Folder to write to; any web server can serve it.")]) -> None:
    """Write the reference of the ontology: a page with diagrams, and the model in four formats."""
    for path in Reference(Sources.read(Settings().ontology)).write(folder):
        typer.echo(str(path))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Folder, Turtle file, or git revision.")],
    new_: Annotated[str | None, typer.Argument(metavar="NEW", help="The same; the ontology in use by default.")] = None,
    *,
    model_only: Annotated[bool, typer.Option("--model-only", help="Leave out statements and questions.")] = False,
) -> None:
    """Say what changed between two versions, and which statements and questions change their answers, as Markdown."""
    settings = Settings()
    try:
        with version_at(old, settings.ontology) as before, version_at(new_ or str(settings.ontology), BUNDLED) as after:
            typer.echo(model_difference(compare(Sources.read(before), Sources.read(after))))
            if not model_only:
                typer.echo(as_markdown(measure(before, after, settings.questions)))
    except (DiffError, FileNotFoundError, SyntaxError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@new.command()
def topic(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and hyphens, e.g. peer-review.")],
    label: Label,
    definition: Definition = None,
    broader: Annotated[str | None, typer.Option(help="Id of the topic above it.")] = None,
    cue: Annotated[list[str] | None, typer.Option(help="A phrase that signals it; repeatable.")] = None,
    example: Annotated[list[str] | None, typer.Option(help="A sentence that the cues match.")] = None,
    counter_example: Annotated[list[str] | None, typer.Option(help="A sentence that they must not match.")] = None,
) -> None:
    """Add a topic to topics.ttl."""
    wording = stubs.Wording(label=label, definition=definition)
    cues = stubs.Cues(phrases=cue or (), examples=example or (), counter_examples=counter_example or ())
    _add(lambda: stubs.add_topic(Settings().ontology, id_, wording, broader=broader, cues=cues))


@new.command()
def body(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and hyphens, e.g. cqc.")],
    label: Label,
    alt: AltLabels = None,
    definition: Definition = None,
    kind: Annotated[str | None, typer.Option(help="Its class, e.g. Regulator; a group of bodies if left out.")] = None,
) -> None:
    """Add a body, or a group of bodies, to bodies.ttl."""
    wording = stubs.Wording(label=label, alt_labels=alt or (), definition=definition)
    _add(lambda: stubs.add_body(Settings().ontology, id_, wording, kind=kind))


@new.command("class")
def class_(
    name: Annotated[str, typer.Argument(help="Its name, e.g. CommunityTrust.")],
    label: Label,
    definition: Definition = None,
    example: Example = None,
    wider: Annotated[str, typer.Option(help="The class above it.")] = "Organisation",
    group: Annotated[str | None, typer.Option(help="Id of the group that all of its kind are members of.")] = None,
) -> None:
    """Add a kind of body to bodies.ttl."""
    wording = stubs.Wording(label=label, definition=definition, example=example)
    _add(lambda: stubs.add_class(Settings().ontology, name, wording, wider=wider, group=group))
