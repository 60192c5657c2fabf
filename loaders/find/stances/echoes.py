"""Reads a stance from what an answer says of the thing that the question is about.

*The cap should go* states a stance only as an answer to *Should the cap be kept?* The wordings are in
``patterns/stances.yaml``: ``echoes`` for judgements and wishes, and ``poles`` for words with opposites, such as *keep*
and *abolish*.
"""

import re
from collections import Counter
from math import prod

from loaders.patterns import Pattern, expression, load, remembered
from ontology.wording import Words, stem

_NEGATION = expression("stances.turns-round")
_ASKS_OF_LEVEL = expression("stances.asks-of-level")
_IDLE = expression("stances.idle")
_FIGURE = expression("stances.figure")
_PRONOUN = re.compile(r"\b(?:it|this)\b")
_PROPOSED = expression("stances.proposed")
_BEING = "stay"
"""The family of words for whether something is to exist."""
_STEM_LETTERS = 6
"""Letters of a stem that are compared, so that *registration* is the same as *register*."""
_COMING = "come"
"""The family of words for whether a proposal is to be carried out."""
_LEVEL = "size"
"""The family of words for how much of something there is to be."""


def echoed(question: str, words: str) -> tuple[Pattern, bool] | None:
    """Return the pattern by which words of an answer judge what the question is about, and whether they agree with it.

    Both are folded. None if the words say nothing of it.
    """
    for pattern in load("stances")["echoes"]:
        for said in pattern.find.finditer(words):
            matter = next(filter(None, said.groups()), "")
            if "wish" in pattern.yields:
                agrees = _wants(question, said, matter)
            else:
                is_asked = touches(question, matter) or _PROPOSED.match(matter)
                agrees = pattern.yields["stance"] == "agree" if is_asked else None
            if agrees is not None:
                return pattern, agrees
    return None


def touches(question: str, words: str) -> bool:
    """Tell whether words and a question have a word in common that says what they are about."""
    return not _content_stems(words).isdisjoint(_content_stems(question))


def _wants(question: str, said: re.Match[str], matter: str) -> bool | None:
    """Tell whether a wish is for what a question proposes or against it; None if it is about something else."""
    clause = " ".join(filter(None, said.groups()))
    wanted, asked = _directions(clause), _directions(question)
    of_level = _ASKS_OF_LEVEL.search(question)
    named = touches(question, matter) or bool(of_level and _LEVEL in wanted and _ASKS_OF_LEVEL.search(matter))
    figures = set(_FIGURE.findall(question))
    if named and figures and not figures.issuperset(_FIGURE.findall(clause)):
        return False
    strange = _content_stems(load("stances")["poles"].without(clause)) - _content_stems(question)
    meant = named or bool(_PRONOUN.search(matter))
    may_add = named and bool(wanted) and wanted.get(_BEING) != 1  # to *remain free* is another matter than to remain
    if not meant or len(strange) > may_add:
        return None
    turned = _is_negated(said[0]) ^ _is_negated(question)
    asked = {_COMING: 1, _BEING: -1 if _LEVEL in asked else 1, **asked}
    if shared := wanted.keys() & asked.keys():
        return (prod(wanted[family] * asked[family] for family in shared) > 0) ^ turned
    if _LEVEL in wanted:
        return False if of_level else None
    return None if wanted else not turned


@remembered
def _content_stems(folded: str) -> frozenset[str]:
    """Return the beginnings of the stems of words that say what something is about."""
    return frozenset(stem(word)[:_STEM_LETTERS] for word in Words(_IDLE.sub(" ", folded)).surfaces)


def _directions(folded: str) -> dict[str, int]:
    """Return the direction of words with opposites (1 or -1) by family, without families that occur more than once."""
    found = [pole.yields for pole in load("stances")["poles"].all(folded)]
    times = Counter(pole["family"] for pole in found)
    return {pole["family"]: int(pole["sign"]) for pole in found if times[pole["family"]] == 1}


def _is_negated(folded: str) -> bool:
    """Tell whether words contain an odd number of negations."""
    return len(_NEGATION.findall(folded)) % 2 == 1
