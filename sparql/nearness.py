"""Suggestions for a misspelt or half-remembered name: the known names most similar to it."""

from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import fuzz, process, utils

_NEAREST: Final = 5
"""Most names that are suggested."""
_ALIKE: Final = 66
"""Least similarity, out of 100, of a whole name that is suggested: a third of the letters may differ."""
_SAME_WORD: Final = 80
"""Least similarity, out of 100, of two words that are the same but for a slip."""
_BEGINNING: Final = 4
"""Fewest letters of a beginning that stands for a whole word."""
_TELLING: Final = 3
"""Fewest letters of a shared word that counts."""
_SHARE: Final = 0.4
"""Least share of the given letters that must be in shared words."""
_EMPTY: Final = frozenset(("the", "and", "for", "with", "from", "into"))
_LONGEST: Final = 200
"""Most characters of the given name that are considered."""


def nearest(word: str, choices: Sequence[str]) -> list[str]:
    """Return the choices that may have been meant, best first, if any are similar enough.

    A choice is if it is similar as a whole, or shares words that make up enough of what was given.
    """
    text, known = word[:_LONGEST], list(dict.fromkeys(choices))
    asked = _words(text)
    if _EMPTY.issuperset(asked):
        return []
    alike = process.extract(
        text, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_ALIKE, limit=None
    )
    near = sorted({choice for choice, _, _ in alike} | _sharing(asked, known), key=known.index)
    found = process.extract(text, near, scorer=fuzz.ratio, processor=utils.default_process, limit=_NEAREST)
    return [choice for choice, _, _ in found]


def offer(word: str, choices: Sequence[str]) -> tuple[list[str], str]:
    """Return the nearest choices, or all of them if none is near, and a clause that lists them; for few choices."""
    near = nearest(word, choices)
    return (near, perhaps(near)) if near else (list(choices), f"; it takes {', '.join(choices)}" if choices else "")


def perhaps(near: Sequence[str]) -> str:
    """Return a clause that lists what is near, to be appended to an error message; empty if nothing is."""
    return f"; nearest: {', '.join(near)}" if near else ""


def _sharing(asked: Sequence[str], choices: Iterable[str]) -> set[str]:
    """Return the choices that share enough words with what was given."""
    words = {choice: set(_words(choice)) for choice in choices}
    vocabulary = sorted(set[str]().union(*words.values()))
    same = {one: set(_same(one, vocabulary)) for one in asked if len(one) >= _TELLING and one not in _EMPTY}
    enough = _SHARE * sum(map(len, asked))
    letters = {choice: sum(len(one) for one, like in same.items() if like & own) for choice, own in words.items()}
    return {choice for choice, count in letters.items() if count >= enough > 0}


def _same(word: str, vocabulary: Sequence[str]) -> Iterable[str]:
    for one, _, _ in process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=_SAME_WORD, limit=None):
        yield one
    if len(word) >= _BEGINNING:
        yield from (one for one in vocabulary if one.startswith(word))


def _words(text: str) -> list[str]:
    return utils.default_process(text.replace("-", " ").replace("_", " ")).split()
