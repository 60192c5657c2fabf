"""``whoasks ask NAME --topic …`` and ``whoasks questions``: the saved questions, each a command with its parameters."""

import asyncio
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperCommand, TyperGroup, TyperOption

from ontology.lexicon import Lexicon
from ontology.sources import Sources
from service.answers.adapting import with_enumerated_values
from service.answers.answering import Answered, Answerer
from service.answers.formats import CSV, JSON, write_json
from service.answers.given import read_page
from service.answers.replies import question_body, write_answer
from service.cli.local import local_answerer, local_catalogue
from service.cli.ready import ready
from service.cli.showing import show
from service.cli.stopping import stoppable
from service.errors import Problem
from service.settings import Settings
from sparql.checking import unknown_terms
from sparql.saved import SavedQuestion
from sparql.saved.catalogue import Catalogue, UnknownQuestion
from sparql.saved.declarations import CONTROLS
from sparql.saved.names import LexiconNames
from sparql.saved.paging import Page
from sparql.saved.parameters import Parameter


def _is_english(text: str) -> bool:
    """Tell whether this is a sentence and not the name of a question, which has no spaces."""
    return len(text.split()) > 1


class Questions(TyperGroup):
    """A command for each saved question."""

    def list_commands(self, _ctx: object) -> list[str]:
        """Return the names of the saved questions."""
        return sorted(local_catalogue(Settings())[1].questions)

    def get_command(self, _ctx: object, cmd_name: str) -> TyperCommand | None:
        """Return the command of a saved question."""
        if _is_english(cmd_name):
            sentence: TyperCommand = import_module("service.cli.english").english(cmd_name)  # too slow for the rest
            return sentence
        lexicon, catalogue = local_catalogue(Settings())
        question = catalogue.questions.get(cmd_name)
        if question is None:
            raise unknown_question(catalogue, cmd_name)
        return _command(question, lexicon)


app = typer.Typer()
ask = typer.Typer(cls=Questions, no_args_is_help=True, options_metavar="", subcommand_metavar="QUESTION [OPTIONS]...")
app.add_typer(ask, name="ask")


@ask.callback()
def asked() -> None:
    """Ask a saved question, with an option for each parameter, or in plain English.

    `whoasks questions` lists the questions with their parameters.
    """


@app.command()
def questions(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the saved questions, and report files that are wrong."""
    settings = Settings()
    catalogue = local_catalogue(settings)[1]
    for error in catalogue.errors:
        typer.echo(f"whoasks: {error}", err=True)
    for finding in unknown_terms(Sources.read(settings.ontology), catalogue.questions.values()):
        typer.echo(f"whoasks: {finding.path}:{finding.line}: {finding.message}", err=True)
    if as_json:
        listed = [question_body(question) for question in catalogue.questions.values()]
        sys.stdout.buffer.write(write_json({"questions": listed}) + b"\n")
        return
    table = Table("question", "parameters", "what it answers")
    for question in catalogue.questions.values():
        table.add_row(question.name, " ".join(map(_usage, question.parameters.values())), question.summary)
    Console().print(table)


def unknown_question(catalogue: Catalogue, name: str) -> Problem:
    """Return the Problem for an unknown question; it suggests the nearest names."""
    try:
        catalogue[name]
    except UnknownQuestion as error:
        return Problem(404, f"{error}; `whoasks questions` lists them.", nearest=error.nearest)
    return Problem(404, f"“{name}” is not asked by itself; `whoasks questions` lists the questions.")


def _usage(parameter: Parameter) -> str:
    return f"--{parameter.name}" if parameter.must_be_given else f"[--{parameter.name}]"


def _command(question: SavedQuestion, lexicon: Lexicon) -> TyperCommand:
    """Return the command that asks one question, with an option for each parameter."""
    names = LexiconNames(lexicon)

    def run(*, json: bool, csv: bool, **given: str | None) -> None:
        _answer(question.name, {name: text for name, text in given.items() if text is not None}, json=json, csv=csv)

    return TyperCommand(
        question.name,
        callback=run,
        help=f"{question.summary}.\n\n{question.description}",
        params=[
            *(_option(parameter, names) for parameter in question.parameters.values()),
            *(TyperOption(param_decls=[f"--{name}"], help=text) for name, text in _CONTROLS.items()),
            TyperOption(param_decls=["--json"], is_flag=True, help="Print JSON."),
            TyperOption(param_decls=["--csv"], is_flag=True, help="Print CSV."),
        ],
    )


_CONTROLS: Final = {
    "limit": "Answers on a page.",
    "offset": "Answers to leave out at the beginning.",
    "sort": "Variables to sort by, separated by commas; - before one turns it round.",
}


def _option(parameter: Parameter, names: LexiconNames) -> TyperOption:
    values = parameter.choices or tuple(names.known(parameter.type))

    def complete(_context: object, _words: object, incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return TyperOption(
        param_decls=[f"--{parameter.name}", parameter.name],
        required=parameter.must_be_given,
        help=parameter.description + (f" E.g. {parameter.example}." if parameter.example else ""),
        autocompletion=complete,
        metavar=parameter.type.upper(),
    )


def _answer(name: str, given: Mapping[str, str], *, json: bool, csv: bool) -> None:
    settings = Settings()
    answerer = local_answerer(settings, ready(settings))
    question = answerer.question(name)
    parameters = {key: text for key, text in given.items() if key not in CONTROLS}
    with stoppable(settings.timeout):
        answered = asyncio.run(_answered(answerer, question, parameters, read_page(question, given)))
    if json or csv:
        written = write_answer(answered, JSON if json else CSV)
        sys.stdout.buffer.write(written if written.endswith(b"\n") else written + b"\n")
    else:
        show(answered, Console())


async def _answered(answerer: Answerer, question: SavedQuestion, given: Mapping[str, str], page: Page) -> Answered:
    return await answerer.answer(await with_enumerated_values(question, answerer.engine), given, page)
