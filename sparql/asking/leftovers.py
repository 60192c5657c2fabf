"""Signs from words that only the question has, or only the phrasing that it is compared with."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from sparql.asking.parts import Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.signs import NONE, Scales, Sign, Signs
from sparql.asking.words import form

_USUAL_WEIGHT: Final = 0.5
"""Factor on a reading for a missing or surplus word of a group without a weight of its own."""
_MOST_MISSING: Final = 0.6
"""Highest factor for a missing word."""
_LEAST_EASE: Final = 0.5
"""Least weight of a word for something the data lack, however sure the examples are."""
_VERBAL: Final = ("ing", "ed")
_NEGATION: Final = "without"
_NO_WORDS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Around:
    """What the weight of a word depends on that the phrasing does not explain."""

    telling: AbstractSet[str]
    """Stems of the words that describe the topics of the reading."""
    ease: float
    """Factor on its weight, up to 1."""
    lacking: bool
    """Whether the reading leaves a parameter open that the word might be meant for."""


class Leftovers:
    """Weighs missing and surplus words; ``usual`` are forms of words that questions often have without need."""

    def __init__(
        self,
        phrasing: Phrasing,
        speaking: Mapping[str, AbstractSet[str]],
        scales: Scales,
        usual: AbstractSet[str],
    ) -> None:
        self._usual = usual
        self._weights = phrasing.weights
        self._speaking = speaking
        self._scales = scales

    def missing(self, forms: frozenset[str], ease: float) -> Signs:
        """Return the signs of a word of the phrasing that the question lacks."""
        weight = self._scales.weigh_log(Sign.MISSING_WEIGHT, min(_MOST_MISSING, self._weight(forms)))
        return self._scales.weigh(Sign.MISSING) + weight.times(ease)

    def at_best(self, part: Part, forms: frozenset[str], ease: float) -> Signs:
        """Return the signs of a part that no phrasing explains, under the best circumstances."""
        speaking = not part.known and any(part.stems <= words for words in self._speaking.values())
        return self.unexplained(part, forms, Around(part.stems if speaking else _NO_WORDS, ease, lacking=False))

    def unexplained(self, part: Part, forms: frozenset[str], around: Around) -> Signs:
        """Return the signs of a part of the question that the phrasing does not explain."""
        if part.sense.beyond:
            return self._scales.weigh(Sign.BEYOND, max(around.ease, _LEAST_EASE))
        if not part.known:
            return self._unknown(part, around)
        if part.sense.groups and not part.sense.idle and part.sense.structure is None:
            ease = 1 if _NEGATION in forms else around.ease
            weight = self._scales.weigh_log(Sign.SURPLUS_WEIGHT, self._weight(forms))
            return self._scales.weigh(Sign.SURPLUS) + weight.times(ease)
        return NONE

    def _unknown(self, part: Part, around: Around) -> Signs:
        """Return the signs of an unknown word, which often is a thing that the data lack."""
        if not part.proper and part.stems <= around.telling:
            return self._scales.weigh(Sign.SPEAKING)
        if part.proper and not part.adverb:
            return self._scales.weigh(Sign.UNKNOWN_NAME)
        if part.thing and around.lacking and not part.adverb:
            return self._scales.weigh(Sign.UNKNOWN_THING)
        return self._scales.weigh(self._sort(part), around.ease)

    def _sort(self, part: Part) -> Sign:
        if form(part.text) in self._usual:
            return Sign.USUAL
        if part.adverb:
            return Sign.UNKNOWN_ADVERB
        return Sign.UNKNOWN_VERB if part.text.endswith(_VERBAL) else Sign.UNKNOWN

    def _weight(self, forms: frozenset[str]) -> float:
        return max((self._weights.get(form, _USUAL_WEIGHT) for form in forms), default=_USUAL_WEIGHT)
