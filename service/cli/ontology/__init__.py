"""``whoasks ontology``: what an editor of the ontology does on a command line."""

from typing import ClassVar

import typer

from service.cli.demand import OnDemand


class Commands(OnDemand):
    """The editor's commands, each with its module and the first sentence of its help."""

    package = __name__
    modules: ClassVar = {
        "check": ("check", "Check the ontology and the questions in one run; exit 1 if anything is wrong."),
        "new": ("new", "Add a topic, a body or a kind of body to the right file."),
        "fmt": ("writing", "Rewrite the Turtle files in canonical form: sorted, stable, without comments."),
        "diff": ("diff", "Say what changed between two versions, and which answers change, as Markdown."),
        "docs": ("docs", "Write the reference of the ontology: a page with diagrams, and the model in four formats."),
        "release": ("writing", "Give the ontology a version and a change note."),
    }


app = typer.Typer(cls=Commands, no_args_is_help=True, help="Check, write and compare the ontology.")
