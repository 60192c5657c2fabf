"""Words in quotation marks in a question, and the statements of the dataset that they may stand for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sparql.asking.mention import Mention
from sparql.asking.words import Word, level, words

_QUOTED: Final = re.compile(r"“([^”]+)”|\"([^\"]+)\"|‘([^‘]+)’(?!\w)|(?<!\w)'((?:[^']|(?<=\w)'(?=\w))+)'(?!\w)")
_FEWEST: Final = 2
"""Fewest words that a statement is known by."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a question that a statement of the dataset has too."""

    words: tuple[str, ...]
    """As :func:`words` gives them."""
    statement: str
    """The value of a parameter that names it."""
    worth: float
    """The share of the words that it has."""


def quotations(text: str) -> list[str]:
    """Return what stands in quotation marks, if it has two words or more.

    >>> quotations("asks like “publish the metrics” or 'a trust's own plans', not \\"funding\\"")
    ['publish the metrics', "a trust's own plans"]
    """
    found = [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    return [quotation for quotation in found if len(words(level(quotation))) >= _FEWEST]


def quoted(asked: Sequence[Word], known: Iterable[Quoted]) -> Iterator[Mention]:
    """Yield the stretches of a question that quote one of the statements."""
    said = tuple(word.text for word in asked)
    for one in known:
        length = len(one.words)
        for first in range(len(said) - length + 1):
            if said[first : first + length] == one.words:
                yield Mention("statement", one.statement, first, first + length, one.worth)
