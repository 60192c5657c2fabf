"""``whoasks ontology new``: a topic, a body or a kind of body, written into the file where it belongs."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ontology import stubs
from service.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Add a topic, a body or a kind of body to the right file.")

Label = Annotated[str, typer.Argument(help="Its name in English.")]
AltLabels = Annotated[list[str] | None, typer.Option("--alt", help="Another name, abbreviation or plural; repeatable.")]
Definition = Annotated[str | None, typer.Option(help="What it is, in a sentence that does not use its name.")]
Example = Annotated[str | None, typer.Option(help="An instance of it.")]


@app.command()
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


@app.command()
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


@app.command("class")
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


def _add(write: Callable[[], Path]) -> None:
    typer.echo(f"{write()}: written; `whoasks ontology check` says what is still missing")
