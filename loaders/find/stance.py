"""The stance of an answer: a line that does nothing but state it, or else the first sentence that takes one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.document import Span
from loaders.find.layout import Unit
from loaders.find.patterns import PatternSet, fold, load
from loaders.find.sentences import sentences

NONE = "none"
_LINE_WORDS = 12
"""A longer opening is prose, not a stance line."""
_SEEKS_POSITION = re.compile(
    r"\b(?:do|does|would|can) you (?:\w+ly )?(?:agree|support|think|believe|consider|feel|favou?r|accept|welcome|"
    r"oppose|have any (?:concerns|objections))|"
    r"\bto what extent\b|^\W*(?:\(?[a-z]\)\s*)?(?:is|are|should|would|will|does|do(?! you have)|has|have|can) \b|"
    r"\bare you (?:content|satisfied|in favou?r|supportive|happy)|"
    r"\b(?:agree|disagree) with\b|\bin favou?r of\b"
)
_SEEKS_MORE = re.compile(
    r"\b(?:any|anything)\b[^?]{0,30}\b(?:other|else|additional|further)\b|\bany (?:comments|suggestions|views)\b"
)
_MARK = re.compile(r"^(?:(?:our |my )?(?:response|answer|view|position|stance|a)\s*:\s*|[\[(]?[x✓✔☒☑■●]?[\])]?\s*)+")
_OPENING_SENTENCES = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A stance, where it is stated, and the pattern that found it."""

    stance: str
    span: Span | None = None
    rule: str = ""


def stance_of(text: str, question: str, units: Sequence[Unit]) -> Found:
    """Return the stance that the units of an answer take on a question."""
    patterns = load("stances")
    cut = [sentence for unit in units[:_OPENING_SENTENCES] for sentence in sentences(text, unit.span)]
    if _SEEKS_MORE.search(fold(question)):
        return Found(NONE)
    if line := _stated(text, patterns["lines"], cut[:1]):
        return line
    if question and not _SEEKS_POSITION.search(fold(question)):
        return Found(NONE)
    for sentence in cut:
        found = patterns["sentences"].first(fold(sentence.of(text)))
        if found:
            return Found(found.yields["stance"], sentence, found.id)
    return Found(NONE)


def _stated(text: str, lines: PatternSet, opening: Sequence[Span]) -> Found | None:
    """Read an opening line such as ``Yes, mostly agree.`` or ``Strongly disagree``."""
    for sentence in opening:
        folded = _MARK.sub("", fold(sentence.of(text)), count=1)
        head, dash, _ = folded.partition(" - ")
        folded = head if dash and len(folded.split()) > _LINE_WORDS else folded
        if not folded or len(folded.split()) > _LINE_WORDS:
            return None
        if found := lines.first(folded):
            return Found(found.yields["stance"], sentence, found.id)
    return None
