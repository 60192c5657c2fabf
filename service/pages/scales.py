"""Colour scales: values become one of a few steps, whose colours are in the style sheet."""

from collections.abc import Mapping
from math import log1p

from ontology.lexicon import NONE, Step

_STANCE_STEPS = 6
_HEAT_STEPS = 6


def stance_steps(stances: Mapping[str, Step]) -> dict[str, int]:
    """Return for each stance, by IRI, a step from 1 (full agreement) to 6 (disagreement), or 0 for none stated."""
    stated = sorted((each.rank, each.iri) for each in stances.values() if each.id != NONE)
    last = max(len(stated) - 1, 1)
    steps = {iri: 1 + round(place * (_STANCE_STEPS - 1) / last) for place, (_, iri) in enumerate(stated)}
    return steps | {each.iri: 0 for each in stances.values() if each.id == NONE}


def heat_step(count: int, largest: int) -> int:
    """Return a step from 0 (nothing) to 6 (the largest count), on a logarithmic scale because counts are skewed."""
    if count <= 0 or largest <= 0:
        return 0
    return max(1, round(_HEAT_STEPS * log1p(count) / log1p(largest)))
