"""The readings of a sentence by how likely each is beside the others, and how far the likeliest is to be believed."""

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
"""How likely it is that nothing is asked where there are no examples of that; a logarithm, as the two before."""
_LEAST: Final = 1e-4
_DOUBTS: Final = frozenset((Sign.UNKNOWN_NAME, Sign.UNKNOWN_THING, Sign.UNUSED_TOPIC, Sign.OTHER_ROLE))
_PASSED_OVER: Final = 0.8
"""Few of the sentences that belief is fitted to are about things beyond the data: most of their readings seem right."""


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
"""What is told of the likeliest reading beside the others: shares of how likely each is, counts, amounts of signs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that may be meant: a saved question, the ids of its parameters, and how sure that is."""

    question: str
    parameters: Mapping[str, str]
    confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard in a sentence: how many words it has, how likely the examples make each question, what fits."""

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
        """Read what was fitted; raise ValueError where it was fitted to other facts than these."""
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["facts"] != list(FACTS):
            raise ValueError(
                f"{path.name} was fitted to other facts than are told of readings now: `make weights` fits it anew"
            )
        return cls(data["signs"], Belief(data["start"], data["trees"]))

    def as_json(self) -> str:
        """Return what :meth:`load` reads: a line for each sign and each tree."""
        signs = ",\n".join(f"  {json.dumps(name)}: {weight}" for name, weight in sorted(self.weights.items()))
        trees = ",\n".join(f"  {json.dumps(tree)}" for tree in self.belief.trees)
        told = json.dumps(FACTS)
        return (
            f'{{"facts": {told},\n"signs": {{\n{signs}\n}},\n"start": {self.belief.start},\n"trees": [\n{trees}\n]}}\n'
        )

    @cached_property
    def scales(self) -> Scales:
        """What weighs the signs of one reading."""
        return Scales(self.weights)

    def rank(self, heard: Heard) -> list[Reading]:
        """Return the readings of a sentence, the likeliest first.

        The first reading's confidence is how likely it is to be right, that of the others is less in the same measure
        as they are less likely than the first.
        """
        told = self.told(heard)
        if not told:
            return []
        shares = self.shares(told)
        sure = self.belief.of(facts(told, shares, heard.length)) * _left_of_belief(told[0])
        return [
            Reading(fit.question, dict(fit.parameters), round(sure * share / shares[0], 3))
            for fit, share in zip(told, shares, strict=False)
        ]

    def told(self, heard: Heard) -> list[Fit]:
        """Return what fits a sentence, the likeliest first, with the signs of each beside the others."""
        return sorted(self._in_company(heard), key=_order)

    def _in_company(self, heard: Heard) -> Iterator[Fit]:
        """Yield each reading with what the examples tell of its question beside the others."""
        weigh = self.scales.weigh
        for fit in heard.fits:
            own, over_none, lead = _beside(fit.question, heard.intents.likelihoods)
            margin, margin_over_none, margin_lead = _beside(fit.question, heard.intents.margins)
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
    def shares(told: Sequence[Fit]) -> Sequence[float]:
        """Return how likely each reading is beside the others; the last share is that none of them is meant."""
        return [float(share) for share in softmax([*(fit.signs.total for fit in told), 0.0])]


def facts(told: Sequence[Fit], shares: Sequence[float], length: int) -> list[float]:
    """Return the :data:`FACTS` that belief in the first of some readings, the likeliest first, rests on."""
    best, second = told[0], told[1] if len(told) > 1 else None
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
        sum(share for fit, share in zip(told, shares, strict=False) if fit.question == best.question),
        sum(share for fit, share in zip(told, shares, strict=False) if sorted(fit.parameters.values()) == things),
        float(length),
        *(amounts.get(sign, 0.0) for sign in Sign),
    ]


def _beside(question: str, weighed: Mapping[str, float]) -> tuple[float, float, float]:
    """Return how far a question lies behind the first, before none and before the next of the others."""
    own = weighed[question]
    others = (one for name, one in weighed.items() if name not in {question, NOTHING})
    return own, own - weighed.get(NOTHING, _NO_NOTHING), own - max(others, default=0)


def _left_of_belief(fit: Fit) -> float:
    """Return what is left of the belief in a reading that passes over a thing which it is about, or its part."""
    return _PASSED_OVER if any(name in _DOUBTS for name, _ in fit.signs.amounts) else 1.0


def _order(fit: Fit) -> tuple[float, str, list[tuple[str, str]]]:
    """Return what readings are sorted by: the likeliest first, and those as likely always in the same order."""
    return -fit.signs.total, fit.question, sorted(fit.parameters.items())
