"""Full names that a document gives for what it also calls by initials (*Greater Wolds Authority (GWA)*) or a last noun.

These are names of the same body, so it is filed under the fullest.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from loaders.document import Span
from loaders.patterns import guard

_NAME: Final = "parties"
"""The file of wordings that lists the words that cannot begin a name."""
_IN_BRACKETS: Final = re.compile(r"\((?:the )?[\"“‘']?(?P<initials>[A-Z][A-Za-z&]{0,8}[A-Z])[\"”’']?\)")
_NAME_BEFORE: Final = re.compile(r"(?:[\w'’&-]+ ){2,12}$")
_SMALL: Final = frozenset({"of", "for", "and", "the", "in", "on", "to", "&"})
"""Words of a name that may be missing from its initials."""
_LOOK_BACK: Final = 160


@lru_cache(maxsize=16)
def spelled_out(text: str) -> Mapping[str, str]:
    """Map initials to the full names that they follow in brackets in a text."""
    found: dict[str, str] = {}
    for match in _IN_BRACKETS.finditer(text):
        before = " ".join(text[max(0, match.start() - _LOOK_BACK) : match.start()].split()) + " "
        words = _NAME_BEFORE.search(before)
        if words and (name := _name_of(match["initials"], words[0].split())):
            found.setdefault(match["initials"], name)
    return MappingProxyType(found)


def _name_of(initials: str, words: list[str]) -> str:
    """Return the shortest run of words, up to the last one, whose first letters are the initials; empty if none."""
    wanted = initials.replace("&", "").upper()
    for first in range(len(words) - 1, -1, -1):
        named = words[first:]
        large = "".join(word[0] for word in named if word.lower() not in _SMALL)
        every = "".join(word[0] for word in named if word != "&")
        if named[0][0].isupper() and wanted in {large.upper(), every.upper()}:
            return " ".join(named)
    return ""


def in_full(text: str, noun: str, before: int) -> Span | None:
    """Return the last longer name before an offset that a capitalised noun is short for; None if there is none.

    The noun is its last word (*Harbour Authority*), or its first before *of* (*Bureau of Harbours*).
    """
    names = _longer(text, noun) if noun[0].isupper() else ()
    last = bisect_left(names, before, key=lambda name: name.end) - 1
    return names[last] if last >= 0 else None


@lru_cache(maxsize=64)
def _longer(text: str, noun: str) -> Sequence[Span]:
    """Return where a text has longer names that end or begin with a noun, in order."""
    noun = re.escape(noun)
    ending = re.compile(rf"(?:[A-Z][\w'’&-]+ (?:(?:of|for|and) (?:the )?)?){{1,5}}(?<! the ){noun}\b")
    begun = re.compile(
        rf"\b{noun} (?:of|for) (?:the )?[A-Z][\w-]+(?: (?:(?:of|for|and|&) (?:the )?)?[A-Z][\w-]+){{0,5}}"
    )
    names = (*(_opened(match) for match in ending.finditer(text)), *(Span(*one.span()) for one in begun.finditer(text)))
    return tuple(sorted(span for span in names if " " in span.of(text)))


def _opened(match: re.Match[str]) -> Span:
    """Return where a name is, without leading words that do not belong to it: *When* of *When Wolds Council …*."""
    start = match.start()
    while (word := match.string[start : match.end()].partition(" "))[1] and any(
        guard(_NAME, guarded).fullmatch(word[0].lower()) for guarded in ("opens_no_name", "small", "article")
    ):
        start += len(word[0]) + 1
    return Span(start, match.end())
