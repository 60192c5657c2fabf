"""Answers on a terminal: quotes with who says them to whom or, if there are none, a table."""

from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from service.answers.answering import Answered
from service.answers.formats import flat
from service.answers.shaping import Json
from service.cli.tables import Sheet

_LEFT_OUT: Final = ("_iri", "_start", "_end", "_sha256")
"""Endings of columns that are left out on a terminal."""


def show(answered: Answered, console: Console) -> None:
    """Print one page of answers."""
    quotes = [_quote(answer) for answer in answered.answers]
    if answered.answers and all(quotes):
        for answer, quote in zip(answered.answers, quotes, strict=True):
            console.print(_heading(answer))
            console.print(Padding(Text(f"“{quote}”"), (0, 0, 1, 2)))
    elif answered.answers:
        _sheet(answered).show(console)
    count = len(answered.answers)
    more = "; there are more: --limit and --offset" if answered.more else ""
    console.print(Text(f"{count} {'answer' if count == 1 else 'answers'}{more}", style="dim"))


def _quote(answer: Mapping[str, Json]) -> str | None:
    """Return the quote of an answer, with white space collapsed."""
    for part in answer.values():
        if isinstance(part, Mapping) and isinstance(part.get("quote"), str):
            return " ".join(str(part["quote"]).split())
    return None


def _heading(answer: Mapping[str, Json]) -> Text:
    """Return who says it to whom, in answer to which question, and about what: ``BMA → NHSEI  Q9  transparency``."""
    text = Text(_label(answer.get("body") or answer.get("speaker")), style="bold")
    if addressees := _label(answer.get("addressees")):
        text.append(f" → {addressees}", style="not bold")
    if answer.get("consultation_question"):
        text.append(f"  Q{answer['consultation_question']}", style="not bold cyan")
    if about := _label(answer.get("topics")) or _claimed(answer):
        text.append(f"  {about}", style="not bold dim")
    return text


def _claimed(answer: Mapping[str, Json]) -> str:
    """Return who is said to answer to whom, and the status: ``sought: Integrated care systems → NHSEI``."""
    if "accountable" not in answer:
        return ""
    ends = [end for end in (_label(answer["accountable"]), _label(answer.get("to"))) if end]
    return f"{answer.get('status')}: {' → '.join(ends)}"


def _label(part: Json) -> str:
    if isinstance(part, Mapping):
        return str(part.get("label", ""))
    if isinstance(part, str):
        return part
    return ", ".join(_label(one) for one in part) if isinstance(part, Iterable) else ""


def _sheet(answered: Answered) -> Sheet:
    sheet = flat(answered.question.shape, answered.answers)
    shown = [
        place
        for place, name in enumerate(sheet.columns)
        if not name.endswith(_LEFT_OUT) and f"{name}_label" not in sheet.columns
    ]
    return Sheet(
        [sheet.columns[place].removesuffix("_label").replace("_", " ") for place in shown],
        [["" if row[place] is None else " ".join(str(row[place]).split()) for place in shown] for row in sheet.rows],
    )
