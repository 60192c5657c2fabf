"""The label or the number by which a unit names a question of a consultation.

The wordings stand in ``patterns/questions.yaml``.
"""

import re

from loaders.document import Span
from loaders.find.layout import Unit
from loaders.find.wording import TITLE_LENGTH
from loaders.patterns import expression

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LABEL = expression("questions.label")
_BEHIND = expression("questions.label-behind")
_NUMBER = expression("questions.number")
_FURTHER = re.compile(r"(?P<join>,|-|–|—|\bto\b|\band\b|&|/)\D{0,12}?(?P<number>\d{1,3}[a-z]?)", re.IGNORECASE)
_RANGES = frozenset(("-", "–", "—", "to"))
_LONGEST_RANGE = 20


def label(text: str, unit: Unit) -> tuple[str, Span, bool] | None:
    """Return the number that a unit names, the span after it, and whether the word "question" stands there."""
    words = unit.span.of(text)
    if match := _LABEL.match(words):
        return number_of(match["number"]), Span(unit.span.start + match.end(), unit.span.end), True
    if len(words) <= TITLE_LENGTH and (match := _BEHIND.match(words)):
        start = unit.span.start
        return number_of(match["number"]), Span(start + match.start("title"), start + match.end("title")), True
    if match := _NUMBER.match(unit.marker):
        return match["number"].lower(), unit.span, False
    return None


def labelled_also(text: str, unit: Unit) -> tuple[str, ...]:
    """Return the numbers that the label of a unit names after its first."""
    words = unit.span.of(text)
    match = _LABEL.match(words) or (_BEHIND.match(words) if len(words) <= TITLE_LENGTH else None)
    return further_numbers(match) if match else ()


def further_numbers(match: re.Match[str]) -> tuple[str, ...]:
    """Return the numbers after the first: 4 and 5 of *Questions 3, 4 and 5*, 6 and 7 of *Q5-7*."""
    more = match.groupdict().get("more")
    if not more:
        return ()
    numbers = [number_of(match["number"])]
    for further in _FURTHER.finditer(more):
        number = further["number"].lower()
        if further["join"].lower() in _RANGES and number.isdigit() and numbers[-1].isdigit():
            between = range(int(numbers[-1]) + 1, int(number))
            numbers += map(str, between[:_LONGEST_RANGE])
        numbers.append(number)
    return tuple(dict.fromkeys(numbers[1:]))


def number_of(found: str) -> str:
    """Return a number as written in figures, and its letter: ``Twelve`` → ``12``, ``(3 b)`` → ``3b``."""
    number = re.sub(r"[\s()]", "", found).rstrip(".").lower()
    return str(_WORDS.index(number) + 1) if number in _WORDS else number


def names_question(words: str) -> bool:
    """Tell whether words are a title with the number of the question that its section answers."""
    return bool(_BEHIND.match(words))
