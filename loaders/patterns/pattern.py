"""A pattern of wording, and a set of patterns that are tried in order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loaders.patterns.folding import fold, words_of

_REMEMBERED_WORDS = 50_000
"""The most words that each set caches, so that memory stays bounded."""
_REMEMBERED_SENTENCES = 20_000
"""The most combinations of needed words for which each set caches the candidates."""
AS_IT_STANDS = "as-it-stands"


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One wording; ``yields`` holds whatever else its file says of it, such as the force of an ask."""

    id: str
    find: re.Pattern[str]
    needs: frozenset[str]
    rank: int
    """Patterns of a lower rank are tried first."""
    yields: Mapping[str, str]
    matches: Mapping[str, str]
    """Sentences that it must match, with what is found in each, or an empty string if its file does not say."""
    spares: tuple[str, ...]
    """Sentences that it must not match."""

    def prepared(self, words: str) -> str:
        """Return words in the form that this pattern takes: folded, unless it is marked ``text: as-it-stands``."""
        return words if self.yields.get("text") == AS_IT_STANDS else fold(words)


@dataclass(frozen=True)
class PatternSet:
    """Patterns in the order in which they are tried: by rank, and within a rank as in their file.

    The patterns that a sentence could match are found by its words, so that most are never tried.
    """

    patterns: tuple[Pattern, ...]
    _exact: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    """Indexes of the patterns that need a word."""
    _begins: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    """Indexes of the patterns that need a word with this beginning."""
    _always: tuple[int, ...] = field(init=False, repr=False)
    """Indexes of the patterns that need no word."""
    _telling: dict[str, tuple[int, ...]] = field(init=False, repr=False, default_factory=dict)
    """Words met so far that some patterns need, with the indexes of those patterns."""
    _idle: set[str] = field(init=False, repr=False, default_factory=set)
    """Words met so far that no pattern needs, as is true of most words."""
    _known: dict[frozenset[str], tuple[Pattern, ...]] = field(init=False, repr=False, default_factory=dict)
    """The candidates for each combination of needed words met so far."""

    @classmethod
    def of(cls, patterns: Iterable[Pattern]) -> "PatternSet":
        """Make a set of patterns, ordered by rank."""
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
        """Words that patterns need, with hyphenated words such as *two-way* split into their parts.

        If every pattern needs a word, a sentence with none of these cannot match. A word that ends in ``*`` is kept so.
        """
        return frozenset(part for pattern in self.patterns for word in pattern.needs for part in word.split("-"))

    def candidates(self, words: frozenset[str]) -> tuple[Pattern, ...]:
        """Return the patterns that could match a sentence with these words, in the order in which to try them."""
        telling = words - self._idle
        found = self._known.get(telling)
        if found is None:
            found = self._met(telling)
        return found

    def _met(self, words: frozenset[str]) -> tuple[Pattern, ...]:
        """Work out the candidates for a combination of words not met before, and cache what was learnt."""
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
        """Return the first pattern that matches a folded sentence, or None."""
        for pattern in self._fitting(folded):
            if pattern.find.search(folded):
                return pattern
        return None

    def all(self, folded: str) -> Iterator[Pattern]:
        """Yield the patterns that match a folded sentence, in order; each is tried only when the caller asks for it."""
        return (pattern for pattern in self._fitting(folded) if pattern.find.search(folded))

    def without(self, folded: str) -> str:
        """Return a folded sentence with every match of these patterns replaced by ``~``."""
        for pattern in self._fitting(folded):
            folded = pattern.find.sub(" ~ ", folded)
        return folded

    def weight(self, folded: str) -> int:
        """Return the weight of all signs in a sentence; one marked ``each`` counts once for every different match.

        Each pattern must have a ``weight``.
        """
        return sum(
            int(sign.yields["weight"]) * (len(set(sign.find.findall(folded))) if "each" in sign.yields else 1)
            for sign in self.all(folded)
        )

    def _fitting(self, folded: str) -> tuple[Pattern, ...]:
        """Return the patterns that could match a folded sentence, which are all if no pattern needs a word."""
        return self.candidates(words_of(folded)) if self._exact or self._begins else self.patterns

    def _of_word(self, word: str) -> tuple[int, ...]:
        """Return the indexes of the patterns that need a word, or one that begins as it does."""
        begins = [index for cut in range(3, len(word) + 1) for index in self._begins.get(word[:cut], ())]
        return (*self._exact.get(word, ()), *begins)


def _longest_part(word: str) -> str:
    """Return the longest part of a hyphenated word, since ``words_of`` splits it: *staffed* of *well-staffed*."""
    return max(word.split("-"), key=len)
