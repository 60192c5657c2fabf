"""Finds the questions that a response repeats, where the questions of the consultation are unknown.

They show by a label, by a number or by their wording.
"""

import re
from bisect import bisect
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.question_wording import asks_reader, is_question, opens_as_reply, put_to_reader
from loaders.find.questions.comment_tables import in_comment_tables
from loaders.find.questions.headings import Heading, are_answered, ends_answers, first_of_each_run, without_leading_list
from loaders.find.questions.indirect_labels import indirectly_labelled
from loaders.find.questions.labels import Label, is_title, item_letter, label_of, labelled_also, number_of
from loaders.find.questions.numbering import are_rising, count_from_first
from loaders.find.questions.subquestions import with_subquestions
from loaders.find.stances.boxes import opens_with_box
from loaders.patterns import expression

_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}\.?")
_NUMBER_IN_TEXT = expression("questions.number-in-text")
_BARE_LABEL = expression("questions.bare-label")
_NUMBER = expression("questions.number")
_RUN_IN = expression("questions.run-in")
_MOST_ALONE = 3
"""Questions that stand alone in a paragraph or item; from this many on, they are the consultation's."""


@dataclass
class _Candidates:
    """Units that may be headings of questions, grouped by what suggests it."""

    labelled: list[Heading] = field(default_factory=list)
    numbered: list[Heading] = field(default_factory=list)
    lettered: list[Heading] = field(default_factory=list)
    """Those with a letter or a Roman numeral as marker."""
    worded: list[Heading] = field(default_factory=list)
    alone: list[Heading] = field(default_factory=list)
    """Questions that fill a paragraph and do not address the reader."""
    items: list[Heading] = field(default_factory=list)
    """Questions that fill a list item and do not address the reader."""
    replies: list[int] = field(default_factory=list)
    """Indexes of numbered units that open like a reply."""

    def add(self, text: str, index: int, unit: Unit, named: Label | None) -> None:
        """Add a unit, with its label, to the group that it fits; most units fit none."""
        words = unit.span.of(text)
        if named is None and _SECTION.fullmatch(unit.marker) and asks_reader(words):
            self.numbered.append(Heading(index, number_of(unit.marker), words))
        elif (
            named is None
            and (match := _NUMBER_IN_TEXT.match(words))
            and _is_numbered_question(words, match.end(), unit)
        ):
            self.numbered.append(Heading(index, number_of(match["number"]), words[match.end() :]))
        elif named and named.says_question:
            self.labelled.append(replace(_labelled_heading(text, index, named), also=labelled_also(text, unit)))
        elif is_question(words) and (letter := item_letter(unit)):
            self.lettered.append(Heading(index, letter, words))
        elif named and is_question(words):
            self.numbered.append(Heading(index, named.number, words))
        elif named and opens_as_reply(words):
            self.replies.append(index)
        else:
            self._add_unnumbered(index, unit, words)

    def _add_unnumbered(self, index: int, unit: Unit, words: str) -> None:
        """Add a unit without a number to the group that it fits."""
        if bare := _BARE_LABEL.match(words):
            self.worded.append(Heading(index, "", words[bare.end() :]))
        elif put_to_reader(words) or (unit.kind is BlockKind.HEADING and asks_reader(words)):
            self.worded.append(Heading(index, "", words))
        elif asks_reader(words) and words.count("?") == 1 and "." not in words:
            if unit.kind is BlockKind.PARAGRAPH:
                self.alone.append(Heading(index, "", words))
            elif unit.kind is BlockKind.BULLET and not unit.ordered:
                self.items.append(Heading(index, "", words))


def guessed_headings(text: str, laid_out: Sequence[Unit], *, parts: bool = True) -> list[Heading]:
    """Return the headings of questions by the surest method that finds any; empty if none does.

    With ``parts``, the parts of a question that are answered one by one count as questions.
    """
    headings = next(filter(None, _by_each_method(text, laid_out)), [])
    return with_subquestions(text, laid_out, headings) if parts else headings


def _by_each_method(text: str, laid_out: Sequence[Unit]) -> Iterator[list[Heading]]:
    """Yield the headings that each method finds, the surest method first; empty where it does not suit the text."""
    found, labels = _Candidates(), [label_of(text, unit) for unit in laid_out]
    for index, (unit, named) in enumerate(zip(laid_out, labels, strict=True)):
        found.add(text, index, unit, named)
    # by labels that say "question", then by tables of comments
    yield _without_repeats(text, laid_out, found.labelled)
    yield in_comment_tables(text, laid_out)
    # by questions that are followed by their answers in the same unit
    run_in = _run_in(text, laid_out, labels)
    yield run_in if len(run_in) > max(1, len(found.numbered), len(found.worded)) else []
    # by numbered or lettered questions, then by numbered answers
    items = _numbered_answers(laid_out, labels)
    numbered = without_leading_list(found.numbered)
    yield numbered if _is_series(numbered) and len(numbered) * 2 >= len(items) else []
    letters = [heading.number for heading in found.lettered]
    yield found.lettered if _is_series(found.lettered) and count_from_first(letters) else []
    for numbers in (items, _numbered_answers(laid_out, labels, gaps=True)):
        yield numbers if len(found.replies) * 2 >= len(numbers) > 1 else []
    # by labels that do not say "question"
    yield indirectly_labelled(text, laid_out)
    # by wording alone, then by questions in a list
    alone = found.alone if found.worded or len(found.alone) >= _MOST_ALONE else []
    asked = sorted((*found.worded, *alone), key=lambda heading: heading.index)
    yield [] if _are_own_titles(laid_out, asked) else _numbered_as_titled(laid_out, first_of_each_run(asked))
    listed_only = len(found.items) < _MOST_ALONE or not are_answered(found.items)
    yield [] if listed_only else _numbered_as_titled(laid_out, first_of_each_run(found.items))


def _is_numbered_question(words: str, start: int, unit: Unit) -> bool:
    """Tell whether a number at the beginning of a unit is followed by a question.

    After a separator, or in a heading, the question may begin with any word.
    """
    rest, set_apart = words[start:], words[:start].rstrip()[-1] in ".):–—-"
    return is_question(rest) if set_apart or unit.kind is BlockKind.HEADING else asks_reader(rest)


def _is_title(laid_out: Sequence[Unit], index: int, ends: Container[int]) -> bool:
    """Tell whether a unit is a heading, and neither a labelled question nor the end of the answers."""
    return index < len(laid_out) and laid_out[index].kind is BlockKind.HEADING and index not in ends


def _with_statement_as_question(text: str, laid_out: Sequence[Unit], heading: Heading) -> Heading:
    """Return a heading with the words after its label as the question, if there are boxes to tick below."""
    below = laid_out[heading.index + 1 : heading.index + 2]
    if heading.body is None or heading.text or not any(opens_with_box(unit.span.of(text)) for unit in below):
        return heading
    return replace(heading, text=heading.body.of(text), body=None)


def _without_repeats(text: str, laid_out: Sequence[Unit], labelled: Sequence[Heading]) -> list[Heading]:
    """Leave out headings that only list the questions before the answers, one directly after the other.

    Also leave out a number that returns after a part that answers no question, as in an annex that counts anew.
    """
    last = {heading.number: heading.index for heading in labelled}
    closing = [index for index, unit in enumerate(laid_out) if ends_answers(text, unit)]
    ends = {heading.index for heading in labelled} | set(closing)
    found: list[Heading] = []
    answered = dict[str, int]()
    for each in labelled:
        heading = _with_statement_as_question(text, laid_out, each) if each.index + 1 not in ends else each
        before = answered.get(heading.number)
        anew = before is not None and bisect(closing, before) < bisect(closing, heading.index)
        below = next(
            index for index in range(heading.index + 1, len(laid_out) + 1) if not _is_title(laid_out, index, ends)
        )
        listed_only = last[heading.number] != heading.index and below in ends and not heading.body
        if not anew and not listed_only:
            found.append(heading)
            answered.setdefault(heading.number, heading.index)
    return found


def _are_own_titles(laid_out: Sequence[Unit], asked: Sequence[Heading]) -> bool:
    """Tell whether questions are the author's own titles: none addresses the reader, and most titles ask nothing."""
    if any(put_to_reader(heading.text) or laid_out[heading.index].kind is not BlockKind.HEADING for heading in asked):
        return False
    levels = {laid_out[heading.index].level for heading in asked}
    titles = sum(unit.kind is BlockKind.HEADING and unit.level in levels for unit in laid_out)
    return len(asked) * 2 < titles


def _numbered_as_titled(laid_out: Sequence[Unit], headings: Sequence[Heading]) -> list[Heading]:
    """Number questions by the titles directly above them if each has its own number, otherwise in order."""
    titles = [laid_out[heading.index - 1] if heading.index else None for heading in headings]
    numbers = [
        match["number"].lower()
        for title in titles
        if title and title.kind is BlockKind.HEADING and (match := _NUMBER.match(title.marker))
    ]
    if len(set(numbers)) < len(headings):
        return [replace(heading, number=str(number)) for number, heading in enumerate(headings, 1)]
    return [replace(heading, number=number, titles=1) for number, heading in zip(numbers, headings, strict=True)]


def _run_in(text: str, laid_out: Sequence[Unit], labels: Sequence[Label | None]) -> list[Heading]:
    """Return the questions with their answers in the same unit, numbered by the headings above or in order.

    A question that does not address the reader counts if its number continues the series, or if the unit before holds
    one too.
    """
    found: list[Heading] = []
    number, titled, own = "", -1, ""
    for index, (unit, named) in enumerate(zip(laid_out, labels, strict=True)):
        if unit.kind is BlockKind.HEADING:
            number, titled = (named.number, index) if named else ("", -1)
        elif (match := _RUN_IN.match(unit.span.of(text))) and asks_reader(match["question"]):
            follows = named is not None and _value(named.number) == (_value(own) if own else 0) + 1
            goes_on = bool(found) and found[-1].index == index - 1
            if follows or goes_on or put_to_reader(match["question"]):
                own = named.number if named else ""
                body = Span(unit.span.start + match.start("reply"), unit.span.end)
                found.append(Heading(index, number, match["question"], body, titles=int(titled == index - 1)))
    numbers = [heading.number for heading in found]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return found
    return [replace(heading, number=str(place)) for place, heading in enumerate(found, 1)]


def _labelled_heading(text: str, index: int, named: Label) -> Heading:
    """Return the heading that a label makes, with what follows the label as the question, the answer or both."""
    number, rest = named.number, named.rest
    words = rest.of(text)
    match = _RUN_IN.match(words)
    if match and asks_reader(match["question"]) and not is_question(words):
        return Heading(index, number, match["question"], Span(rest.start + match.start("reply"), rest.end))
    if "?" in words or (is_title(words) and not opens_as_reply(words)):
        return Heading(index, number, words)
    return Heading(index, number, "", rest)


def _is_series(candidates: Sequence[Heading]) -> bool:
    """Tell whether numbered questions are the consultation's: two or more, with rising numbers, and mostly answered."""
    return len(candidates) > 1 and are_rising([heading.number for heading in candidates]) and are_answered(candidates)


def _numbered_answers(laid_out: Sequence[Unit], labels: Sequence[Label | None], *, gaps: bool = False) -> list[Heading]:
    """Return numbered units in rising order, each taken as the answer to the question of its number.

    With ``gaps``, numbers may be skipped: those of questions left unanswered.
    """
    places = enumerate(zip(laid_out, labels, strict=True))
    named = [Heading(index, label.number, "", unit.span) for index, (unit, label) in places if label]
    found: list[Heading] = []
    for heading in without_leading_list(named):
        step = _value(heading.number) - _value(found[-1].number) if found else 0
        if step in {0, 1} or (gaps and step > 0):
            found.append(heading)
    return found


def _value(number: str) -> int:
    """Return the digits of a number without its letters: 12 for ``12a``."""
    return int("".join(letter for letter in number if letter.isdigit()))
