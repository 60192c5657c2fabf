"""Turns sentences into the form in which patterns see them."""

import re
from functools import lru_cache

from loaders.letters import exchanged
from ontology.wording import rejoined

remembered = lru_cache(maxsize=4096)
"""Caches what was found in recent sentences, since template letters repeat them hundreds of times."""
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "*": "", "`": "", "\u00a0": " "}
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()\s]{0,300}\)")
_CONTRACTED = re.compile(
    r"\b(?:can't|won't|shan't)\b|n't\b|'(?:d|ll|re|ve|m)\b|\b(?:it|that|there|what|who|how|let)'s\b"
)
_IRREGULAR = {"can't": "cannot", "won't": "will not", "shan't": "shall not"}
_ENDINGS = {"n't": " not", "'d": " would", "'ll": " will", "'re": " are", "'ve": " have", "'m": " am"}
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\?")


def fold(words: str) -> str:
    """Return words as patterns see them: lower case, single spaces, no contractions, no emphasis, no link targets.

    Words hyphenated at the end of a line are joined again.
    """
    if "\n" in words:
        words = rejoined(words)
    if "](" in words:
        words = _LINK.sub(r"\1", words)
    folded = " ".join(exchanged(words, _QUOTES).lower().split())
    return _CONTRACTED.sub(_spelled_out, folded) if "'" in folded else folded


def _spelled_out(contraction: re.Match[str]) -> str:
    """Return the words for which a contraction is short: *do not* for *don't*."""
    short = contraction[0]
    if short.endswith("'s"):
        return "let us" if short == "let's" else f"{short[:-2]} is"
    return _IRREGULAR.get(short) or _ENDINGS[short]


@lru_cache(maxsize=512)
def words_of(folded: str) -> frozenset[str]:
    """Return the words of a folded sentence; a question mark counts as a word."""
    return frozenset(_WORD.findall(folded))
