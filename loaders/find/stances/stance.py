"""Finds the stance of an answer: a ticked box, a line that only states it, or the first sentence that takes one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from loaders.document import Span
from loaders.find.layout import Unit
from loaders.find.question_wording import TITLE_LENGTH, asks_reader, is_reply_label
from loaders.find.sentences import sentences
from loaders.find.stances.boxes import is_form, is_left_empty, ticked
from loaders.find.stances.echoes import echoed, touches
from loaders.find.stances.holders import in_first_person, is_of_others
from loaders.patterns import Pattern, expression, fold, load, remembered
from ontology.lexicon import NONE

_LINE_WORDS = 12
"""Words. A longer opening is prose rather than a line that only states the stance."""
_SEEKS_POSITION = expression("stances.seeks-position")
_SEEKS_MORE = expression("stances.seeks-more")
_SEEKS_NAME = expression("stances.seeks-name")
_SEEKS_FACTS = expression("stances.seeks-facts")
_MARK = expression("stances.mark")
_BARE_REPLY = expression("stances.bare-reply")
_CHOICE = expression("stances.choice")
_COURTESY = expression("stances.courtesy")
_OWN = re.compile(r"(?:we|i|our|my)\b")
_PLAIN = "agree"
_CONTRARY = "disagree"
_DEGREES = frozenset({"fully-agree", "mostly-agree", "partly-agree"})
_PRAISE = "stances.says-fit"
"""The rule of a stance that praise implies; one that is stated takes precedence."""
_OPENING_UNITS = 6
"""Units at the beginning of an answer in which its stance is sought."""
_ECHOING_SENTENCES = 4
"""Sentences at the beginning in which an answer may judge what the question is about; later ones argue."""
_COMMENTING_SENTENCES = 2
"""Sentences in which an answer may take a stance if the question asks only for comments."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stance, where it is stated, and the pattern that found it."""

    stance: str
    span: Span | None = None
    rule: str = ""


def stance_of(text: str, question: str, units: Sequence[Unit]) -> Found:
    """Return the stance on a question that the units of an answer take; that of ``NONE`` if they take none."""
    opening = list(islice((unit for unit in units if not _holds_no_reply(unit.span.of(text))), _OPENING_UNITS))
    if found := ticked(text, opening, load("stances")["lines"]):
        option, span = found
        return Found(option.yields["stance"], span, option.id)
    return _from_wording(text, question, opening)


def takes_stance(text: str, span: Span) -> bool:
    """Tell whether the first sentence in a span takes a stance by more than praise."""
    opening = sentences(text, span)[:1]
    if not opening or _from_line(text, opening):
        return bool(opening)
    taken = _stance_wording(opening[0].of(text))
    return taken is not None and taken[0].id != _PRAISE


def _holds_no_reply(words: str) -> bool:
    """Tell whether words only say that the answer follows, or are an option of a form that was not ticked."""
    return is_reply_label(words) or (len(words) <= TITLE_LENGTH and is_left_empty(words))


def _is_preliminary(words: str) -> bool:
    """Tell whether words are a courtesy before the reply or a line of several boxes, which take no stance."""
    return bool(_COURTESY.match(fold(words))) or is_form(words)


def _from_wording(text: str, question: str, opening: Sequence[Unit]) -> Found:
    """Return the stance that the words of an answer take; how it is sought depends on what the question asks for."""
    whole = [sentence for unit in opening for sentence in sentences(text, unit.span)]
    cut = [sentence for sentence in whole if not _is_preliminary(sentence.of(text))]
    asked = fold(question)
    seeks_comment, seeks_name = _SEEKS_MORE.search(asked) or _SEEKS_FACTS.search(asked), _SEEKS_NAME.search(asked)
    line = None if _SEEKS_MORE.search(asked) else _from_line(text, cut[:1])
    if line and not ((seeks_comment or seeks_name) and _is_bare(text, line)):
        is_bare_yes = _is_bare(text, line) and line.stance == _PLAIN
        return (_degree_of_yes(text, cut[1:2]) if is_bare_yes else None) or line
    if seeks_name or not (seeks_comment or _SEEKS_POSITION.search(asked) or not asks_reader(question)):
        return Found(NONE)
    told = [(taken, sentence) for sentence in cut if (taken := _stance_wording(sentence.of(text)))]
    outright = ((taken, sentence) for taken, sentence in told if taken[0].id != _PRAISE)
    if seeks_comment:
        near = (one for one in outright if one[1] in cut[:_COMMENTING_SENTENCES])
        return _first(one for one in near if _is_on(asked, *one[0])) or Found(NONE)
    return _first(outright) or _from_echo(text, asked, cut[:_ECHOING_SENTENCES]) or _first(told) or Found(NONE)


def _is_on(asked: str, pattern: Pattern, words: str) -> bool:
    """Tell whether words take a stance on what the question is about, and not on a claim about it (*that …*)."""
    found = pattern.find.search(words)
    return found is not None and not words.startswith(" that ", found.end()) and touches(asked, words)


def _first(told: Iterable[tuple[tuple[Pattern, str], Span]]) -> Found | None:
    """Return the first of some stances."""
    return next((_graded(found, found.yields["stance"], sentence, words) for (found, words), sentence in told), None)


def _from_echo(text: str, asked: str, opening: Sequence[Span]) -> Found | None:
    """Return the stance in the first sentence that judges what the question is about; None if none does."""
    for sentence in opening:
        own = in_first_person(sentence.of(text))
        found = None if is_of_others(own) else echoed(asked, own)
        if found:
            pattern, agrees = found
            return _graded(pattern, _PLAIN, sentence, own) if agrees else Found(_CONTRARY, sentence, pattern.id)
    return None


@remembered
def _stance_wording(sentence: str) -> tuple[Pattern, str] | None:
    """Return the pattern by which a sentence takes a stance, and the sentence in the first person, or None."""
    folded = fold(sentence)
    if is_of_others(folded):
        return None
    own, patterns = in_first_person(sentence), load("stances")
    if found := patterns["sentences"].first(folded):
        return found, own
    is_line = len(own.split()) <= _LINE_WORDS and _OWN.match(own)
    found = (is_line and patterns["lines"].first(own)) or patterns["sentences"].first(own)
    return (found, own) if found else None


def _graded(pattern: Pattern, stance: str, sentence: Span, words: str) -> Found:
    """Return the stance that a pattern yields; for plain agreement, with the degree that other words express."""
    degree = load("stances")["degrees"].first(words) if stance == _PLAIN else None
    return Found(degree.yields["stance"], sentence, degree.id) if degree else Found(stance, sentence, pattern.id)


def _is_bare(text: str, line: Found) -> bool:
    """Tell whether a line only says yes or no."""
    return line.span is not None and bool(_BARE_REPLY.search(_unmarked(text, line.span)))


def _degree_of_yes(text: str, following: Sequence[Span]) -> Found | None:
    """Return the degree of agreement stated after a bare yes (``Yes. We strongly agree that …``), otherwise None."""
    stated = _from_line(text, following)
    found = stated or _first((taken, one) for one in following if (taken := _stance_wording(one.of(text))))
    return found if found and found.stance in _DEGREES else None


def _from_line(text: str, opening: Sequence[Span]) -> Found | None:
    """Return the stance of an opening line such as ``Yes, mostly agree.`` or ``Strongly disagree``, otherwise None."""
    for sentence in opening:
        folded = _unmarked(text, sentence)
        if not folded or len(folded.split()) > _LINE_WORDS:
            return None
        if found := load("stances")["lines"].first(folded):
            return _graded(found, found.yields["stance"], sentence, folded)
    return None


def _unmarked(text: str, sentence: Span) -> str:
    """Return a folded sentence without the label or tick before it, and a long one only up to its first dash."""
    folded = _CHOICE.sub("", _MARK.sub("", fold(sentence.of(text)), count=1), count=1)
    head, dash, _ = folded.partition(" - ")
    return head if dash and len(folded.split()) > _LINE_WORDS else folded
