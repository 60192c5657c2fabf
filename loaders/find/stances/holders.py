"""Whose position a sentence tells: a respondent that names itself is put as one that says *we*.

The wordings stand in ``patterns/stances.yaml`` under ``holders``.
"""

import re

from loaders.patterns import expression, fold

_LEAD = expression("stances.lead-in")
_HOLDER = expression("stances.holder")
_OTHERS = expression("stances.others")
_PLURAL = {"is": "are", "has": "have", "does": "do", "wishes": "wish"}


def is_of_others(folded: str) -> bool:
    """Tell whether a folded sentence tells what somebody else has said."""
    return _OTHERS.search(folded) is not None


def in_first_person(sentence: str) -> str:
    """Return a sentence, folded, as a respondent would say it of itself: what leads in is left out.

    >>> in_first_person("The Harbour Board, which has nine members, strongly supports the fee.")
    'we strongly support the fee.'
    """
    return _LEAD.sub("", fold(_HOLDER.sub(_said, " ".join(sentence.split()), count=1)), count=1)


def _said(holder: re.Match[str]) -> str:
    verb = holder["verb"].lower()
    return f"we{holder['adverbs']} {_PLURAL.get(verb) or verb.removesuffix('s')}"
