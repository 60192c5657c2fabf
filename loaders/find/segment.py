"""Which part of a response answers which question.

Where the consultation's questions are known, a heading is found by its number, its words or both; by its number alone
where no other shows. Where they are not, they are guessed (see ``loaders.find.questions``), and the guess is said.
"""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from loaders.document import BlockKind, Context, Document, Span
from loaders.find.headings import Heading, closes
from loaders.find.labels import label, labelled_also, names_question
from loaders.find.layout import Unit
from loaders.find.passages import is_heading
from loaders.find.questions import guessed
from loaders.find.transcript import Exchange, exchanges
from loaders.find.wording import asks_reader, is_question, opens_as_reply, put_to_reader
from loaders.patterns import expression

_LAST = expression("questions.last")
_GUIDANCE = expression("questions.guidance")
_OPTIONS = expression("questions.options")
_REPLY_OPENS = expression("questions.reply-opens")
_SURE = 88
"""Likeness in percent at which words alone make a heading of a question."""
_LIKELY = 60
"""Likeness in percent at which a number and words make one."""
_FEWEST = 2
"""Questions that show how a document sets out its answers."""
_FOLLOWS = 85
"""Likeness in percent at which a unit after a heading still belongs to the question."""


@dataclass(frozen=True, slots=True)
class Part:
    """One answer as laid out: the question's number and words, and the units that answer it."""

    question: str
    question_text: str
    span: Span
    units: tuple[Unit, ...]
    also: tuple[str, ...] = ()
    """Numbers of further questions that it answers, where several are answered together."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The answers of a document, and everything outside them."""

    parts: tuple[Part, ...]
    outside: tuple[Unit, ...]
    """Units in no answer, the consultation's own words left out."""
    notes: tuple[str, ...]


def segment(document: Document, context: Context, laid_out: Sequence[Unit]) -> Segmentation:
    """Find the answers of a document."""
    if told := exchanges(document.text, laid_out):
        return _of_transcript(told, dict(context.questions))
    if context.questions:
        known = dict(context.questions)
        headings = _known(document.text, known, laid_out)
        notes: tuple[str, ...] = ()
        if not headings and (headings := _known_by_number(document.text, known, laid_out)):
            notes = ("The questions were recognised by their numbers alone.",)
    else:
        headings = guessed(document.text, laid_out)
        numbers = ", ".join(number for heading in headings for number in (heading.number, *heading.also))
        notes = (f"The questions were guessed from the text: {numbers}.",) if headings else ()
    return _cut(document.text, laid_out, headings, notes)


def _of_transcript(told: Sequence[Exchange], questions: Mapping[str, str]) -> Segmentation:
    """Take each exchange for the answer to its question, or to the known one that it repeats."""
    parts: dict[str, Part] = {}
    outside: list[Unit] = []
    for exchange in told:
        number = _repeated(exchange.question, questions) if questions else exchange.number
        if not number or number in parts or not exchange.units:
            outside.extend(exchange.units)
            continue
        span = Span(exchange.units[0].span.start, exchange.units[-1].span.end)
        parts[number] = Part(number, exchange.question, span, tuple(exchange.units))
    note = f"The text was taken for a transcript; its questions were guessed: {', '.join(parts)}."
    return Segmentation(tuple(parts.values()), tuple(outside), (note,) if parts else ())


def _repeated(words: str, questions: Mapping[str, str]) -> str:
    """Return the number of the question that words are most like; empty where they are like none."""
    likeness = {number: likeness_of(words, question) for number, question in questions.items()}
    best = max(likeness, key=lambda number: likeness[number])
    return best if likeness[best] >= _LIKELY else ""


def _known(text: str, questions: dict[str, str], laid_out: Sequence[Unit]) -> list[Heading]:
    """Match units to the questions of the consultation: the best unit for each question, the first on a tie."""
    best: dict[str, tuple[float, Heading]] = {}
    for index, unit in enumerate(laid_out):
        named = label(text, unit)
        words = unit.span.of(text)
        if not named and "?" not in words and unit.kind is not BlockKind.HEADING:
            continue
        rest = named[1] if named else unit.span
        asked = asks_reader(rest.of(text))
        for number, question in questions.items():
            same = named is not None and number.lower() == _known_number(named[0], questions)
            likeness = likeness_of(rest.of(text), question)
            if not (likeness >= _SURE or (same and named and (named[2] or asked or likeness >= _LIKELY))):
                continue
            score = likeness + 20 * same + 20 * bool(same and named and named[2])
            if number not in best or score > best[number][0]:
                wording = rest.of(text) if asked and likeness < _LIKELY else question
                further = (_known_number(one, questions) for one in labelled_also(text, unit))
                also = tuple(one for one in further if one in questions)
                best[number] = score, Heading(index, number, wording, _answer_after(text, rest, likeness), also=also)
    return sorted((heading for _, heading in best.values()), key=lambda heading: heading.index)


def _known_by_number(text: str, questions: Mapping[str, str], laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the headings that would be guessed to be questions, of the numbers that the consultation has."""
    headings = ((_known_number(heading.number, questions), heading) for heading in guessed(text, laid_out, parts=False))
    return [replace(heading, number=number) for number, heading in headings if number in questions]


def _known_number(label_number: str, questions: Mapping[str, str]) -> str:
    """Return the number of a question as the consultation writes it: ``4`` for a label ``4a`` where it has parts."""
    return label_number if label_number in questions else label_number.rstrip(string.ascii_lowercase)


def likeness_of(words: str, question: str) -> float:
    """Return how far words repeat a question, in percent; a part of it counts when it is long enough to be telling."""
    if not words or not question or len(words) > 2 * len(question) + 100:
        return 0.0
    words, question = words.lower(), question.lower()
    whole = fuzz.ratio(words, question)
    return max(whole, fuzz.partial_ratio(words, question) if min(len(words), len(question)) > _LIKELY else 0.0)


def _answer_after(text: str, rest: Span, likeness: float) -> Span | None:
    """Return what follows a label in the same unit, where that is an answer (``Q3: Yes, we agree.``)."""
    words = rest.of(text)
    is_answer = words.rstrip().endswith((".", "!")) and likeness < _LIKELY and not asks_reader(words)
    return rest if is_answer else None


def _cut(text: str, laid_out: Sequence[Unit], headings: Sequence[Heading], notes: tuple[str, ...]) -> Segmentation:
    if not headings:
        return Segmentation((), tuple(laid_out), notes)
    parts: list[Part] = []
    answered = {heading.number for heading in headings}
    starts = [heading.index - heading.titles for heading in headings]
    outside = list(laid_out[: starts[0]])
    divided = _divided(text, laid_out, headings)
    stops = [*starts[1:], len(laid_out)]
    for heading, stop in zip(headings, stops, strict=True):
        inside: list[Unit] = []
        at, question = _asked(text, laid_out, heading, stop)
        if heading.body:
            inside.append(Unit(heading.body, BlockKind.PARAGRAPH))
        for unit in _without_label(text, laid_out[at:stop]):
            if closes(text, unit) or (
                stop == len(laid_out) and _ends_all(text, unit, laid_out[heading.index], inside, divided=divided)
            ):
                break
            if not _asks_on(text, unit):
                inside.append(unit)
            at += 1
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


def _asked(text: str, laid_out: Sequence[Unit], heading: Heading, stop: int) -> tuple[int, str]:
    """Return where the units after a heading cease to ask, and the words of the question."""
    at, question = heading.index + 1, heading.text
    repeated = "" if _is_bare(text, laid_out[heading.index], at < stop - 1) else question
    while heading.body is None and at < stop:
        words = laid_out[at].span.of(text)
        guides = at < stop - 1 and bool(_GUIDANCE.match(words))
        if not guides and not _still_asks(words, question, repeated):
            break
        if not guides:
            question = repeated = repeated or words
        at += 1
    return at, question


def _without_label(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """Yield units, the first without the words that say that an answer follows: *Answer:*."""
    for place, unit in enumerate(units):
        opens = None if place else _REPLY_OPENS.match(unit.span.of(text))
        yield replace(unit, span=Span(unit.span.start + opens.end(), unit.span.end)) if opens else unit


def _is_bare(text: str, unit: Unit, answered: bool) -> bool:
    """Tell whether the words of a question may follow a heading: a number, or a title with more below than one unit."""
    named = label(text, unit)
    words = named[1].of(text).strip() if named and named[2] else None
    return words is not None and (not words or (answered and not is_question(words)))


def _still_asks(words: str, question: str, repeated: str) -> bool:
    """Tell whether what stands after a heading is still the question; ``repeated`` if its words stood before."""
    if put_to_reader(words) or (not repeated and asks_reader(words)):
        return True
    return bool(_OPTIONS.match(words)) or (len(words) > _LIKELY and likeness_of(words, question) >= _FOLLOWS)


def _asks_on(text: str, unit: Unit) -> bool:
    """Tell whether a unit in an answer is the next part of its question (``Q1b) If not, why not?``)."""
    named = label(text, unit)
    return named is not None and named[2] and asks_reader(named[1].of(text))


def _divided(text: str, laid_out: Sequence[Unit], headings: Sequence[Heading]) -> bool:
    """Tell whether answers hold titles of the level of their questions, so that such a title need not end one."""
    asked = {index for heading in headings for index in range(heading.index - heading.titles, heading.index + 1)}
    least = min(laid_out[heading.index].level for heading in headings)
    between = range(headings[0].index, headings[-1].index)
    return len(headings) < _FEWEST or any(
        is_heading(text, laid_out[index]) and laid_out[index].level <= least for index in between if index not in asked
    )


def _ends_all(text: str, unit: Unit, heading: Unit, inside: Sequence[Unit], *, divided: bool) -> bool:
    """Tell whether a unit after the last question belongs to no answer: a summary; a section, where sections answer."""
    words = unit.span.of(text)
    section = unit.kind is BlockKind.HEADING and unit.level <= heading.level and bool(inside)
    alone = heading.kind is BlockKind.HEADING and not divided
    if section and (alone or names_question(heading.span.of(text))) and not opens_as_reply(words):
        return True
    return unit.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH} and bool(_LAST.match(words))
