"""Tells whose position a sentence states, and rewrites those of a respondent that names itself in the first person.

The wordings are in ``patterns/stances.yaml`` under ``holders``.
"""

import re

from loaders.patterns import expression, fold

_LEAD = expression("stances.lead-in")
_HOLDER = expression("stances.holder")
_OTHERS = expression("stances.others")
_PLURAL = {"is": "are", "has": "have", "does": "do", "wishes": "wish"}


def is_of_others(folded: str) -> bool:
    """Tell whether a folded sentence reports what somebody else has said."""
    return _OTHERS.search(folded) is not None


def in_first_person(sentence: str) -> str:
    """Return a sentence folded, in the first person, and without introductory words.

    >>> in_first_person("The Harbour Board, which has nine members, strongly supports the fee.")
    'we strongly support the fee.'
    """
    return _LEAD.sub("", fold(_HOLDER.sub(_said, " ".join(sentence.split()), count=1)), count=1)


def _said(holder: re.Match[str]) -> str:
    """Return *we* with the verb in the plural, in place of the respondent's name with its verb."""
    verb = holder["verb"].lower()
    return f"we{holder['adverbs']} {_PLURAL.get(verb) or verb.removesuffix('s')}"
