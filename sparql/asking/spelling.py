"""Correcting slips of the keyboard."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from ontology.wording import base
from sparql.asking.words import Word, form

_AMERICAN: Final = re.compile(r"is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)")
_SLIP: Final = 0.93
"""Certainty of a corrected word."""
_SHORTEST_MENDED: Final = 5
"""Shortest word in which a wrong letter is corrected; a shorter one with another letter is usually another word."""
_TWO_SLIPS: Final = 9
"""Shortest word in which two slips are corrected rather than one."""


class Spelling:
    """Corrects words that are neither known nor English to known ones, one or two letters away.

    An English word is never corrected, even if it is unknown: *charity* is not a slip for *clarity*.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {word for word in known if word.isalpha()}
        self._forms = {form(word) for word in self._known}
        self._candidates = sorted(word for word in self._known if len(word) >= _SHORTEST_MENDED - 1)
        self._mended = lru_cache(maxsize=4096)(self._nearest)

    def __reduce__(self) -> tuple[type["Spelling"], tuple[set[str]]]:
        """Pickle without the corrections made so far."""
        return Spelling, (self._known,)

    def mend(self, word: Word) -> Word:
        """Return the word that was probably meant; the word itself if it is known or nothing is near."""
        if word.text.endswith("ss") and word.text[:-1] in self._known:  # the plural of an acronym in small letters
            return replace(word, base=word.text[:-1])
        if word.text in self._known or not word.text.isalpha():
            return word
        if word.form in self._forms:  # an inflected form, or another word by two letters: *nhsie* is no *nhsi*
            swapped = _swapped(word.text, self._known)
            return _mended(word, swapped) if swapped and not _is_english(word.text) else word
        meant = self._mended(word.text)
        if not meant and word.base != word.text and len(word.base) >= _SHORTEST_MENDED:
            meant = self._mended(word.base)
        return _mended(word, meant) if meant else word

    def _nearest(self, text: str) -> str | None:
        swapped = _swapped(text, self._known)
        if swapped or _is_english(text):
            return swapped
        completed = _completed(text, self._known)
        if completed or len(text) < _SHORTEST_MENDED:
            return completed
        slips = 2 if len(text) >= _TWO_SLIPS else 1
        near = process.extract(text, self._candidates, scorer=OSA.distance, score_cutoff=slips, limit=None)
        alike = [
            (distance, not candidate.startswith(text), candidate)
            for candidate, distance, _ in near
            if candidate[0] == text[0]
        ]
        return min(alike)[-1] if alike else None


def _mended(word: Word, meant: str) -> Word:
    return Word(meant, base(meant), _SLIP, word.name)


def _swapped(text: str, known: set[str]) -> str | None:
    """Return the known word that differs by two neighbouring letters in the wrong order, as in ``teh``."""
    for place in range(len(text) - 1):
        candidate = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        if candidate in known and candidate != text:
            return candidate
    return None


def _completed(text: str, known: set[str]) -> str | None:
    """Return the known word that has one letter more, not at either end, as *which* for ``wich``."""
    gaps = (f"{text[:place]}{letter}{text[place:]}" for place in range(1, len(text)) for letter in ascii_lowercase)
    return next((candidate for candidate in gaps if candidate in known), None)


def _is_english(text: str) -> bool:
    """Tell whether a word is in the dictionary, in British or American spelling."""
    known = _dictionary()
    return text in known or _AMERICAN.sub("iz", text) in known or text.replace("our", "or") in known


@cache
def _dictionary() -> frozenset[str]:
    """Return the words of English. They are read only when needed: many processes never need them."""
    return frozenset(SpellChecker(language="en", distance=1).word_frequency.words())
