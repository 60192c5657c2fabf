"""Finds which earlier ask each bullet of a summary repeats: the one whose words are most similar."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from loaders.document import Ask
from ontology.wording import Words, stem

_ALIKE: Final = 66.0
"""Least similarity, in per cent, at which a bullet repeats an ask."""
_FURTHEST: Final = 300
"""How many asks back a bullet is compared with, so that time stays linear in the length of a document."""
_SHORTEST: Final = 3
"""Words of up to this many letters are ignored, unless they are in capitals."""


def with_restatements(asks: Iterable[Ask], text: str) -> list[Ask]:
    """Return the asks in the order of the text, with ``restates`` set on each summary bullet that repeats one."""
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
    """Return the stems of the words that are compared."""
    return " ".join(stem(word) for word in Words(words).surfaces if len(word) > _SHORTEST or word.isupper())


def _repeated(bullet: Ask, content: str, earlier: Sequence[Ask], contents: Sequence[str]) -> Ask | None:
    """Return the most similar earlier ask under the same question, other summary bullets aside, or None."""
    choices = {
        number: contents[number]
        for number, ask in enumerate(earlier)
        if ask.question == bullet.question and not ask.summary_bullet
    }
    best = process.extractOne(content, choices, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE)
    return earlier[best[2]] if best else None
