"""What a question of a consultation looks like where a response repeats it: its label, its number, its wording."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit

_LABEL = re.compile(
    r"(?:\*\*|__)?(?:(?:our )?(?:response|answer|reply|comments?) (?:to|on|for) )?(?:consultation )?"
    r"(?:question|q)\.?\s?"
    r"(?P<number>\d{1,3}(?:\.\d{1,2})?\s?(?:\([a-z]\)|[a-z]\b)?|(?-i:[A-Z])(?=\s*[:.)])|(?:one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve)\b)"
    r"(?:\*\*|__)?(?:\s*[:.)–—-]+|\s*$|\s*\n|(?=\s+(?:\(|\*|(?-i:[A-Z])|of\s\d)))(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BARE_LABEL = re.compile(r"(?:\*\*|__)?(?:q|question)\s?:(?:\*\*|__)?\s+(?=\S)", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?P<number>\d{1,3}[a-z]?)[.)]$")
_TO_READER = re.compile(
    r"\b(?:do|are|have|would|did|were|can|could) you\b(?! (?:intend|plan|propose|commit|confirm))|"
    r"\byour (?:view|opinion|experience|response|answer|reason|comment|organi[sz]ation)|\bto what extent\b|"
    r"\bplease (?:explain|describe|give|provide|tell|set out|state|outline|comment)\b",
    re.IGNORECASE,
)
_OF_OPINION = re.compile(
    r"\b(?:do|would) you (?:\w+ly )?(?:agree|think|support|believe|have any|consider|feel|favou?r|prefer)\b|"
    r"\bto what extent do you\b|\byour (?:view|opinion|experience|answer|reason)",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"[*_\"“'‘]*(?:\(?[a-z]\)\s*)?(?:do|does|did|is|are|was|were|has|have|should|would|could|will|can|what|which|"
    r"how|who|"
    r"whom|where|when|why|if|to what|in what|in your|thinking|considering|overall|please)\b",
    re.IGNORECASE,
)
_ENDS_AS_QUESTION = re.compile(r"\?[\"”'’*_)\]]*\s*(?:\([^()]{0,80}\))?\s*$")
_REPLY = re.compile(
    r"[*_]*(?:yes|no|(?:strongly |fully |mostly |partly |broadly )?(?:dis)?agree[ds]?|not sure|neutral|neither|"
    r"n/?a|no comment|"
    r"(?:only )?(?:partly|partially|mostly|broadly|in part|in principle|somewhat|largely)\b|to (?:some|an|"
    r"a \w+) extent|"
    r"we (?:\w+ly )?(?:agree|support|disagree|oppose|welcome|do not|don['’]t))\b",
    re.IGNORECASE,
)
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
    """Return the number that a unit names, the span after it, and whether the word "question" stands there."""
    if match := _LABEL.match(unit.span.of(text)):
        return _number(match["number"]), Span(unit.span.start + match.end(), unit.span.end), True
    if match := _NUMBERED.match(unit.marker):
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
