"""The words of a question as asked: levelled case, contractions and possessives, slips of the keyboard mended."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ontology.wording import stem

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IS: Final = re.compile(r"\b(what|who|where|how|that|there|it)['’]s\b", re.IGNORECASE)
_CONTRACTIONS: Final = (
    (re.compile(r"\bcan['’]?t\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon['’]?t\b", re.IGNORECASE), "will not"),
    (re.compile(r"(\w)n['’]t\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"['’](?:d)\b", re.IGNORECASE), " would"),
    (re.compile(r"['’](?:ve)\b", re.IGNORECASE), " have"),
    (re.compile(r"['’](?:re)\b", re.IGNORECASE), " are"),
    (re.compile(r"['’](?:ll)\b", re.IGNORECASE), " will"),
    (re.compile(r"\bI['’]m\b", re.IGNORECASE), "I am"),
    (re.compile(r"\b(?:whats)\b", re.IGNORECASE), "what is"),
    (re.compile(r"\b(?:whos)\b", re.IGNORECASE), "who is"),
    (re.compile(r"\bconcerning\b", re.IGNORECASE), "regarding"),  # its stem is that of a concern
    (re.compile(r"\bQ\.?\s?(\d)", re.IGNORECASE), r"question \1"),
)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_SLIP: Final = 0.93
"""What is left of a word's worth when it had to be mended."""
_SHORTEST_MENDED: Final = 5
"""In shorter words a missing letter is mended, and no wrong one: most of them are other words by one letter."""
_TWO_SLIPS: Final = 9
"""From this length two slips of the keyboard are mended, in shorter words one."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question."""

    text: str
    """In lower case, as it was typed or, where it was no known word, as it was probably meant."""
    stem: str
    certainty: float = 1.0
    """Less than 1 for a word that was mended."""
    name: bool = False
    """Whether it is written with a capital inside the question, as names are."""


def level(text: str) -> str:
    """Return a question in compatibility form, without control characters, on one line."""
    plain = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char
        for char in unicodedata.normalize("NFKC", text)
    )
    for pattern, full in _CONTRACTIONS:
        plain = pattern.sub(full, plain)
    return " ".join(_IS.sub(r"\1 is", plain).split())


def words(text: str) -> list[Word]:
    """Return the words of a levelled text."""
    found = []
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match[0])
        if written:
            found.append(Word(written.lower(), stem(written), name=written[0].isupper() and match.start() > 0))
    return found


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a phrase of the phrasing data or of a label."""
    return tuple(word.stem for word in words(level(text)))


class Spelling:
    """Mends words that are not known into ones that are, where only one or two letters are amiss."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {word for word in known if word.isalpha()}
        self._stems = {stem(word) for word in self._known}
        self._candidates = sorted(word for word in self._known if len(word) >= _SHORTEST_MENDED - 1)
        self._mended = lru_cache(maxsize=4096)(self._nearest)

    def mend(self, word: Word) -> Word:
        """Return the word as it was probably meant; itself where it is known or nothing is near."""
        if word.stem in self._stems or not word.text.isalpha():
            return word
        meant = self._mended(word.text)
        return Word(meant, stem(meant), _SLIP, word.name) if meant else word

    def _nearest(self, text: str) -> str | None:
        mended = _swapped(text, self._known) or _completed(text, self._known)
        if mended or len(text) < _SHORTEST_MENDED:
            return mended
        slips = 2 if len(text) >= _TWO_SLIPS else 1
        near = process.extract(text, self._candidates, scorer=OSA.distance, score_cutoff=slips, limit=None)
        alike = [(distance, candidate) for candidate, distance, _ in near if candidate[0] == text[0]]
        return min(alike)[1] if alike else None


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
