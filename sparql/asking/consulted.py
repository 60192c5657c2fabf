"""Finding questions of a consultation that a sentence names by their subject or by a number alone.

*the question on the six themes*, *stance 4 BMA*
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sparql.asking.mention import Mention
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import Word, stem_set

_TELLING: Final = 1.0
"""Least weight of a word that counts; one that a third of the questions have does not."""
_LEAST: Final = 2.2
"""Least weight of a stretch; a word that only one question of ten has is enough."""
_LEAD: Final = 1.0
"""Least difference in weight from every other question."""
_GAP: Final = 2
"""Most words between two that the question has."""
_WORTH: Final = 0.85
_NUMBER: Final = re.compile(r"[1-9]\d?[a-h]?")
_WORTH_OF_NUMBER: Final = 0.75
_NUMBERED: Final = frozenset(("number", "no", "nr"))


def consulted(asked: Sequence[Word], phrasing: Phrasing, questions: Mapping[str, str]) -> Iterator[Mention]:
    """Yield the stretch of words that is about one of the questions rather than any other, if there is one.

    A word weighs the more, the fewer questions have it (inverse document frequency). Words of asking and of grammar,
    and fillers, do not count.
    """
    keys = ["" if (word.form,) in phrasing.senses else word.stem for word in asked]
    said = {id_: stem_set(text) for id_, text in questions.items()}
    spread = Counter(word for words in said.values() for word in words)
    weights = {word: math.log((len(said) + 1) / count) for word, count in spread.items()}
    best = sorted((_likeliest(keys, words, weights), id_) for id_, words in said.items())[-2:]
    if not best:
        return
    (weight, first, end), id_ = best[-1]
    if weight >= _LEAST and all(weight - other >= _LEAD for (other, *_), _ in best[:-1]):
        yield Mention("question", id_, first, end, _WORTH, evidence=True)


def numbers_alone(asked: Sequence[Word]) -> Iterator[Mention]:
    """Yield numbers that may be those of a question, although the word *question* is missing."""
    for place, word in enumerate(asked):
        if _NUMBER.fullmatch(word.text):
            first = place - 1 if place and asked[place - 1].text in _NUMBERED else place
            yield Mention("question", word.text, first, place + 1, _WORTH_OF_NUMBER)


def _likeliest(asked: Sequence[str], words: AbstractSet[str], weights: Mapping[str, float]) -> tuple[float, int, int]:
    """Return the weight of the heaviest stretch with words of one question, and where it begins and ends."""
    best = (0.0, 0, 0)
    weight, first, end = best
    counted: set[str] = set()
    for place, word in enumerate(asked):
        if word not in words or weights[word] < _TELLING:
            continue
        if place - end > _GAP or not counted:
            weight, first, counted = 0.0, place, set()
        weight += 0.0 if word in counted else weights[word]
        counted.add(word)
        end = place + 1
        best = max(best, (weight, first, end))
    return best
