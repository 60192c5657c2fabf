"""Searching for many phrases at once with an Aho-Corasick automaton; the time grows with the text alone."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from ontology.wording import BREAK, Folded, Form, Words, base, is_acronym, stem

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A phrase found in a text: the value that it stands for, and the indexes of its first and last words."""

    value: T
    first: int
    last: int

    @property
    def length(self) -> int:
        """The number of words in the phrase."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, eq=False)
class Phrase(Generic[T]):
    """A phrase to search for, and which of its words must be in capitals."""

    value: T
    words: int
    acronyms: tuple[int, ...]
    """Indexes of the words that must be in capitals, since ``LA`` is not *la*."""
    capitals: tuple[int, ...]
    """Indexes of the words that must begin with a capital, since the ``Department`` is not any *department*."""
    cased: bool
    """Whether any word must be in capitals or begin with one."""


@dataclass(frozen=True, slots=True, eq=False)
class Homographs(Generic[T]):
    """The phrases that have the same folded text."""

    phrases: tuple[Phrase[T], ...]


Place = tuple[int, Homographs[T]]
"""The index of the last word of an occurrence, and the phrases that it may be."""


class PhraseMatcher(Generic[T]):
    """Finds phrases whatever their case, number, hyphenation and spelling.

    With ``by_stem``, the words of a phrase match in all their forms. With ``keep_capitals``, a word that begins with a
    capital only matches one that does so too.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, T]],
        *,
        by_stem: bool = False,
        keep_capitals: bool = False,
    ) -> None:
        self._by_stem = by_stem
        self._automaton = ahocorasick.Automaton()
        found: dict[str, list[Phrase[T]]] = {}
        for phrase, value in phrases:
            words = Words(phrase)
            if not words.surfaces:
                continue
            acronyms = tuple(number for number, word in enumerate(words.surfaces) if is_acronym(word))
            capitals = tuple(n for n, word in enumerate(words.surfaces) if keep_capitals and word[0].isupper())
            entry = Phrase(value, len(words), acronyms, capitals, bool(acronyms or capitals))
            for key in _keys(words, self._folded(words), stem if by_stem else base):
                found.setdefault(key, []).append(entry)
        for key, entries in found.items():
            self._automaton.add_word(key, Homographs(tuple(entries)))
        if found:
            self._automaton.make_automaton()
        self._empty = not found

    def find(self, words: Words, *, any_case: bool = False) -> list[Match[T]]:
        """Return every occurrence, including overlapping ones, in the order of their last words.

        With ``any_case``, capitals also match small letters, as people type them in a search box.
        """
        return matches(self.places(words), words, any_case=any_case)

    def places(self, words: Words) -> list[Place[T]]:
        """Return where phrases occur if case is ignored."""
        if self._empty:
            return []
        folded = self._folded(words)
        return [(bisect_left(folded.ends, end), alike) for end, alike in self._automaton.iter(folded.text)]

    def _folded(self, words: Words) -> Folded:
        return words.by_stem if self._by_stem else words.by_base


def matches(places: Iterable[Place[T]], words: Words, *, any_case: bool = False) -> list[Match[T]]:
    """Return the phrases that occur at some places, in the same order; case counts unless ``any_case``."""
    found: list[Match[T]] = []
    for last, alike in places:
        for phrase in alike.phrases:
            first = last - phrase.words + 1
            if any_case or not phrase.cased or _has_case(words.surfaces, first, phrase):
                found.append(Match(phrase.value, first, last))
    return found


def _has_case(surfaces: Sequence[str], first: int, phrase: Phrase[T]) -> bool:
    for number in phrase.capitals:
        if not surfaces[first + number][0].isupper():
            return False
    return all(is_acronym(surfaces[first + number]) for number in phrase.acronyms)


def _keys(words: Words, folded: Folded, form: Form) -> set[str]:
    """Return the folded texts of a phrase: with and without breaks, and with acronyms in a plural in small letters."""
    text = folded.text.removeprefix(f" {BREAK}")
    unbroken = text.replace(f" {BREAK} ", " ")
    plural = "".join(f" {form(w)}s" if is_acronym(w) else f" {form(w)}" for w in words.surfaces) + " "
    return {text, unbroken, plural}


def longest(matches: Iterable[Match[T]]) -> list[Match[T]]:
    """Return the matches that are not within a longer one, in the order of the text."""
    kept: list[Match[T]] = []
    for match in sorted(matches, key=lambda m: (m.first, -m.last)):
        if kept and match.last <= kept[-1].last and match.length < kept[-1].length:
            continue
        kept.append(match)
    return kept
