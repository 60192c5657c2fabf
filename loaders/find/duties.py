"""Duties in force: what rules oblige people to do as things are, which nobody asks for.

*Boats must be inspected every spring* tells of a rule; *boats must be safe* asks for one. No single word tells the two
apart, so signs are weighed (``duty_signs`` in ``patterns/asks.yaml``): an act of complying and a measure speak for a
rule, words of change and of judgement for an ask. Behind an ask, the same words say what is asked for (*we want a
register; each skipper must sign it*): whoever calls these functions sees to that.
"""

from loaders.patterns import load, remembered

_ENOUGH = 3
"""Weight of a sentence that tells of a duty in force."""


@remembered
def without_duties(words: str) -> str:
    """Return folded words without what whole wordings tell to be a duty in force (``duties``)."""
    return load("asks")["duties"].without(words)


@remembered
def tells_duty(words: str) -> bool:
    """Tell whether folded words that oblige somebody tell of a duty in force, and ask for nothing besides."""
    patterns = load("asks")
    if any("obliges" not in found.yields for found in patterns["asks"].all(words)):
        return False
    return _weight(words) >= _ENOUGH


def _weight(words: str) -> int:
    """Return how much the signs weigh together; one that counts ``each`` time is added as often."""
    return sum(
        int(sign.yields["weight"]) * (len(set(sign.find.findall(words))) if "each" in sign.yields else 1)
        for sign in load("asks")["duty_signs"].all(words)
    )
