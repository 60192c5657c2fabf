"""Duties in force: what rules oblige people to do as things are, which nobody asks for.

*Boats must be inspected every spring* tells of a rule; *boats must be safe* asks for one. Some wordings tell a duty by
themselves (``duties`` in ``patterns/asks.yaml``). Where none does, signs are weighed (``duty_signs``): an act of
complying and a measure speak for a rule, words of change and of judgement for an ask. Behind a plain ask, the same
words say what is asked for (*we want a register; each skipper must sign it*): whoever calls this sees to that.
"""

from loaders.patterns import load, remembered

_ENOUGH = 3
"""Weight of a sentence that tells of a duty in force."""
_BEHIND_LAW = 1
"""Weight of standing behind a sentence that speaks of law."""


@remembered
def tells_duty(words: str, before: str = "") -> bool:
    """Tell whether folded words that ask, and stand behind others that do not, tell only of a duty in force."""
    patterns = load("asks")
    rest = patterns["duties"].without(words)
    left = list(patterns["asks"].all(rest))
    if any("obliges" not in found.yields for found in left):
        return False
    if not left:
        return rest != words
    return _weight(rest) + (_BEHIND_LAW if patterns["law_in_force"].first(before) else 0) >= _ENOUGH


def _weight(words: str) -> int:
    """Return how much the signs weigh together; one that counts ``each`` time is added as often."""
    return sum(
        int(sign.yields["weight"]) * (len(set(sign.find.findall(words))) if "each" in sign.yields else 1)
        for sign in load("asks")["duty_signs"].all(words)
    )
