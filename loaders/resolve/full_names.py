"""Names that a document gives in full: by their initials (*the Greater Wolds Authority (GWA)*), or by their last noun.

All are names of one body, so it is filed under the one that says most.
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
"""The file of wordings that says what opens no name."""
_IN_BRACKETS: Final = re.compile(r"\((?:the )?[\"“‘']?(?P<initials>[A-Z][A-Za-z&]{0,8}[A-Z])[\"”’']?\)")
_NAME_BEFORE: Final = re.compile(r"(?:[\w'’&-]+ ){2,12}$")
_SMALL: Final = frozenset({"of", "for", "and", "the", "in", "on", "to", "&"})
"""Words of a name of which its initials need not speak."""
_LOOK_BACK: Final = 160


@lru_cache(maxsize=16)
def spelled_out(text: str) -> Mapping[str, str]:
    """Return the full names of a text by the initials that stand in brackets behind them."""
    found: dict[str, str] = {}
    for match in _IN_BRACKETS.finditer(text):
        before = " ".join(text[max(0, match.start() - _LOOK_BACK) : match.start()].split()) + " "
        words = _NAME_BEFORE.search(before)
        if words and (name := _name_of(match["initials"], words[0].split())):
            found.setdefault(match["initials"], name)
    return MappingProxyType(found)


def _name_of(initials: str, words: list[str]) -> str:
    """Return the last of some words whose first letters are the initials; nothing where none are."""
    wanted = initials.replace("&", "").upper()
    for first in range(len(words) - 1, -1, -1):
        named = words[first:]
        large = "".join(word[0] for word in named if word.lower() not in _SMALL)
        every = "".join(word[0] for word in named if word != "&")
        if named[0][0].isupper() and wanted in {large.upper(), every.upper()}:
            return " ".join(named)
    return ""


def in_full(text: str, noun: str, before: int) -> Span | None:
    """Return the longer name, last given before a place, that ends with a noun with a capital; None for none."""
    names = _ending_with(text, noun) if noun[0].isupper() else ()
    last = bisect_left(names, before, key=lambda name: name.end) - 1
    return names[last] if last >= 0 else None


@lru_cache(maxsize=64)
def _ending_with(text: str, noun: str) -> Sequence[Span]:
    """Return where longer names that end with a noun stand in a text."""
    full = re.compile(rf"(?:[A-Z][\w'’&-]+ (?:(?:of|for|and) (?:the )?)?){{1,5}}(?<! the ){re.escape(noun)}\b")
    names = (_opened(match) for match in full.finditer(text))
    return tuple(span for span in names if " " in span.of(text))


def _opened(match: re.Match[str]) -> Span:
    """Return where a name stands without the words before it that open a sentence: *When Wolds Council …*."""
    start = match.start()
    while (word := match.string[start : match.end()].partition(" "))[1] and any(
        guard(_NAME, guarded).fullmatch(word[0].lower()) for guarded in ("opens_no_name", "small", "article")
    ):
        start += len(word[0]) + 1
    return Span(start, match.end())
