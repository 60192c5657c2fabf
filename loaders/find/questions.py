"""The questions of a consultation where a response repeats them: by their label, their number or their wording."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loaders.document import BlockKind, Span
from loaders.find.labels import further_numbers, label, labelled_also, number_of
from loaders.find.layout import Unit
from loaders.find.stance import takes_stance
from loaders.find.wording import TITLE_LENGTH, asks_reader, is_question, opens_as_reply, put_to_reader
from loaders.patterns import expression

_OTHER_LABELS = {
    expression("questions.answer-label"): True,
    expression("questions.label-in-prose"): True,
    expression("questions.proposal"): False,
    expression("questions.numbered-title"): False,
}
"""Labels that are looked for where no other shows, the surest first; whether what follows one is always its answer."""
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}\.?")
_NUMBER_IN_TEXT = expression("questions.number-in-text")
_BARE_LABEL = expression("questions.bare-label")
_NUMBER = expression("questions.number")
_RUN_IN = expression("questions.run-in")
_FOLLOWS_ORDER = expression("questions.follows-order")
_FEWEST = 2
"""Labels that show how a document sets out its answers."""


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
    also: tuple[str, ...] = ()
    """Numbers of further questions that it names: *Questions 3 and 4*."""


@dataclass
class _Candidates:
    """Units that may be headings of questions, by what shows them."""

    labelled: list[Heading] = field(default_factory=list)
    numbered: list[Heading] = field(default_factory=list)
    worded: list[Heading] = field(default_factory=list)
    alone: list[Heading] = field(default_factory=list)
    """Questions that are a paragraph each, and do not speak to the reader."""
    replies: list[int] = field(default_factory=list)
    """Places of numbered units that open as a reply does."""

    def add(self, text: str, index: int, unit: Unit) -> None:
        """File a unit under what shows that it is a question, or its answer; most are neither."""
        words = unit.span.of(text)
        named = label(text, unit)
        if named is None and _SECTION.fullmatch(unit.marker) and asks_reader(words):
            self.numbered.append(Heading(index, number_of(unit.marker), words))
        elif named is None and (match := _NUMBER_IN_TEXT.match(words)) and asks_reader(words[match.end() :]):
            self.numbered.append(Heading(index, number_of(match["number"]), words[match.end() :]))
        elif named and named[2]:
            self.labelled.append(replace(_labelled(text, index, named), also=labelled_also(text, unit)))
        elif named and is_question(words):
            self.numbered.append(Heading(index, named[0], words))
        elif named and opens_as_reply(words):
            self.replies.append(index)
        elif bare := _BARE_LABEL.match(words):
            self.worded.append(Heading(index, "", words[bare.end() :]))
        elif put_to_reader(words) or (unit.kind is BlockKind.HEADING and asks_reader(words)):
            self.worded.append(Heading(index, "", words))
        elif unit.kind is BlockKind.PARAGRAPH and asks_reader(words) and words.count("?") == 1 and "." not in words:
            self.alone.append(Heading(index, "", words))


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
    for pattern, answers in _OTHER_LABELS.items():
        if otherwise := _otherwise(text, laid_out, pattern, answers=answers):
            return otherwise
    asked = sorted((*found.worded, *(found.alone if found.worded else ())), key=lambda heading: heading.index)
    return [] if _are_titles(laid_out, asked) else _numbered_as_titled(laid_out, _apart(asked))


def _are_titles(laid_out: Sequence[Unit], asked: Sequence[Heading]) -> bool:
    """Tell whether questions are a writer's own titles: they speak to no reader, and most such titles ask nothing."""
    if any(put_to_reader(heading.text) or laid_out[heading.index].kind is not BlockKind.HEADING for heading in asked):
        return False
    levels = {laid_out[heading.index].level for heading in asked}
    titles = sum(unit.kind is BlockKind.HEADING and unit.level in levels for unit in laid_out)
    return len(asked) * 2 < titles


def _numbered_as_titled(laid_out: Sequence[Unit], headings: Sequence[Heading]) -> list[Heading]:
    """Number questions by the numbers of the titles just above them where each has one, else in order."""
    titles = [laid_out[heading.index - 1] if heading.index else None for heading in headings]
    numbers = [
        match["number"].lower()
        for title in titles
        if title and title.kind is BlockKind.HEADING and (match := _NUMBER.match(title.marker))
    ]
    if len(set(numbers)) < len(headings):
        return [replace(heading, number=str(number)) for number, heading in enumerate(headings, 1)]
    return [replace(heading, number=number, titles=1) for number, heading in zip(numbers, headings, strict=True)]


def _otherwise(text: str, laid_out: Sequence[Unit], pattern: re.Pattern[str], *, answers: bool) -> list[Heading]:
    """Return the units that another label opens, where they count upwards and are said or seen to answer.

    They are seen to where half of the answers open as replies do. ``answers`` tells whether what follows the label in
    its unit is the answer, however it opens; so it is where most of the labelled units have nothing between them.
    """
    opened: list[tuple[int, str, tuple[str, ...], Span]] = []
    for index, unit in enumerate(laid_out):
        words = f"{unit.marker if unit.ordered else ''} {unit.span.of(text)}".lstrip()
        match = pattern.match(words)
        if match and (not opened or _place(match["number"]) > _place(opened[-1][1])):
            rest = Span(unit.span.end - len(words) + match.end(), unit.span.end)
            opened.append((index, match["number"], further_numbers(match), rest))
    if len(opened) < _FEWEST:
        return []
    run_on = sum(after - before == 1 for (before, *_), (after, *_) in pairwise(opened)) * 2 >= len(opened)
    found: list[Heading] = []
    replies = 0
    for index, number, also, rest in opened:
        words = rest.of(text)
        is_reply = opens_as_reply(words)
        after = laid_out[index + 1 : index + 2]
        replies += is_reply or any(opens_as_reply(one.span.of(text)) or takes_stance(text, one.span) for one in after)
        is_body = answers or is_reply or (run_on and not _is_title(words))
        body = rest if words.strip() and is_body else None
        found.append(Heading(index, number_of(number), "" if body else words, body, also=also))
    return found if replies * 2 >= len(found) or _FOLLOWS_ORDER.search(text) else []


def _place(number: str) -> tuple[int, ...]:
    """Return a number by which labels are put in order: ``2.10`` stands behind ``2.9``."""
    return tuple(map(int, re.findall(r"\d+", number)))


def _run_in(text: str, laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the questions whose answers follow in the same unit, numbered as the headings above them or in order.

    One that does not speak to the reader is among them where its number comes after that of the one before it.
    """
    found: list[Heading] = []
    number, titled, own = "", -1, ""
    for index, unit in enumerate(laid_out):
        named = label(text, unit)
        if unit.kind is BlockKind.HEADING:
            number, titled = (named[0], index) if named else ("", -1)
        elif (match := _RUN_IN.match(unit.span.of(text))) and asks_reader(match["question"]):
            follows = named is not None and bool(own) and _value(named[0]) == _value(own) + 1
            if follows or put_to_reader(match["question"]):
                own = named[0] if named else ""
                body = Span(unit.span.start + match.start("reply"), unit.span.end)
                found.append(Heading(index, number, match["question"], body, titles=int(titled == index - 1)))
    numbers = [heading.number for heading in found]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return found
    return [replace(heading, number=str(place)) for place, heading in enumerate(found, 1)]


def _labelled(text: str, index: int, named: tuple[str, Span, bool]) -> Heading:
    number, rest, _ = named
    words = rest.of(text)
    if "?" in words or (_is_title(words) and not opens_as_reply(words)):
        return Heading(index, number, words)
    return Heading(index, number, "", rest)


def _is_title(words: str) -> bool:
    """Tell whether what follows a label is the title or the question that it numbers, and not yet the answer."""
    return not words or asks_reader(words) or (len(words) < TITLE_LENGTH and not re.search(r"[.!;:]\s*$", words))


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
