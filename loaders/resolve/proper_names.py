"""Tells common nouns from parts of longer proper names: the *Traffic Commissioner* is not one of the commissioners.

A noun that the ontology uses for a group (*commissioner*, *trust*) names that group only where it is a common noun.
Inside a longer name that is not in the ontology, it belongs to that name. But a name that ends with a label of several
words names a member of the group: *Kent County Council* is a county council.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from loaders.patterns import guard
from ontology.lexicon import Body
from ontology.phrases import Match
from ontology.wording import Words, base

_NAME: Final = "body_mentions"
_WITHIN_A_NAME: Final = re.compile("['’ʼ]? ")
"""What may separate two words of one name."""
_WITHIN_A_SENTENCE: Final = re.compile("[,;]? [(\"“‘']?")


def outside_proper_names(words: Words, matches: Iterable[Match[Body]]) -> Iterator[Match[Body]]:
    """Yield the matches that are neither part of a longer proper name nor short for an earlier one."""
    borrowed: set[str] = set()
    known = -1
    for match in matches:
        noun = words.surfaces[match.last]
        if noun[0].isupper() and not noun.isupper() and _is_common(words, match):
            if _opens_a_name(words, match) or (match.length == 1 and _closes_a_name(words, match, known)):
                borrowed.add(base(noun))
                continue
            if match.length == 1 and base(noun) in borrowed and _word_before(words, match) == "the":
                continue
        known = max(known, match.last)
        yield match


def _is_common(words: Words, match: Match[Body]) -> bool:
    """Tell whether the ontology writes the name in lower case, and so uses it as a common noun."""
    name = " ".join(map(base, words.surfaces[match.first : match.last + 1]))
    return name in _common_names(match.value) and not guard(_NAME, "names_itself").fullmatch(name)


@lru_cache(maxsize=1024)
def _common_names(body: Body) -> frozenset[str]:
    """Return the labels of a group that are common nouns, with each word in its base form."""
    labels = (body.label.lower(), *body.alt_labels) if body.is_group else ()
    return frozenset(" ".join(map(base, Words(label).surfaces)) for label in labels if label.islower())


def _closes_a_name(words: Words, match: Match[Body], known: int) -> bool:
    """Tell whether the noun ends a longer name, such as *Traffic Commissioner*.

    ``known`` is the number of the last word of the body named before, which is not part of this name.
    """
    before = match.first - 1
    if before <= known or not _adjoin(words, before) or not _is_titled(words.surfaces[before]):
        return False
    opens_sentence = before == 0 or not _WITHIN_A_SENTENCE.fullmatch(
        words.text[words.ends[before - 1] : words.starts[before]]
    )
    return not (opens_sentence and words.surfaces[match.last].endswith("s"))  # unlike *Require Trusts to publish*


def _opens_a_name(words: Words, match: Match[Body]) -> bool:
    """Tell whether the noun begins a longer name: *Ombudsman Service*, *Council of Europe*."""
    after = match.last + 1
    if after >= len(words) or not _adjoin(words, match.last):
        return False
    if match.length == 1 and guard(_NAME, "joins_names").fullmatch(words.surfaces[after]):
        return after + 1 < len(words) and _adjoin(words, after) and _is_titled(words.surfaces[after + 1])
    return _is_titled(words.surfaces[after]) and not guard(_NAME, "people").fullmatch(words.surfaces[after].lower())


def _is_titled(word: str) -> bool:
    """Tell whether a word can be part of a name: it has a capital first, but is not all capitals or a small word."""
    return word[0].isupper() and not word.isupper() and not guard(_NAME, "small_words").fullmatch(word.lower())


def _adjoin(words: Words, number: int) -> bool:
    """Tell whether only a space, or an apostrophe and a space, separates a word from the next."""
    return _WITHIN_A_NAME.fullmatch(words.text[words.ends[number] : words.starts[number + 1]]) is not None


def _word_before(words: Words, match: Match[Body]) -> str:
    return words.surfaces[match.first - 1].lower() if match.first else ""
