"""Divides the transcript of a hearing into questions and what the witnesses answer, which is the response.

A numbered question (``Q12 Chair: …``) begins an exchange, which holds what the witnesses say up to the next one.
Whoever asks a numbered question, is the chair or is listed among the members present is one of those who ask;
everybody else is a witness. The wordings are in ``patterns/transcripts.yaml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.patterns import expression

_TURN = expression("transcripts.turn")
_NUMBER_ALONE = expression("transcripts.number-alone")
_CHAIR = expression("transcripts.chair")
_MEMBERS = expression("transcripts.members")
_WITNESSES = expression("transcripts.witnesses")
_MARKER = re.compile(r"(\d{1,4})[.)]")
_FEWEST_TURNS = 3
_CHAIRED = "chair"
"""Replaces the name of a speaker who is called the chair."""


@dataclass(slots=True)
class Exchange:
    """A question, and what the witnesses say up to the next one; without a number, words that answer no question."""

    number: str
    question: str
    units: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The opening of what one speaker says."""

    name: str
    """The last word of the speaker's name; empty if a question has only a number."""
    words: int
    """How many words the name has."""
    number: str
    mark: str
    """What separates the name from what is said."""
    body: Unit


def exchanges(text: str, laid_out: Sequence[Unit]) -> list[Exchange]:
    """Return the exchanges of a transcript; empty if the text is no transcript.

    They contain only what witnesses say, without the names of the speakers.
    """
    turns = _turns(text, laid_out)
    asking = _asking(text, laid_out, turns)
    if not _is_transcript(turns, asking):
        return []
    found = [Exchange("", "")]
    silent = False
    for unit, turn in zip(laid_out, turns, strict=True):
        if turn:
            silent = turn.name in asking or not turn.name
            if turn.number:
                found.append(Exchange(turn.number, turn.body.span.of(text)))
        elif unit.kind is BlockKind.HEADING or _WITNESSES.match(unit.span.of(text)):
            silent = False
            found.append(Exchange("", ""))
        said = turn.body if turn else unit
        if not silent and said.span.of(text).strip():
            found[-1].units.append(said)
    return found


def _turns(text: str, laid_out: Sequence[Unit]) -> list[_Turn | None]:
    """Return the turn that each unit begins, or None; all have the same mark after the name as the first question."""
    turns = [_turn(text, unit) for unit in laid_out]
    first = next((turn for turn in turns if turn and (turn.number or turn.name == _CHAIRED)), None)
    if first is None:
        return [None] * len(turns)
    opened = turns.index(first)
    spoken = [turn if turn and at >= opened and turn.mark == first.mark else None for at, turn in enumerate(turns)]
    return [
        turn or (_unnamed(text, unit) if at > opened else None)
        for at, (turn, unit) in enumerate(zip(spoken, laid_out, strict=True))
    ]


def _turn(text: str, unit: Unit) -> _Turn | None:
    """Return the turn that a unit begins by naming its speaker, otherwise None."""
    words = unit.span.of(text)
    match = _TURN.match(words)
    if match is None or _WITNESSES.match(words):
        return None
    marker = _MARKER.fullmatch(unit.marker)
    number = match["number"] or match["behind"] or (marker[1] if marker else "")
    named = match["speaker"].split()
    name = _CHAIRED if _CHAIR.match(match["speaker"]) else named[-1].lower()
    body = replace(unit, span=Span(unit.span.start + match.end(), unit.span.end), kind=BlockKind.PARAGRAPH, marker="")
    return _Turn(name, len(named), number, match["mark"] or "", body)


def _unnamed(text: str, unit: Unit) -> _Turn | None:
    """Return the turn of a question without a speaker (``Q12 How did it come to this?``), otherwise None."""
    match = _NUMBER_ALONE.match(unit.span.of(text))
    if match is None:
        return None
    return _Turn("", 0, match["number"], "", replace(unit, span=Span(unit.span.start + match.end(), unit.span.end)))


def _asking(text: str, laid_out: Sequence[Unit], turns: Sequence[_Turn | None]) -> set[str]:
    """Return the names of those who ask."""
    present = {
        word.lower()
        for unit in laid_out
        if _MEMBERS.match(words := unit.span.of(text))
        for word in re.findall(r"[\w'’-]+", words)
    }
    named = {turn.name for turn in turns if turn and turn.name}
    return {_CHAIRED, *(named & present), *(turn.name for turn in turns if turn and turn.number and turn.name)}


def _is_transcript(turns: Sequence[_Turn | None], asking: set[str]) -> bool:
    """Tell whether turns are those of a transcript: at least half of the questions are followed by a witness.

    Without a chair, all names must have several words, to exclude titles that end in a colon.
    """
    spoken = [turn for turn in turns if turn and turn.name]
    chaired = any(turn.name == _CHAIRED for turn in spoken)
    questions = [at for at, turn in enumerate(spoken) if turn.name in asking]
    answered = sum(spoken[at + 1].name not in asking for at in questions if at + 1 < len(spoken))
    people = chaired or all(turn.words > 1 for turn in spoken)
    return people and answered > 0 and answered * 2 >= len(questions) and len(spoken) >= _FEWEST_TURNS
