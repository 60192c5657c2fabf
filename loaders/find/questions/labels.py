"""Reads the label or the number by which a unit names a question: *Question 3:*, *Q5-7*, *12.*

The wordings are in ``patterns/questions.yaml``.
"""

import re
from typing import NamedTuple

from loaders.document import Span
from loaders.find.layout import Unit
from loaders.find.layout.prose import is_prose
from loaders.find.question_wording import LONGEST_QUESTION, TITLE_LENGTH, asks_reader
from loaders.patterns import expression

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LABEL = expression("questions.label")
_BEHIND = expression("questions.label-behind")
_NUMBER = expression("questions.number")
_IN_CONTENTS = expression("questions.in-contents")
_LETTER = expression("questions.letter")
_PROMPT_ENDS = re.compile(r"[.!;]\s*$")
_FURTHER = re.compile(r"(?P<join>,|-|–|—|\bto\b|\band\b|&|/)\D{0,12}?(?P<number>\d{1,3}[a-z]?)", re.IGNORECASE)
_RANGES = frozenset(("-", "–", "—", "to"))
_LONGEST_RANGE = 20
"""Numbers that a range such as *Q5-7* may leave out."""
_IN_BRACKETS = re.compile(r"^\((\w+)\)$|\(([a-z]+)\)$", re.IGNORECASE)


class Label(NamedTuple):
    """The label at the beginning of a unit or after its title."""

    number: str
    rest: Span
    """What the label numbers: the words after it, or the title before it."""
    says_question: bool
    """Whether the label is more than a number: *Question 3* or *Q3*."""


def label_of(text: str, unit: Unit) -> Label | None:
    """Return the label of a unit; None if it has none or is an entry in a table of contents."""
    words = unit.span.of(text)
    if words[-1:].isdigit() and len(words) <= LONGEST_QUESTION and _IN_CONTENTS.search(words):
        return None
    if match := _LABEL.match(words):
        return Label(number_of(match["number"]), Span(unit.span.start + match.end(), unit.span.end), says_question=True)
    if len(words) <= TITLE_LENGTH and (match := _BEHIND.match(words)):
        start = unit.span.start
        title = Span(start + match.start("title"), start + match.end("title"))
        return Label(number_of(match["number"]), title, says_question=True)
    if match := _NUMBER.match(unit.marker):
        return Label(match["number"].lower(), unit.span, says_question=False)
    return None


def labelled_also(text: str, unit: Unit) -> tuple[str, ...]:
    """Return the numbers in the label of a unit after the first."""
    words = unit.span.of(text)
    match = _LABEL.match(words) or (_BEHIND.match(words) if len(words) <= TITLE_LENGTH else None)
    return further_numbers(match) if match else ()


def further_numbers(match: re.Match[str]) -> tuple[str, ...]:
    """Return the numbers in a matched label after the first: 4 and 5 in *Questions 3, 4 and 5*, 6 and 7 in *Q5-7*."""
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
    """Return a number in figures, with its letter: ``12`` for *Twelve*, ``3b`` for *(3 b)*."""
    number = _IN_BRACKETS.sub(r"\1\2", re.sub(r"\s", "", found)).rstrip(".").lower()
    return str(_WORDS.index(number) + 1) if number in _WORDS else number


def item_letter(unit: Unit) -> str | None:
    """Return the letter or Roman numeral that marks a list item (``b`` for *(b)*, ``iv`` for *iv.*), otherwise None."""
    match = _LETTER.match(unit.marker)
    return match["number"].lower() if match else None


def is_title(words: str) -> bool:
    """Tell whether the words after a label are the title or the question that it numbers, rather than an answer."""
    if not words or asks_reader(words):
        return True
    prompts = not _PROMPT_ENDS.search(words) and not (words.rstrip().endswith(":") and is_prose(words))
    return len(words) < TITLE_LENGTH and prompts


def names_question(words: str) -> bool:
    """Tell whether words are a title with the number of a question behind it."""
    return bool(_BEHIND.match(words))
