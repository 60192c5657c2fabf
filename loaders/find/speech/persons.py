"""Who can speak: words that name somebody, by a noun for people, a name or their form.

The wordings stand in ``patterns/speech.yaml``.
"""

from loaders.patterns import expression

PERSON = expression("speech.person")
NAMED = expression("speech.named")
_INDEFINITE = expression("speech.indefinite")
DEFINITE = expression("speech.definite")
_FINITE = expression("speech.finite-verb")


def can_speak(words: str) -> bool:
    """Tell whether words name someone: a listed person, an indefinite noun for no thing, a name with a description."""
    return any(pattern.search(words) for pattern in (PERSON, _INDEFINITE, NAMED))


def is_somebody(words: str) -> bool:
    """Tell whether words could name somebody where a verb of speech stands with them: *the harbour master*, *Jane*."""
    return can_speak(words) or DEFINITE.match(words) is not None


def is_told(words: str) -> bool:
    """Tell whether words hold a finite verb, and so are more than a name."""
    return _FINITE.search(f"{words} ") is not None
