"""Names that a document gives in full and then by their initials: *the Greater Wolds Authority (GWA)*.

Both are names of one body, so it is filed under the one that says more.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

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
