"""What somebody may have meant by a word that is none of those that are known."""

from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import fuzz, process, utils

_NEAREST: Final = 5
_ALIKE: Final = 66
"""Likeness of the whole, from 0 to 100, from which a choice is near: one letter in three may be another."""
_SAME_WORD: Final = 80
"""Likeness from which two words are the same but for a slip."""
_BEGINNING: Final = 4
"""Letters from which the beginning of a word stands for it."""
_TELLING: Final = 3
"""Letters that a word must have to make things near that share it."""
_SHARE: Final = 0.4
"""The share of the letters asked for that must stand in the words that are shared."""
_EMPTY: Final = frozenset(("the", "and", "for", "with", "from", "into"))
_LONGEST: Final = 200


def nearest(word: str, choices: Sequence[str]) -> list[str]:
    """Return the choices that somebody may have meant, best first: none where nothing is near.

    A choice is near that is alike on the whole, or that shares words which make up enough of what was asked for.
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
    """Return what may have been meant, or all where nothing is near, and the words that say so; for a few choices."""
    near = nearest(word, choices)
    return (near, perhaps(near)) if near else (list(choices), f"; it takes {', '.join(choices)}" if choices else "")


def perhaps(near: Sequence[str]) -> str:
    """Return the words that name what is near, to stand behind what is wrong; none where nothing is."""
    return f"; nearest: {', '.join(near)}" if near else ""


def _sharing(asked: Sequence[str], choices: Iterable[str]) -> set[str]:
    """Return the choices that have enough of the words asked for."""
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
