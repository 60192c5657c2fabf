"""``whoasks ask "who asks for CQC alignment"``: plain English, answered in this process."""

import asyncio
import sys

from rich.console import Console
from rich.text import Text
from typer.core import TyperCommand, TyperOption

from ontology.sources import Sources
from service.answers.answering import Answerer
from service.answers.asking import ask, understand
from service.answers.formats import CSV, write_json
from service.answers.passages import Search, search
from service.answers.replies import write_answer
from service.answers.searching import TextSearch
from service.cli.local import local_answerer
from service.cli.ready import ready
from service.cli.showing import show
from service.learned import understanding
from service.settings import Settings
from sparql.asking import Reading, Understood


def english(sentence: str) -> TyperCommand:
    """Return the command that answers one sentence."""

    def run(*, json: bool, csv: bool) -> None:
        asyncio.run(_answer(sentence, json=json, csv=csv))

    return TyperCommand(
        "sentence",
        callback=run,
        help="Answer a question in plain English.",
        params=[
            TyperOption(param_decls=["--json"], is_flag=True, help="Print JSON."),
            TyperOption(param_decls=["--csv"], is_flag=True, help="Print CSV."),
        ],
    )


async def _answer(sentence: str, *, json: bool, csv: bool) -> None:
    settings = Settings()
    answerer = local_answerer(settings, ready(settings))
    learned = understanding(Sources.read(settings.ontology), answerer.lexicon, answerer.catalogue, settings)
    texts = TextSearch(settings.store)
    if json:
        sys.stdout.buffer.write(write_json(await ask(answerer, learned, texts, sentence)) + b"\n")
        return
    understood = await understand(answerer, learned, texts, sentence)
    reading = understood.reading
    if reading is None:
        await _search(answerer, texts, understood, learned.keywords(sentence))
        return
    answered = await answerer.answer(answerer.question(reading.question), dict(reading.parameters))
    if csv:
        sys.stdout.buffer.write(write_answer(answered, CSV))
        return
    console = Console(stderr=True)
    console.print(Text(f"understood as: {_command(reading)}", style="dim"))
    if understood.note:
        console.print(Text(understood.note, style="dim"))
    show(answered, Console())


async def _search(answerer: Answerer, texts: TextSearch, understood: Understood, words: str) -> None:
    """Say that the sentence was not understood, suggest other readings, and search for its words."""
    console = Console(stderr=True)
    console.print(Text(f"not understood as a saved question; searched for “{words}” instead", style="dim"))
    if understood.note:
        console.print(Text(understood.note, style="dim"))
    for reading in understood.others:
        console.print(Text(f"  perhaps: {_command(reading)}", style="dim"))
    found = await search(answerer, texts, Search(words)) if words else {}
    results = found.get("results", [])
    for hit in results if isinstance(results, list) else []:
        body = hit.get("body", {}).get("label", "")
        Console().print(Text(body, style="bold").append(f"  {' '.join(hit['quote'].split())}\n", style="not bold"))


def _command(reading: Reading) -> str:
    return " ".join([reading.question, *(f"--{name} {id_}" for name, id_ in reading.parameters.items())])
