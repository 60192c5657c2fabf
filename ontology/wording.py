"""Words and their forms, which decide whether a word in a text matches one in a label or a cue.

Words are compared by one of two forms. The *base* is the same for small and capital letters, singular and plural, the
possessive, and American and British spelling. It is used for names, in which nothing else may differ. The *stem*
(Snowball English) is also the same for other endings: a cue ``duplicate`` matches *duplicated* and *duplication*.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import add
from typing import Final

import snowballstemmer

Form = Callable[[str], str]
"""Maps a word as written to the form that is compared."""

_WORD = re.compile(r"([^\W_]+(?:['’ʼ][^\W_]+)*|&)")
_CUT_WORD = re.compile(r"([^\W_]+(?:(?:['’ʼ]|(?<=[^\W\d_])[-‐\u00ad][ \t]*\n[ \t]*(?=[a-z]))[^\W_]+)*|&)")
"""The same where lines end within words."""
_CUT = re.compile(r"(?<=[^\W\d_])[-‐\u00ad][ \t]*\n[ \t]*(?=[a-z])")
"""A hyphen at the end of a line, and what follows to the rest of its word."""
_JOINT = re.compile(r"[ \t\u00a0]*(?:[-‐‑/]|\n)?[ \t\u00a0]*|['’]\s")
"""What may stand between two words of one phrase: spaces, a hyphen, a slash, one line end; a plural's apostrophe."""
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_ACRONYM = re.compile(r"([A-Z][A-Z0-9]+)s?")
_LONGEST_JOINT: Final = 40
_SHORTEST_PLURAL: Final = 3
"""Words of at most this many letters, such as *its* and *has*, are not plurals."""
_LONGEST_STEMMED: Final = 40
"""Longer words are not stemmed: they are not English, and the time of the stemmer grows with their length."""
_MOST_REMEMBERED: Final = 1 << 16
"""Most words for which a function's results are cached."""
BREAK: Final = "|"
"""Mark in a folded text where a phrase cannot continue."""

# From American to British spelling: first by patterns, then word by word.
_SPELLINGS: Final = (
    (re.compile(r"(?<=[a-z]{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)"), "is"),
    (re.compile(r"(?<=[a-z]{2})yz(?=(?:e|es|ed|er|ers|ing)$)"), "ys"),
    (re.compile(r"^(behavi|col|endeav|fav|harb|hon|lab|neighb|rum|vig)or(?=[a-z]*$)"), r"\1our"),
    (re.compile(r"^(cent|fib|lit|met|theat)er(?=s?$)"), r"\1re"),
    (re.compile(r"^(counsel|label|level|model|signal|travel)(?=(?:ed|ing|er|ers)$)"), r"\1l"),
    (re.compile(r"^(def|off|lic|pret)ense(?=[sd]?$)"), r"\1ence"),
    (re.compile(r"^(enrol|fulfil|instal)l(?=(?:s|ment|ments)?$)"), r"\1"),
    (re.compile(r"^(an)(?=esth)|^(gyn)(?=ecol)|^(h)(?=emat)|^(orthop)(?=ed)|^(p)(?=ediat)"), r"\1\2\3\4\5a"),
)
_SPELLED: Final = {"program": "programme", "judgment": "judgement", "aging": "ageing", "practise": "practice"}


class _Remembered(dict[str, str]):
    """A cache of a function's results; looking up a key is much faster than calling a cached function."""

    def __init__(self, function: Form) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[word] = self._function(word)
        return found


def rejoined(text: str) -> str:
    """Return a text in which words that a hyphen parts at the end of a line are whole again.

    >>> rejoined("the Care Quality Commis-\\n    sion")
    'the Care Quality Commission'
    """
    return _CUT.sub("", text)


def base(word: str) -> str:
    """Return the word in lower case and British spelling, without the ending of a plural or possessive.

    >>> base("Organizations’"), base("ICSs"), base("NHSEI's"), base("programs")
    ('organisation', 'ics', 'nhsei', 'programme')
    """
    return _BASES[word]


def _base(word: str) -> str:
    word = _POSSESSIVE.sub("", word).strip("'’ʼ")
    if acronym := _ACRONYM.fullmatch(word):
        return acronym[1].lower()
    return _british(_singular(word.lower()))


def stem(word: str) -> str:
    """Return the stem of a word, which its inflected and derived forms share.

    >>> stem("duplicating"), stem("duplication")
    ('duplic', 'duplic')
    """
    return _STEMS[word]


def _stem(word: str) -> str:
    form = base(word)
    return form if len(form) > _LONGEST_STEMMED else str(_STEMMER.stemWord(form))


_STEMMER = snowballstemmer.stemmer("english")
_BASES: Final = _Remembered(_base)
_STEMS: Final = _Remembered(_stem)


@lru_cache(maxsize=1 << 16)
def is_acronym(word: str) -> bool:
    """Tell whether a word is written as an acronym, in the singular, the plural or the possessive.

    >>> is_acronym("ICSs"), is_acronym("Trust"), is_acronym("A")
    (True, False, False)
    """
    return _ACRONYM.fullmatch(_POSSESSIVE.sub("", word)) is not None


def _singular(word: str) -> str:
    if len(word) <= _SHORTEST_PLURAL or word[-1] != "s" or word[-2:] in {"ss", "us", "is"}:
        return "and" if word == "&" else word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def _british(word: str) -> str:
    for pattern, spelling in _SPELLINGS:
        word, changed = pattern.subn(spelling, word)
        if changed:
            return word
    return _SPELLED.get(word, word)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its words in a compared form, separated by spaces, and ``|`` where a phrase cannot continue."""

    text: str
    ends: Sequence[int]
    """The offset in ``text`` just after each word."""


class Words:
    """The words of a text, where each stands, and the text folded for comparison.

    A word that is parted at the end of a line is one word.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        cut = _CUT.search(text) is not None
        pieces = (_CUT_WORD if cut else _WORD).split(text)  # what parts words and words by turns
        self.surfaces: list[str] = list(map(rejoined, pieces[1::2])) if cut else pieces[1::2]
        bounds = list(accumulate(map(len, pieces)))
        self.starts = bounds[:-1:2]
        self.ends = bounds[1::2]
        self._gaps = pieces[2:-1:2]

    def __len__(self) -> int:
        return len(self.surfaces)

    @cached_property
    def by_base(self) -> Folded:
        """The text with its words as bases."""
        return self._fold(_BASES)

    @cached_property
    def by_stem(self) -> Folded:
        """The text with its words as stems."""
        return self._fold(_STEMS)

    @cached_property
    def _joints(self) -> list[str]:
        """What is before each word in a folded text."""
        return [_PARTED, *map(_JOINTS.__getitem__, self._gaps)]

    def _fold(self, forms: _Remembered) -> Folded:
        pieces = list(map(add, self._joints, map(forms.__getitem__, self.surfaces)))
        return Folded("".join((*pieces, " ")), list(accumulate(map(len, pieces))))


_PARTED: Final = f" {BREAK} "


def _joint(gap: str) -> str:
    """Return what a folded text has for the gap between two words."""
    return " " if len(gap) <= _LONGEST_JOINT and _JOINT.fullmatch(gap) else _PARTED


_JOINTS: Final = _Remembered(_joint)
