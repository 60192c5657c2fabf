"""What words tell that only a question has, or only the phrasing that it is compared with."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from sparql.asking.parts import Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.signs import NONE, Scales, Sign, Signs
from sparql.asking.words import form

_USUAL_WEIGHT: Final = 0.5
"""What is left where a word of a group that has no weight of its own is missing or too many."""
_MOST_MISSING: Final = 0.6
"""At most so much is left when a word of the phrasing is missing."""
_LEAST_EASE: Final = 0.5
"""A word for what the data do not hold weighs at least so much, whatever the examples say."""
_VERBAL: Final = ("ing", "ed")
_NEGATION: Final = "without"
_NO_WORDS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Around:
    """By what a word that the phrasing does not explain is weighed."""

    telling: AbstractSet[str]
    """Stems of the words that speak of the topics which are taken."""
    ease: float
    """How much it weighs, 1 for fully."""
    lacking: bool
    """Whether the reading has a parameter left that the word might have been meant for."""


class Leftovers:
    """Weighs what is left over; ``usual`` are forms of words that no phrasing needs but that questions often have."""

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
        """Return what a word of the phrasing tells that the question lacks."""
        weight = self._scales.weigh_log(Sign.MISSING_WEIGHT, min(_MOST_MISSING, self._weight(forms)))
        return self._scales.weigh(Sign.MISSING) + weight.times(ease)

    def at_best(self, part: Part, forms: frozenset[str], ease: float) -> Signs:
        """Return what a part tells at best that no phrasing of a question explains."""
        speaking = not part.known and any(part.stems <= words for words in self._speaking.values())
        return self.unexplained(part, forms, Around(part.stems if speaking else _NO_WORDS, ease, lacking=False))

    def unexplained(self, part: Part, forms: frozenset[str], around: Around) -> Signs:
        """Return what it tells that a question has a part of which the phrasing says nothing."""
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
        """Return what a word tells that no data know; most may be things that are beyond them."""
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
