"""Which part of a response answers which question.

Where the questions of the consultation are known, their headings are found by number, wording or both (``known``).
Where they are not, they are guessed (``guess``), and a note says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from loaders.document import BlockKind, Context, Document, Span
from loaders.find.layout import Unit
from loaders.find.passages import is_heading
from loaders.find.question_wording import asks_reader, is_question, opens_as_reply, put_to_reader
from loaders.find.questions.guess import guessed_headings
from loaders.find.questions.headings import Heading, ends_answers
from loaders.find.questions.known import TELLING_LENGTH, known_by_number, known_headings, likeness_of, most_like
from loaders.find.questions.labels import label_of, names_question
from loaders.find.questions.transcript import Exchange, exchanges
from loaders.patterns import expression

_LAST = expression("questions.last")
_GUIDANCE = expression("questions.guidance")
_OPTIONS = expression("questions.options")
_REPLY_OPENS = expression("questions.reply-opens")
_FEWEST = 2
"""Questions from which the structure of the answers can be inferred."""
_FOLLOWS = 85
"""Likeness, in percent, at which a unit after a heading is still part of the question."""


@dataclass(frozen=True, slots=True)
class Part:
    """One answer: the number and the words of the question, and the units that answer it."""

    question: str
    question_text: str
    span: Span
    units: tuple[Unit, ...]
    also: tuple[str, ...] = ()
    """Numbers of the other questions that it answers, if several are answered together."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The answers in a document, and everything outside them."""

    parts: tuple[Part, ...]
    outside: tuple[Unit, ...]
    """Units that belong to no answer; headings and repeated questions are left out."""
    notes: tuple[str, ...]
    """What a user should know of how the questions were found."""


def segment(document: Document, context: Context, laid_out: Sequence[Unit]) -> Segmentation:
    """Return the answers in a document; ``laid_out`` are its units."""
    if told := exchanges(document.text, laid_out):
        return _of_transcript(told, dict(context.questions))
    if context.questions:
        known = dict(context.questions)
        headings = known_headings(document.text, known, laid_out)
        notes: tuple[str, ...] = ()
        if not headings and (headings := known_by_number(document.text, known, laid_out)):
            notes = ("The questions were recognised by their numbers alone.",)
    else:
        headings = guessed_headings(document.text, laid_out)
        numbers = ", ".join(number for heading in headings for number in (heading.number, *heading.also))
        notes = (f"The questions were guessed from the text: {numbers}.",) if headings else ()
    return _under_headings(document.text, laid_out, headings, notes)


def _of_transcript(told: Sequence[Exchange], questions: Mapping[str, str]) -> Segmentation:
    """Return each exchange of a transcript as the answer to its question, or to the known question that it repeats."""
    parts: dict[str, Part] = {}
    outside: list[Unit] = []
    for exchange in told:
        number = most_like(exchange.question, questions) if questions else exchange.number
        if not number or number in parts or not exchange.units:
            outside.extend(exchange.units)
            continue
        span = Span(exchange.units[0].span.start, exchange.units[-1].span.end)
        parts[number] = Part(number, exchange.question, span, tuple(exchange.units))
    note = f"The text was taken for a transcript; its questions were guessed: {', '.join(parts)}."
    return Segmentation(tuple(parts.values()), tuple(outside), (note,) if parts else ())


def _under_headings(
    text: str, laid_out: Sequence[Unit], headings: Sequence[Heading], notes: tuple[str, ...]
) -> Segmentation:
    """Return what each heading is answered by, up to the next heading, and everything outside these answers."""
    if not headings:
        return Segmentation((), tuple(laid_out), notes)
    parts: list[Part] = []
    answered = {heading.number for heading in headings}
    starts = [heading.index - heading.titles for heading in headings]
    outside = list(laid_out[: starts[0]])
    divided = _answers_hold_titles(text, laid_out, headings)
    stops = [*starts[1:], len(laid_out)]
    for heading, stop in zip(headings, stops, strict=True):
        at, question = _question_words(text, laid_out, heading, stop)
        inside, at = _answer_units(text, laid_out, heading, range(at, stop), divided=divided)
        while len(inside) > 1 and inside[-1].kind is BlockKind.HEADING and not opens_as_reply(inside[-1].span.of(text)):
            outside.append(inside.pop())
        if len(inside) == 1 and inside[0].kind is BlockKind.HEADING:
            inside = [replace(inside[0], kind=BlockKind.PARAGRAPH, level=0)]
        outside.extend(laid_out[at:stop])
        start = inside[0].span.start if inside else laid_out[heading.index].span.end
        end = inside[-1].span.end if inside else start
        also = tuple(number for number in heading.also if number not in answered)
        answered.update(also)
        parts.append(Part(heading.number, question, Span(start, end), tuple(inside), also))
    return Segmentation(tuple(parts), tuple(outside), notes)


def _answer_units(
    text: str, laid_out: Sequence[Unit], heading: Heading, below: range, *, divided: bool
) -> tuple[list[Unit], int]:
    """Return the units among those ``below`` a heading that answer it, and the index of the first one after them."""
    inside = [Unit(heading.body, BlockKind.PARAGRAPH)] if heading.body else []
    at, is_last = below.start, below.stop == len(laid_out)
    for unit in _without_reply_label(text, laid_out[below.start : below.stop]):
        if ends_answers(text, unit):
            break
        if is_last and _ends_last_answer(text, unit, laid_out[heading.index], inside, divided=divided):
            break
        if not _is_next_part(text, unit):
            inside.append(unit)
        at += 1
    return inside, at


def _question_words(text: str, laid_out: Sequence[Unit], heading: Heading, stop: int) -> tuple[int, str]:
    """Return the index of the first unit after a heading that is not part of the question, and the question's words."""
    at, question = heading.index + 1, heading.text
    repeated = "" if _question_may_follow(text, laid_out[heading.index], at < stop - 1) else question
    while heading.body is None and at < stop:
        words = laid_out[at].span.of(text)
        guides = at < stop - 1 and bool(_GUIDANCE.match(words))
        if not guides and not _still_asks(words, question, repeated):
            break
        if not guides:
            question = repeated = repeated or words
        at += 1
    return at, question


def _without_reply_label(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """Yield units, the first of them without a label such as *Answer:*."""
    for place, unit in enumerate(units):
        opens = None if place else _REPLY_OPENS.match(unit.span.of(text))
        yield replace(unit, span=Span(unit.span.start + opens.end(), unit.span.end)) if opens else unit


def _question_may_follow(text: str, unit: Unit, answered: bool) -> bool:
    """Tell whether a heading is only a number, or a title with several units below, so that the question may follow."""
    named = label_of(text, unit)
    words = named.rest.of(text).strip() if named and named.says_question else None
    return words is not None and (not words or (answered and not is_question(words)))


def _still_asks(words: str, question: str, repeated: str) -> bool:
    """Tell whether words after a heading are part of the question; ``repeated`` is what came before of it."""
    if put_to_reader(words) or (not repeated and asks_reader(words)):
        return True
    return bool(_OPTIONS.match(words)) or (len(words) > TELLING_LENGTH and likeness_of(words, question) >= _FOLLOWS)


def _is_next_part(text: str, unit: Unit) -> bool:
    """Tell whether a unit in an answer is another part of the question: *Q1b) If not, why not?*"""
    named = label_of(text, unit)
    return named is not None and named.says_question and asks_reader(named.rest.of(text))


def _answers_hold_titles(text: str, laid_out: Sequence[Unit], headings: Sequence[Heading]) -> bool:
    """Tell whether answers contain titles of the same level as their questions, so that such a title ends no answer.

    This is assumed of a single answer.
    """
    asked = {index for heading in headings for index in range(heading.index - heading.titles, heading.index + 1)}
    least = min(laid_out[heading.index].level for heading in headings)
    between = range(headings[0].index, headings[-1].index)
    return len(headings) < _FEWEST or any(
        is_heading(text, laid_out[index]) and laid_out[index].level <= least for index in between if index not in asked
    )


def _ends_last_answer(text: str, unit: Unit, heading: Unit, inside: Sequence[Unit], *, divided: bool) -> bool:
    """Tell whether a unit after the last question ends its answer: a summary, or the next section.

    ``inside`` are the units of the answer so far; ``divided`` says that answers contain titles (see above).
    """
    words = unit.span.of(text)
    section = unit.kind is BlockKind.HEADING and unit.level <= heading.level and bool(inside)
    alone = heading.kind is BlockKind.HEADING and not divided
    if section and (alone or names_question(heading.span.of(text))) and not opens_as_reply(words):
        return True
    return unit.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH} and bool(_LAST.match(words))
