"""Which earlier ask a bullet of a summary repeats: the one that shares the most of its words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from loaders.document import Ask
from ontology.wording import Words, stem

_ALIKE: Final = 66.0
"""Likeness in percent from which a bullet repeats an ask."""
_FURTHEST: Final = 300
"""Asks before a bullet that it may repeat, so that time grows with the length of a document and not with its square."""
_SHORTEST: Final = 3
"""Letters; shorter words tell nothing of what is asked."""


def with_restatements(asks: Iterable[Ask], text: str) -> list[Ask]:
    """Return asks in the order of the text, each bullet of a summary with the span of the ask that it repeats."""
    asks = sorted(asks, key=lambda one: one.span)
    if not any(ask.summary_bullet for ask in asks):
        return asks
    found: list[Ask] = []
    contents: list[str] = []
    for ask in asks:
        content = _content(ask.span.of(text))
        repeated = _repeated(ask, content, found[-_FURTHEST:], contents[-_FURTHEST:]) if ask.summary_bullet else None
        found.append(replace(ask, restates=repeated.span) if repeated else ask)
        contents.append(content)
    return found


def _content(words: str) -> str:
    return " ".join(stem(word) for word in Words(words).surfaces if len(word) > _SHORTEST or word.isupper())


def _repeated(bullet: Ask, content: str, earlier: Sequence[Ask], contents: Sequence[str]) -> Ask | None:
    """Return the likeliest of the asks in the same answer; those in other bullets of the summary do not count."""
    choices = {
        number: contents[number]
        for number, ask in enumerate(earlier)
        if ask.question == bullet.question and not ask.summary_bullet
    }
    best = process.extractOne(content, choices, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE)
    return earlier[best[2]] if best else None
