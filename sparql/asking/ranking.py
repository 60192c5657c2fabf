"""Ranking the readings of a sentence by probability, and the confidence in the likeliest one."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from scipy.special import softmax

from sparql import BUNDLED_WEIGHTS
from sparql.asking.belief import Belief
from sparql.asking.examples import NOTHING
from sparql.asking.intents import Weighed
from sparql.asking.matching import Fit
from sparql.asking.signs import Scales, Sign, together

_MOST_LEAD: Final = 2.0
_LEAST_ANSWERABLE: Final = -3.0
_NO_NOTHING: Final = -5.0
"""Logarithm of the probability that nothing is asked, if there are no examples of that."""
_LEAST: Final = 1e-4
_THINGS: Final = frozenset((Sign.UNKNOWN_NAME, Sign.UNUSED_TOPIC))
_DOUBTS: Final = frozenset((Sign.UNKNOWN_THING, Sign.OTHER_ROLE))
_PASSED_OVER: Final = 0.8
"""Factor on the belief in a reading that ignores a thing which the question is about.

Few of the sentences that belief is fitted to are about things that the data lack, so belief alone is too high for
these.
"""
_DOUBTED: Final = 0.94
"""Factor where an unknown word stands for a thing, or words show another role of a body."""


FACTS: Final = (
    "share",
    "log-odds of the share",
    "share of none",
    "share of the second",
    "second asks the same question",
    "second takes the same things",
    "parameters",
    "parameters of the second",
    "share of its question",
    "share of its things",
    "words of the sentence",
    *Sign,
)
"""The facts about the likeliest reading from which belief is computed: probabilities, counts, amounts of signs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A possible meaning of a sentence: a saved question, the values of its parameters, and the confidence."""

    question: str
    parameters: Mapping[str, str]
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found in a sentence: its length in words, the likely questions, and the fits."""

    length: int
    intents: Weighed
    fits: Sequence[Fit]


@dataclass(frozen=True)
class Ranking:
    """Weights of signs, and belief."""

    weights: Mapping[str, float]
    belief: Belief

    @classmethod
    def load(cls, path: Path = BUNDLED_WEIGHTS) -> "Ranking":
        """Read the fitted weights. Raises ValueError if they were fitted to other facts than the present ones."""
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["facts"] != list(FACTS):
            raise ValueError(
                f"{path.name} was fitted to other facts than the present ones: `make weights` fits it anew"
            )
        return cls(data["signs"], Belief(data["start"], data["trees"]))

    def as_json(self) -> str:
        """Return the text that :meth:`load` reads, with a line for each sign and each tree."""
        signs = ",\n".join(f"  {json.dumps(name)}: {weight}" for name, weight in sorted(self.weights.items()))
        trees = ",\n".join(f"  {json.dumps(tree)}" for tree in self.belief.trees)
        names = json.dumps(FACTS)
        return (
            f'{{"facts": {names},\n"signs": {{\n{signs}\n}},\n"start": {self.belief.start},\n"trees": [\n{trees}\n]}}\n'
        )

    @cached_property
    def scales(self) -> Scales:
        """The scales that weigh the signs of a reading."""
        return Scales(self.weights)

    def rank(self, candidates: Candidates) -> list[Reading]:
        """Return the readings of a sentence, the likeliest first.

        The confidence of the first is the probability that it is right; that of the others is lower in proportion to
        their probability beside the first.
        """
        ordered = self.ordered(candidates)
        if not ordered:
            return []
        shares = self.shares(ordered)
        sure = self.belief.of(facts(ordered, shares, candidates.length)) * _doubt_factor(ordered[0])
        return [
            Reading(fit.question, dict(fit.parameters), round(sure * share / shares[0], 3))
            for fit, share in zip(ordered, shares, strict=False)
        ]

    def ordered(self, candidates: Candidates) -> list[Fit]:
        """Return the fits of a sentence, the likeliest first, with the signs that depend on the other fits."""
        return sorted(self._with_company_signs(candidates), key=_order)

    def _with_company_signs(self, candidates: Candidates) -> Iterator[Fit]:
        """Yield each fit with the signs of how likely the examples make its question beside the others."""
        weigh = self.scales.weigh
        for fit in candidates.fits:
            own, over_none, lead = _beside(fit.question, candidates.intents.likelihoods)
            margin, margin_over_none, margin_lead = _beside(fit.question, candidates.intents.margins)
            company = [
                weigh(Sign.INTENT, own),
                weigh(Sign.ANSWERABLE, max(_LEAST_ANSWERABLE, over_none)),
                weigh(Sign.LEAD, max(-_MOST_LEAD, min(_MOST_LEAD, lead))),
                weigh(Sign.MARGIN, margin),
                weigh(Sign.MARGIN_ANSWERABLE, margin_over_none),
                weigh(Sign.MARGIN_LEAD, margin_lead),
                weigh(Sign.PARAMETERS, len(fit.parameters)),
                weigh(Sign.READ),
            ]
            yield replace(fit, signs=fit.signs + together(company))

    @staticmethod
    def shares(ordered: Sequence[Fit]) -> Sequence[float]:
        """Return the probability of each reading; the last one is that none is meant."""
        return [float(share) for share in softmax([*(fit.signs.total for fit in ordered), 0.0])]


def facts(ordered: Sequence[Fit], shares: Sequence[float], length: int) -> list[float]:
    """Return the :data:`FACTS` about the first of some readings, which are sorted by probability."""
    best, second = ordered[0], ordered[1] if len(ordered) > 1 else None
    things = sorted(best.parameters.values())
    likeliest = min(max(shares[0], _LEAST), 1 - _LEAST)
    amounts = best.signs.by_name()
    return [
        shares[0],
        math.log(likeliest / (1 - likeliest)),
        shares[-1],
        shares[1] if second else 0.0,
        float(second is not None and second.question == best.question),
        float(second is not None and sorted(second.parameters.values()) == things),
        float(len(best.parameters)),
        float(len(second.parameters) if second else 0),
        sum(share for fit, share in zip(ordered, shares, strict=False) if fit.question == best.question),
        sum(share for fit, share in zip(ordered, shares, strict=False) if sorted(fit.parameters.values()) == things),
        float(length),
        *(amounts.get(sign, 0.0) for sign in Sign),
    ]


def _beside(question: str, weighed: Mapping[str, float]) -> tuple[float, float, float]:
    """Return the difference of a question from the first, from none, and from the best of the others."""
    own = weighed[question]
    others = (one for name, one in weighed.items() if name not in {question, NOTHING})
    return own, own - weighed.get(NOTHING, _NO_NOTHING), own - max(others, default=0)


def _doubt_factor(fit: Fit) -> float:
    """Return the factor on the belief in a reading that ignores a thing, or is in doubt about one."""
    names = {name for name, _ in fit.signs.amounts}
    return _PASSED_OVER if names & _THINGS else _DOUBTED if names & _DOUBTS else 1.0


def _order(fit: Fit) -> tuple[float, str, list[tuple[str, str]]]:
    """Return a sort key: the likeliest first, and equally likely ones always in the same order."""
    return -fit.signs.total, fit.question, sorted(fit.parameters.items())
