"""Recognises duties in force: what existing rules oblige people to do, which is no ask.

*Boats must be inspected every spring* states a rule; *boats must be safe* asks for one. Some wordings are enough to
recognise a duty (``duties`` in ``patterns/asks.yaml``). Otherwise signs are weighed (``duty_signs``): acts of
compliance and measures point to a rule, words of change and judgement to an ask.

After a plain ask, the same words say what is asked for (*we want a register; each skipper must sign it*). Callers must
not use this module there.
"""

from loaders.patterns import load, remembered

_ENOUGH = 3
"""Weight from which a sentence states a duty in force."""
_BEHIND_LAW = 1
"""Weight of following a sentence about law."""


@remembered
def states_duty(words: str, before: str = "") -> bool:
    """Tell whether folded words that seem to ask only state a duty in force; ``before`` is the passage before them."""
    patterns = load("asks")
    rest = patterns["duties"].without(words)
    left = list(patterns["asks"].all(rest))
    if any("obliges" not in found.yields for found in left):
        return False
    if not left:
        return rest != words
    weight = patterns["duty_signs"].weight(rest) + (_BEHIND_LAW if patterns["law_in_force"].first(before) else 0)
    return weight >= _ENOUGH
