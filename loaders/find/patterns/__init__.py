"""Patterns of wording as data: what they yield, an example each must match, and one it must leave alone.

A pattern is a regular expression over a *folded* sentence (see ``fold``). ``{name}`` in it stands for a list of words
of the same file. ``needs`` lists words of which the sentence must hold at least one, so that most patterns are never
tried; a needed word that ends in ``*`` stands for every word that begins so. A pattern marked ``text: as-it-stands`` is
tried on words that are not folded, in whatever case; ``(?-i:…)`` in it tells capitals from small letters.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from loaders.letters import exchanged
from loaders.wordings import held

FOLDER = Path(__file__).parent
remembered = lru_cache(maxsize=4096)
"""Remembers what was found in the sentences met last: template letters come in by the hundred."""
_REMEMBERED_WORDS = 50_000
"""Most words of which each set remembers its patterns, so that memory stays bounded."""
_REMEMBERED_SENTENCES = 20_000
"""Most combinations of telling words of which each set remembers its patterns."""
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "*": "", "`": "", "\u00a0": " "}
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,300}\)")
_CONTRACTED = re.compile(
    r"\b(?:can't|won't|shan't)\b|n't\b|'(?:d|ll|re|ve|m)\b|\b(?:it|that|there|what|who|how|let)'s\b"
)
_IRREGULAR = {"can't": "cannot", "won't": "will not", "shan't": "shall not"}
_ENDINGS = {"n't": " not", "'d": " would", "'ll": " will", "'re": " are", "'ve": " have", "'m": " am"}
_AS_IT_STANDS = "as-it-stands"
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording; ``yields`` holds whatever its file says that it stands for."""

    id: str
    find: re.Pattern[str]
    needs: tuple[str, ...]
    yields: Mapping[str, str]
    matches: tuple[str, ...]
    spares: tuple[str, ...]

    def prepared(self, words: str) -> str:
        """Return words as this pattern sees them: folded, unless it takes the text as it stands."""
        return words if self.yields.get("text") == _AS_IT_STANDS else fold(words)


def fold(words: str) -> str:
    """Return words as patterns see them: lower case, single spaces, no contractions, no emphasis, no link targets."""
    if "](" in words:
        words = _LINK.sub(r"\1", words)
    folded = " ".join(exchanged(words, _QUOTES).lower().split())
    return _CONTRACTED.sub(_spelled_out, folded) if "'" in folded else folded


def _spelled_out(contraction: re.Match[str]) -> str:
    short = contraction[0]
    if short.endswith("'s"):
        return "let us" if short == "let's" else f"{short[:-2]} is"
    return _IRREGULAR.get(short) or _ENDINGS[short]


@dataclass(frozen=True)
class PatternSet:
    """The patterns of one file, in its order: the first that matches wins."""

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

    def __post_init__(self) -> None:
        exact: dict[str, list[int]] = {}
        begins: dict[str, list[int]] = {}
        for index, pattern in enumerate(self.patterns):
            for word in pattern.needs:
                (begins if word.endswith("*") else exact).setdefault(word.rstrip("*"), []).append(index)
        object.__setattr__(self, "_exact", {word: tuple(found) for word, found in exact.items()})
        object.__setattr__(self, "_begins", {word: tuple(found) for word, found in begins.items()})
        object.__setattr__(self, "_always", tuple(i for i, pattern in enumerate(self.patterns) if not pattern.needs))

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


@lru_cache(maxsize=512)
def words_of(folded: str) -> frozenset[str]:
    """Return the words of a folded sentence, a question mark being one."""
    return frozenset(_WORD.findall(folded))


@cache
def load(name: str) -> Mapping[str, PatternSet]:
    """Read one file of patterns: the sets that it holds, by name."""
    content = held(FOLDER / f"{name}.yaml")
    words: dict[str, str] = {}
    for key, value in content.get("words", {}).items():
        words[key] = _filled(value, words)
    return {
        key: PatternSet(tuple(_pattern(f"{name}.{entry['id']}", entry, words) for entry in entries))
        for key, entries in content.items()
        if key != "words"
    }


def load_all() -> None:
    """Read every file of patterns, so that none is read when the first sentence comes."""
    for path in FOLDER.glob("*.yaml"):
        load(path.stem)


def expression(pattern_id: str) -> re.Pattern[str]:
    """Return the regular expression of one pattern, by its id: ``speech.person``."""
    patterns = (pattern for group in load(pattern_id.partition(".")[0]).values() for pattern in group.patterns)
    return next(pattern.find for pattern in patterns if pattern.id == pattern_id)


def _pattern(name: str, entry: Mapping[str, object], words: Mapping[str, str]) -> Pattern:
    """Compile one entry; its other keys are what it yields."""
    known = {"id", "find", "needs", "matches", "spares"}
    return Pattern(
        id=name,
        find=re.compile(_filled(entry["find"], words), re.IGNORECASE if entry.get("text") == _AS_IT_STANDS else 0),
        needs=tuple(str(entry.get("needs", "")).split()),
        yields={key: str(value) for key, value in entry.items() if key not in known},
        matches=tuple(_lines(entry["matches"])),
        spares=tuple(_lines(entry["spares"])),
    )


def _filled(value: object, words: Mapping[str, str]) -> str:
    """Join the lines of an expression, without the white space at their ends, and put the words of lists in."""
    joined = "".join(line.strip() for line in str(value).split("\n"))
    return re.sub(r"\{([a-z_]+)\}", lambda match: words[match[1]], joined)


def _lines(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
