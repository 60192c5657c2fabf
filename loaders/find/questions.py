"""The questions of a consultation where a response repeats them: by their label, their number or their wording.

The wordings stand in ``patterns/questions.yaml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.patterns import expression

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LABEL = expression("questions.label")
_BARE_LABEL = expression("questions.bare-label")
_NUMBER = expression("questions.number")
_TURN = expression("questions.turn")
_TO_READER = expression("questions.to-reader")
_OF_OPINION = expression("questions.of-opinion")
_INTERROGATIVE = expression("questions.interrogative")
_ENDS_AS_QUESTION = expression("questions.question-end")
_RUN_IN = expression("questions.run-in")
_REPLY = expression("questions.reply")
_LONGEST_QUESTION = 900
_TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Heading:
    """A unit that names a question."""

    index: int
    """Place of the unit in the document."""
    number: str
    text: str
    """The words of the question; empty where only its number stands."""
    body: Span | None = None
    """An answer that follows the label in the same unit."""
    titles: int = 0
    """Units just before it that are its title."""


def label(text: str, unit: Unit) -> tuple[str, Span, bool] | None:
    """Return the number that a unit names, the span after it, and whether the word "question" stands there.

    The number of a turn in a transcript (``Q41 Chair:``) names no question of a consultation.
    """
    words = unit.span.of(text)
    if _TURN.match(words):
        return None
    if match := _LABEL.match(words):
        return _number(match["number"]), Span(unit.span.start + match.end(), unit.span.end), True
    if match := _NUMBER.match(unit.marker):
        return match["number"].lower(), unit.span, False
    return None


def _number(found: str) -> str:
    number = re.sub(r"[\s()]", "", found).rstrip(".").lower()
    return str(_WORDS.index(number) + 1) if number in _WORDS else number


def _is_question(words: str) -> bool:
    return len(words) <= _LONGEST_QUESTION and (bool(_ENDS_AS_QUESTION.search(words[-120:])) or put_to_reader(words))


def asks_reader(words: str) -> bool:
    """Tell whether words are a question that a consultation puts to its readers."""
    if len(words) > _LONGEST_QUESTION or not _INTERROGATIVE.match(words):
        return False
    return bool(
        _ENDS_AS_QUESTION.search(words[-120:]) or (words.lower().startswith("please") and _TO_READER.search(words))
    )


def put_to_reader(words: str) -> bool:
    """Tell whether a question speaks to the one who answers ("Do you agree …?")."""
    return asks_reader(words) and bool(_TO_READER.search(words))


def asks_opinion(words: str) -> bool:
    """Tell whether words ask for an opinion, which a respondent does only where the consultation is repeated."""
    return asks_reader(words) and bool(_OF_OPINION.search(words))


@dataclass
class _Candidates:
    """Units that may be headings of questions, by what shows them."""

    labelled: list[Heading] = field(default_factory=list)
    numbered: list[Heading] = field(default_factory=list)
    worded: list[Heading] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)
    """Places of numbered units that open as a reply does."""

    def add(self, text: str, index: int, unit: Unit) -> None:
        """File a unit under what shows that it is a question, or its answer; most are neither."""
        words = unit.span.of(text)
        named = label(text, unit)
        if named and named[2]:
            self.labelled.append(_labelled(text, index, named))
        elif named and _is_question(words):
            self.numbered.append(Heading(index, named[0], words))
        elif named and _REPLY.match(words):
            self.replies.append(index)
        elif bare := _BARE_LABEL.match(words):
            self.worded.append(Heading(index, "", words[bare.end() :]))
        elif put_to_reader(words) or (unit.kind is BlockKind.HEADING and asks_reader(words)):
            self.worded.append(Heading(index, "", words))


def guessed(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Find the headings of questions without knowing the questions: by label, else by number, else by wording."""
    found = _Candidates()
    for index, unit in enumerate(laid_out):
        found.add(text, index, unit)
    if found.labelled:
        return found.labelled
    run_in = _run_in(text, laid_out)
    if len(run_in) > max(1, len(found.numbered), len(found.worded)):
        return run_in
    items = _rising(text, laid_out)
    if _is_series(found.numbered) and len(found.numbered) * 2 >= len(items):
        return found.numbered
    if len(found.replies) * 2 >= len(items) > 1:
        return items
    return [replace(heading, number=str(number)) for number, heading in enumerate(_apart(found.worded), 1)]


def _run_in(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the questions whose answers follow in the same unit, numbered as the headings above them or in order."""
    found: list[Heading] = []
    number, titled = "", -1
    for index, unit in enumerate(laid_out):
        named = label(text, unit)
        if unit.kind is BlockKind.HEADING:
            number, titled = (named[0], index) if named else ("", -1)
        elif (match := _RUN_IN.match(unit.span.of(text))) and put_to_reader(match["question"]):
            body = Span(unit.span.start + match.start("reply"), unit.span.end)
            found.append(Heading(index, number, match["question"], body, titles=int(titled == index - 1)))
    numbers = [heading.number for heading in found]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return found
    return [replace(heading, number=str(place)) for place, heading in enumerate(found, 1)]


def _labelled(text: str, index: int, named: tuple[str, Span, bool]) -> Heading:
    number, rest, _ = named
    words = rest.of(text)
    is_title = not words or asks_reader(words) or (len(words) < _TITLE_LENGTH and not re.search(r"[.!;:]\s*$", words))
    if "?" in words or (is_title and not _REPLY.match(words)):
        return Heading(index, number, words)
    return Heading(index, number, "", rest)


def _is_series(candidates: Sequence[Heading]) -> bool:
    """Tell whether numbered questions are the consultation's: two at least, rising, and most of them answered."""
    numbers = [_value(heading.number) for heading in candidates]
    indexes = {heading.index for heading in candidates}
    answered = sum(index + 1 not in indexes for index in indexes)
    return len(candidates) > 1 and numbers == sorted(numbers) and answered * 3 >= len(candidates) * 2


def _rising(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the numbered units that count upwards from the first, each the answer to the question of its number."""
    found: list[Heading] = []
    for index, unit in enumerate(laid_out):
        named = label(text, unit)
        if named and (not found or _value(found[-1].number) <= _value(named[0]) <= _value(found[-1].number) + 1):
            found.append(Heading(index, named[0], "", unit.span))
    return found


def _value(number: str) -> int:
    return int("".join(letter for letter in number if letter.isdigit()))


def _apart(headings: Sequence[Heading]) -> list[Heading]:
    """Keep the first of headings that follow each other at once: parts of one question."""
    indexes = {heading.index for heading in headings}
    return [heading for heading in headings if heading.index - 1 not in indexes]
