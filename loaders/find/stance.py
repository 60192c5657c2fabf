"""The stance of an answer: a line that does nothing but state it, or else the first sentence that takes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.document import Span
from loaders.find.layout import Unit
from loaders.find.patterns import PatternSet, expression, fold, load
from loaders.find.sentences import sentences

NONE = "none"
_LINE_WORDS = 12
"""A longer opening is prose, not a stance line."""
_SEEKS_POSITION = expression("stances.seeks-position")
_SEEKS_MORE = expression("stances.seeks-more")
_SEEKS_FACTS = expression("stances.seeks-facts")
_MARK = expression("stances.mark")
_BARE_REPLY = expression("stances.bare-reply")
_DEGREES = frozenset({"fully-agree", "mostly-agree", "partly-agree"})
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
    asked = fold(question)
    if _SEEKS_MORE.search(asked):
        return Found(NONE)
    line = _stated(text, patterns["lines"], cut[:1])
    if _SEEKS_FACTS.search(asked):
        return line if line and not _is_bare(text, line) else Found(NONE)
    if line:
        return _degree(text, patterns, cut[1:2]) or line if _is_bare(text, line) and line.stance == "agree" else line
    if question and not _SEEKS_POSITION.search(asked):
        return Found(NONE)
    for sentence in cut:
        found = patterns["sentences"].first(fold(sentence.of(text)))
        if found:
            return Found(found.yields["stance"], sentence, found.id)
    return Found(NONE)


def _is_bare(text: str, line: Found) -> bool:
    """Tell whether a line says no more than yes or no, which is a stance only where agreement is asked for."""
    return line.span is not None and bool(_BARE_REPLY.search(_unmarked(text, line.span)))


def _degree(text: str, patterns: Mapping[str, PatternSet], following: Sequence[Span]) -> Found | None:
    """Read how far somebody agrees who has said no more than yes: ``Yes. We strongly agree that …``."""
    for sentence in following:
        folded = fold(sentence.of(text))
        for name in ("lines", "sentences"):
            found = patterns[name].first(folded)
            if found and found.yields["stance"] in _DEGREES:
                return Found(found.yields["stance"], sentence, found.id)
    return None


def _stated(text: str, lines: PatternSet, opening: Sequence[Span]) -> Found | None:
    """Read an opening line such as ``Yes, mostly agree.`` or ``Strongly disagree``."""
    for sentence in opening:
        folded = _unmarked(text, sentence)
        if not folded or len(folded.split()) > _LINE_WORDS:
            return None
        if found := lines.first(folded):
            return Found(found.yields["stance"], sentence, found.id)
    return None


def _unmarked(text: str, sentence: Span) -> str:
    """Return a folded sentence without the label or the tick before it; of a long one what stands before its dash."""
    folded = _MARK.sub("", fold(sentence.of(text)), count=1)
    head, dash, _ = folded.partition(" - ")
    return head if dash and len(folded.split()) > _LINE_WORDS else folded
