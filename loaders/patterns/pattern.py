"""A pattern of wording, and a set of them that is tried in order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loaders.patterns.folding import fold, words_of

_REMEMBERED_WORDS = 50_000
"""Most words of which each set remembers its patterns, so that memory stays bounded."""
_REMEMBERED_SENTENCES = 20_000
"""Most combinations of telling words of which each set remembers its patterns."""
AS_IT_STANDS = "as-it-stands"


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One wording; ``yields`` holds whatever its file says that it stands for."""

    id: str
    find: re.Pattern[str]
    needs: frozenset[str]
    rank: int
    """Patterns of a lower rank are looked for first; a higher rank counts where no lower one fits."""
    yields: Mapping[str, str]
    matches: Mapping[str, str]
    """Sentences that it must find, with what is found in each where its file says so."""
    spares: tuple[str, ...]

    def prepared(self, words: str) -> str:
        """Return words as this pattern sees them: folded, unless it takes the text as it stands."""
        return words if self.yields.get("text") == AS_IT_STANDS else fold(words)


@dataclass(frozen=True)
class PatternSet:
    """Patterns by their ranks, those of one rank as their file has them: the first that matches wins."""

    patterns: tuple[Pattern, ...]
    _exact: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    _begins: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    _always: tuple[int, ...] = field(init=False, repr=False)
    _telling: dict[str, tuple[int, ...]] = field(init=False, repr=False, default_factory=dict)
    """Words met so far that some pattern needs, and which patterns."""
    _idle: set[str] = field(init=False, repr=False, default_factory=set)
    """Words met so far that none needs: most of a text."""
    _known: dict[frozenset[str], tuple[Pattern, ...]] = field(init=False, repr=False, default_factory=dict)
    """The candidates of telling words that were met together."""

    @classmethod
    def of(cls, patterns: Iterable[Pattern]) -> "PatternSet":
        """Put patterns in the order of their ranks."""
        return cls(tuple(sorted(patterns, key=lambda pattern: pattern.rank)))

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self.patterns)

    def __post_init__(self) -> None:
        exact: dict[str, list[int]] = {}
        begins: dict[str, list[int]] = {}
        for index, pattern in enumerate(self.patterns):
            for word in pattern.needs | {_longest_part(word) for word in pattern.needs}:
                (begins if word.endswith("*") else exact).setdefault(word.rstrip("*"), []).append(index)
        object.__setattr__(self, "_exact", {word: tuple(found) for word, found in exact.items()})
        object.__setattr__(self, "_begins", {word: tuple(found) for word, found in begins.items()})
        object.__setattr__(self, "_always", tuple(i for i, pattern in enumerate(self.patterns) if not pattern.needs))

    @cached_property
    def needed(self) -> frozenset[str]:
        """Words of which a sentence holds one where any pattern may fit it; of *two-way* each part."""
        return frozenset(part for pattern in self.patterns for word in pattern.needs for part in word.split("-"))

    def candidates(self, words: frozenset[str]) -> tuple[Pattern, ...]:
        """Return the patterns that could match a sentence of these words, in order."""
        telling = words - self._idle
        found = self._known.get(telling)
        if found is None:
            found = self._met(telling)
        return found

    def _met(self, words: frozenset[str]) -> tuple[Pattern, ...]:
        """Find the candidates of words that were not met together before, and remember what is worth it."""
        if len(self._idle) + len(self._telling) > _REMEMBERED_WORDS:
            self._idle.clear()
            self._telling.clear()
        indexes = set(self._always)
        telling = []
        for word in words:
            of_word = self._telling.get(word) or self._of_word(word)
            if of_word:
                self._telling[word] = of_word
                telling.append(word)
                indexes.update(of_word)
            else:
                self._idle.add(word)
        found = tuple(self.patterns[index] for index in sorted(indexes))
        if len(self._known) > _REMEMBERED_SENTENCES:
            self._known.clear()
        self._known[frozenset(telling)] = found
        return found

    def first(self, folded: str) -> Pattern | None:
        """Return the first pattern found in a folded sentence."""
        for pattern in self._fitting(folded):
            if pattern.find.search(folded):
                return pattern
        return None

    def all(self, folded: str) -> Iterator[Pattern]:
        """Return every pattern found in a folded sentence, in order; each is looked for when it is called for."""
        return (pattern for pattern in self._fitting(folded) if pattern.find.search(folded))

    def without(self, folded: str) -> str:
        """Return a folded sentence with what these patterns find taken out."""
        for pattern in self._fitting(folded):
            folded = pattern.find.sub(" ~ ", folded)
        return folded

    def _fitting(self, folded: str) -> tuple[Pattern, ...]:
        """Return the patterns that could match a folded sentence: where none needs a word, all."""
        return self.candidates(words_of(folded)) if self._exact or self._begins else self.patterns

    def _of_word(self, word: str) -> tuple[int, ...]:
        begins = [index for cut in range(3, len(word) + 1) for index in self._begins.get(word[:cut], ())]
        return (*self._exact.get(word, ()), *begins)


def _longest_part(word: str) -> str:
    """Return the longest part of a word with hyphens, which a folded sentence has in its stead: *staffed*."""
    return max(word.split("-"), key=len)
