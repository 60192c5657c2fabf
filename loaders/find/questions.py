"""The questions of a consultation where a response repeats them: by their label, their number or their wording.

The wordings stand in ``patterns/questions.yaml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    return len(words) <= _LONGEST_QUESTION and bool(_ENDS_AS_QUESTION.search(words[-120:]))


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


def guessed(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Find the headings of questions without knowing the questions: by label, else by number, else by wording."""
    labelled: list[Heading] = []
    numbered: list[Heading] = []
    worded: list[Heading] = []
    replies: list[int] = []
    for index, unit in enumerate(laid_out):
        words = unit.span.of(text)
        named = label(text, unit)
        if named and named[2]:
            labelled.append(_labelled(text, index, named))
        elif (
            named
            and len(words) <= _LONGEST_QUESTION
            and (_ENDS_AS_QUESTION.search(words[-120:]) or put_to_reader(words))
        ):
            numbered.append(Heading(index, named[0], words))
        elif named and _REPLY.match(words):
            replies.append(index)
        elif bare := _BARE_LABEL.match(words):
            worded.append(Heading(index, "", words[bare.end() :]))
        elif put_to_reader(words) or (unit.kind is BlockKind.HEADING and asks_reader(words)):
            worded.append(Heading(index, "", words))
    if labelled:
        return labelled
    items = _rising(text, laid_out)
    if _is_series(numbered) and len(numbered) * 2 >= len(items):
        return numbered
    if len(replies) * 2 >= len(items) > 1:
        return items
    return [replace(heading, number=str(number)) for number, heading in enumerate(_apart(worded), 1)]


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
