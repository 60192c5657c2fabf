"""Scales: which of a few steps of shade a value gets. The style sheet holds the colours of the steps."""

from collections.abc import Mapping
from math import log1p

from ontology.lexicon import NONE, Stance

_STANCE_STEPS = 6
_HEAT_STEPS = 6


def stance_steps(stances: Mapping[str, Stance]) -> dict[str, int]:
    """Give each stance, by IRI, a step from 1, full agreement, to 6, disagreement; 0 where none is stated."""
    stated = sorted((each.rank, each.iri) for each in stances.values() if each.id != NONE)
    last = max(len(stated) - 1, 1)
    steps = {iri: 1 + round(place * (_STANCE_STEPS - 1) / last) for place, (_, iri) in enumerate(stated)}
    return steps | {each.iri: 0 for each in stances.values() if each.id == NONE}


def heat_step(count: int, largest: int) -> int:
    """Give a count a step from 0, nothing, to 6, the largest; by its logarithm, for counts are lopsided."""
    if count <= 0 or largest <= 0:
        return 0
    return max(1, round(_HEAT_STEPS * log1p(count) / log1p(largest)))
