"""How far a mention is to be trusted, beside the other mentions of the same words."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sparql.asking.mention import NEARLY_FULL, Mention
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import Word

_WITHIN: Final = 0.92
"""Factor for a name that is only part of another name."""
_PART_OF_BODY: Final = 0.75
"""Further factor for a body's name that is part of another body's."""
_AMBIGUOUS: Final = 0.8
"""Factor for a cue that is also a body's name, and for a body's name that is also a common word."""
_ASKING: Final = 0.9
"""Factor for a status that is also a word of asking."""


class Trust:
    """Lowers the worth of mentions that may mean something else."""

    def __init__(self, phrasing: Phrasing) -> None:
        self._phrasing = phrasing

    def adjusted(self, mention: Mention, asked: Sequence[Word], others: Sequence[Mention]) -> Mention:
        """Return a mention with less worth for corrected words, for being part of another name, and for ambiguity."""
        certainty = math.prod(word.certainty for word in asked[mention.first : mention.end])
        factors = self._factors(mention, asked[mention.first : mention.end], others)
        return replace(mention, worth=mention.worth * math.prod(factors, start=certainty))

    def _factors(self, mention: Mention, stretch: Sequence[Word], others: Sequence[Mention]) -> Iterator[float]:
        if any(mention.within(other) and other.worth >= NEARLY_FULL for other in others):
            yield _WITHIN
        if mention.type == "topic" and any(_is_longer_label(other, mention) for other in others):
            yield _WITHIN
        if mention.type == "body" and any(other.type == "body" and mention.within(other) for other in others):
            yield _PART_OF_BODY
        if mention.type == "text" and any(other.type != "text" and mention.covers(other) for other in others):
            yield _AMBIGUOUS
        if mention.cue and any(other.type == "body" and mention.covers(other) for other in others):
            yield _AMBIGUOUS
        if mention.type == "body" and self._is_common_word(stretch):
            yield _AMBIGUOUS
        if mention.type == "modality" and self._is_asking(stretch):
            yield _ASKING

    def _is_common_word(self, name: Sequence[Word]) -> bool:
        """Tell whether a name is a common word in the singular: *a place in the framework*."""
        sense = self._phrasing.senses.get((name[0].form,)) if len(name) == 1 else None
        return sense is not None and sense.idle and name[0].text == name[0].base

    def _is_asking(self, status: Sequence[Word]) -> bool:
        """Tell whether the words for a status are also words of asking: *asked for*."""
        sense = self._phrasing.senses.get(tuple(word.form for word in status))
        return sense is not None and bool(sense.groups)


def _is_longer_label(other: Mention, mention: Mention) -> bool:
    """Tell whether these words and more are the label of another topic: *partnership with local government*."""
    return other.type == "topic" and not (other.cue or other.evidence) and mention.within(other)
