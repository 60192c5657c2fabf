"""Finds the known questions of a consultation in a response, by number, by wording or both."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.question_wording import asks_reader
from loaders.find.questions.guess import guessed_headings
from loaders.find.questions.headings import Heading
from loaders.find.questions.labels import label_of, labelled_also

_SURE = 88
"""Likeness, in percent, at which wording alone identifies a question."""
_LIKELY = 60
"""Likeness, in percent, at which wording and number together identify a question."""
TELLING_LENGTH = 60
"""Characters; shorter words may resemble a part of any question by chance."""


def known_headings(text: str, questions: dict[str, str], laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the best matching heading for each question of the consultation, the first on a tie."""
    best: dict[str, tuple[float, Heading]] = {}
    for index, unit in enumerate(laid_out):
        named = label_of(text, unit)
        words = unit.span.of(text)
        if not named and "?" not in words and unit.kind is not BlockKind.HEADING:
            continue
        rest = named.rest if named else unit.span
        asked = asks_reader(rest.of(text))
        for number, question in questions.items():
            same = named is not None and number.lower() == _known_number(named.number, questions)
            likeness = likeness_of(rest.of(text), question)
            if not (likeness >= _SURE or (same and named and (named.says_question or asked or likeness >= _LIKELY))):
                continue
            score = likeness + 20 * same + 20 * bool(same and named and named.says_question)
            if number not in best or score > best[number][0]:
                wording = rest.of(text) if asked and likeness < _LIKELY else question
                further = (_known_number(one, questions) for one in labelled_also(text, unit))
                also = tuple(one for one in further if one in questions)
                best[number] = score, Heading(index, number, wording, _answer_after(text, rest, likeness), also=also)
    return sorted((heading for _, heading in best.values()), key=lambda heading: heading.index)


def known_by_number(text: str, questions: Mapping[str, str], laid_out: Sequence[Unit]) -> list[Heading]:
    """Return the guessed headings whose numbers are those of questions of the consultation."""
    headings = (
        (_known_number(heading.number, questions), heading) for heading in guessed_headings(text, laid_out, parts=False)
    )
    return [replace(heading, number=number) for number, heading in headings if number in questions]


def most_like(words: str, questions: Mapping[str, str]) -> str:
    """Return the number of the question that is most like some words; empty if none is like enough."""
    likeness = {number: likeness_of(words, question) for number, question in questions.items()}
    best = max(likeness, key=lambda number: likeness[number])
    return best if likeness[best] >= _LIKELY else ""


def likeness_of(words: str, question: str) -> float:
    """Return how closely words repeat a question, or a long enough part of it, in percent."""
    if not words or not question or len(words) > 2 * len(question) + 100:
        return 0.0
    words, question = words.lower(), question.lower()
    whole = fuzz.ratio(words, question)
    return max(whole, fuzz.partial_ratio(words, question) if min(len(words), len(question)) > TELLING_LENGTH else 0.0)


def _known_number(label_number: str, questions: Mapping[str, str]) -> str:
    """Return the number of a label as the consultation has it: ``4`` for ``4a`` if there is no question ``4a``."""
    return label_number if label_number in questions else label_number.rstrip(string.ascii_lowercase)


def _answer_after(text: str, rest: Span, likeness: float) -> Span | None:
    """Return the span after a label if it is an answer (``Q3: Yes, we agree.``), otherwise None."""
    words = rest.of(text)
    is_answer = words.rstrip().endswith((".", "!")) and likeness < _LIKELY and not asks_reader(words)
    return rest if is_answer else None
