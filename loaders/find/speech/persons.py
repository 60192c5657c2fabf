"""Tells whether words name somebody who can speak, by a noun for people, a name or their form.

The wordings are in ``patterns/speech.yaml``.
"""

from loaders.patterns import expression

PERSON = expression("speech.person")
NAMED = expression("speech.named")
_INDEFINITE = expression("speech.indefinite")
DEFINITE = expression("speech.definite")
_FINITE = expression("speech.finite-verb")


def can_speak(words: str) -> bool:
    """Tell whether words name somebody: a noun for people, an indefinite noun for no thing, or a described name."""
    return any(pattern.search(words) for pattern in (PERSON, _INDEFINITE, NAMED))


def is_somebody(words: str) -> bool:
    """Tell whether words can name somebody if they have a verb of saying: *the harbour master*, *Jane*."""
    return can_speak(words) or DEFINITE.match(words) is not None


def has_finite_verb(words: str) -> bool:
    """Tell whether words contain a finite verb, and so are more than a name."""
    return _FINITE.search(f"{words} ") is not None
