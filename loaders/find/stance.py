"""The stance of an answer: a line that does nothing but state it, or else the first sentence that takes one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from loaders.document import Span
from loaders.find.layout import Unit, lines_of
from loaders.find.sentences import sentences
from loaders.find.wording import TITLE_LENGTH, asks_reader, is_reply_label
from loaders.patterns import Pattern, PatternSet, expression, fold, load, remembered
from ontology.lexicon import NONE

_LINE_WORDS = 12
"""A longer opening is prose, not a stance line."""
_SEEKS_POSITION = expression("stances.seeks-position")
_SEEKS_MORE = expression("stances.seeks-more")
_SEEKS_NAME = expression("stances.seeks-name")
_SEEKS_FACTS = expression("stances.seeks-facts")
_MARK = expression("stances.mark")
_BARE_REPLY = expression("stances.bare-reply")
_BOX = expression("stances.box")
_BOX_OPENS = re.compile(r"[\[(☐☒☑✓✔□■]")
"""What a box begins with, in words that are not folded."""
_TICKED = expression("stances.ticked")
_CHOICE = expression("stances.choice")
_COURTESY = expression("stances.courtesy")
_PLAIN = "agree"
_DEGREES = frozenset({"fully-agree", "mostly-agree", "partly-agree"})
_PRAISE = "stances.says-fit"
"""The rule of a stance that somebody takes who calls a thing right; what they say outright counts before it."""
_OPENING_SENTENCES = 6
_FORM = 2
"""Boxes that make a form of a line."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stance, where it is stated, and the pattern that found it."""

    stance: str
    span: Span | None = None
    rule: str = ""


def stance_of(text: str, question: str, units: Sequence[Unit]) -> Found:
    """Return the stance that the units of an answer take on a question."""
    opening = list(islice((unit for unit in units if not _says_nothing(unit.span.of(text))), _OPENING_SENTENCES))
    return _ticked(text, opening, load("stances")["lines"]) or _worded(text, question, opening)


def takes_stance(text: str, span: Span) -> bool:
    """Tell whether words open with a sentence that takes a stance, and does not merely call a thing right."""
    opening = sentences(text, span)[:1]
    if not opening or _stated(text, load("stances")["lines"], opening):
        return bool(opening)
    found = _taken(opening[0].of(text))
    return found is not None and found.id != _PRAISE


def _says_nothing(words: str) -> bool:
    """Tell whether words only say that the answer follows, or are an option of a form that is left empty."""
    return is_reply_label(words) or (len(words) <= TITLE_LENGTH and _is_left_empty(words))


def _is_left_empty(words: str) -> bool:
    """Tell whether words hold one box, without a tick."""
    folded = fold(words)
    return bool(_BOX_OPENS.search(words)) and len(_BOX.findall(folded)) == 1 and not _TICKED.search(folded)


def _is_preliminary(words: str) -> bool:
    """Tell whether words take no stance wherever they stand: several boxes, or a greeting before the reply."""
    return bool(_COURTESY.match(fold(words))) or _is_form(words)


def opens_with_box(words: str) -> bool:
    """Tell whether words open with a box of a form."""
    return bool(_BOX.match(fold(words[:8].lstrip())))


def _is_form(words: str) -> bool:
    """Tell whether words hold several boxes."""
    return bool(_BOX_OPENS.search(words)) and len(_BOX.findall(fold(words))) >= _FORM


def _worded(text: str, question: str, opening: Sequence[Unit]) -> Found:
    patterns = load("stances")
    whole = [sentence for unit in opening for sentence in sentences(text, unit.span)]
    cut = [sentence for sentence in whole if not _is_preliminary(sentence.of(text))]
    asked = fold(question)
    if _SEEKS_MORE.search(asked):
        return Found(NONE)
    line = _stated(text, patterns["lines"], cut[:1])
    if _SEEKS_FACTS.search(asked) or _SEEKS_NAME.search(asked):
        return line if line and not _is_bare(text, line) else Found(NONE)
    if line:
        return _degree(text, patterns, cut[1:2]) or line if _is_bare(text, line) and line.stance == _PLAIN else line
    if asks_reader(question) and not _SEEKS_POSITION.search(asked):
        return Found(NONE)
    told = [(found, sentence) for sentence in cut if (found := _taken(sentence.of(text)))]
    outright = ((found, sentence) for found, sentence in told if found.id != _PRAISE)
    taken = next(outright, next(iter(told), None))
    return _found(*taken, fold(taken[1].of(text))) if taken else Found(NONE)


@remembered
def _taken(sentence: str) -> Pattern | None:
    """Return the wording by which a sentence takes a stance."""
    return load("stances")["sentences"].first(fold(sentence))


def _found(pattern: Pattern, sentence: Span, folded: str) -> Found:
    """Return the stance of a wording; how far plain agreement goes is told by other words of the sentence."""
    degree = load("stances")["degrees"].first(folded) if pattern.yields["stance"] == _PLAIN else None
    told = degree or pattern
    return Found(told.yields["stance"], sentence, told.id)


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
            return _found(found, sentence, folded)
    return None


def _ticked(text: str, opening: Sequence[Unit], lines: PatternSet) -> Found | None:
    """Read the one option that is ticked among the boxes of a form; its box stands before or behind all options."""
    for unit in opening:
        for span in lines_of(text, unit.span) if _BOX_OPENS.search(text, *unit.span) else ():
            words = fold(span.of(text))
            boxes = list(_BOX.finditer(words))
            ticked = [place for place, box in enumerate(boxes) if _TICKED.fullmatch(box[0])]
            if len(ticked) != 1:
                continue
            edges = [0, *(edge for box in boxes for edge in box.span()), len(words)]
            options = [words[start:end].strip(" -:.,;|") for start, end in zip(edges[::2], edges[1::2], strict=True)]
            option = options[ticked[0] + 1] if not options[0] else options[ticked[0]]
            if len(boxes) == 1 and option == "":
                continue
            if found := lines.first(option):
                return Found(found.yields["stance"], span, found.id)
    return None


def _unmarked(text: str, sentence: Span) -> str:
    """Return a folded sentence without the label or the tick before it; of a long one what stands before its dash."""
    folded = _CHOICE.sub("", _MARK.sub("", fold(sentence.of(text)), count=1), count=1)
    head, dash, _ = folded.partition(" - ")
    return head if dash and len(folded.split()) > _LINE_WORDS else folded
