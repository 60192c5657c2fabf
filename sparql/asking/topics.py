"""Finding topics by their labels and cues, whose words may stand in any order and with others between them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from ontology.wording import base, stem
from sparql.asking.mention import Mention, Name
from sparql.asking.phrasing import Phrasing
from sparql.asking.wordings import CUE, Wordings
from sparql.asking.words import Word, stems

_PARTING: Final = frozenset(("about", "by", "from", "who", "what", "which", "do", "how"))
"""Words of grammar that end a name."""
_PARTING_CUES: Final = frozenset(("on",))
"""Words that end a cue: *CCGs on metrics* is not *CCG + metric*."""
_JOINING: Final = frozenset(stems("and with the"))
_LITTLE: Final = 0.2
"""Weight of a word that many labels have."""
_LEAST_PART: Final = 0.6
"""Share of a label's words, by weight, that names its topic, unless another topic's label has the same words."""
_GAP: Final = 4
"""Most words within a name that do not belong to it."""


class TopicNames:
    """The names of topics, looked up by any of their words."""

    def __init__(self, names: Sequence[Name], wordings: Wordings, phrasing: Phrasing) -> None:
        self._phrasing = phrasing
        self._wordings = wordings
        self._by_word: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            for word in set(name.words):
                self._by_word[word].append(name)
        labels = [set(name.words) for name in names if name.worth > CUE]
        self._spread = Counter(word for words in labels for word in words)
        self._labels = max(1, len(labels))

    def find(self, asked: Sequence[Word], covered: set[int]) -> Iterator[Mention]:
        """Yield the mentions of topics; ``covered`` are the places of words that name a body."""
        keys = [word.stem for word in asked]
        levelled = self._wordings.levelled(keys)
        places: dict[str, list[int]] = defaultdict(list)
        for number, (word, _, _) in enumerate(levelled):
            places[word].append(number)
        filling = {
            number
            for number, (_, first, end) in enumerate(levelled)
            if all(place in covered or self._joins(asked[place]) for place in range(first, end))
        }
        apart = {number for number in filling if keys[levelled[number][1]] not in _PARTING_CUES}
        best: dict[tuple[int, int, str], Mention] = {}
        for name in {name for word in places for name in self._by_word.get(word, ())}:
            worth, present = self._share(name, places)
            if not worth:
                continue
            if len(name.words) == 1 and not any(
                self._is_same_word(name, asked[levelled[n][1]].text) for n in places[present[0]]
            ):
                continue
            window = _window([places[word] for word in present], apart if name.worth <= CUE else filling)
            if window:
                first, end = levelled[window[0]][1], levelled[window[1]][2]
                mention = Mention("topic", name.id, first, end, worth, cue=name.worth <= CUE)
                key = (first, end, name.id)
                best[key] = max(mention, best.get(key, mention), key=lambda one: (not one.cue, one.worth))
        yield from best.values()

    def _share(self, name: Name, places: Mapping[str, Sequence[int]]) -> tuple[float, list[str]]:
        """Return how surely the words of a name that are present name its topic, 0 for not at all, and those words."""
        present = [word for word in name.words if word in places]
        if len(present) == len(name.words):
            return name.worth, present
        if name.worth <= CUE:
            return 0.0, present
        total = sum(map(self._weight, name.words))
        share = sum(map(self._weight, present)) / total if total else 0.0
        if share < _LEAST_PART or self._is_ambiguous(name, present):
            return 0.0, present
        return name.worth * (0.7 + 0.28 * share), present

    def _is_ambiguous(self, name: Name, present: Sequence[str]) -> bool:
        """Tell whether the label of another topic has the same words."""
        rivals = (other for other in self._by_word[present[0]] if other.worth > CUE)
        return any(other.id != name.id and set(present) <= set(other.words) for other in rivals)

    def _is_same_word(self, name: Name, text: str) -> bool:
        """Tell whether a word is a topic's name of one word, not merely of the same stem, as *accountable* is."""
        return base(text) in name.bases or (stem(text),) in self._phrasing.topic_words

    def _weight(self, word: str) -> float:
        """Return how much a word tells: the more, the fewer labels have it."""
        if word in self._phrasing.general:
            return _LITTLE
        return math.log(1 + self._labels / (1 + self._spread[word]))

    def _joins(self, word: Word) -> bool:
        """Tell whether a word may stand between the words of a name."""
        sense = self._phrasing.senses.get((word.form,))
        if sense is None or sense.beyond:
            return False
        return sense.structure not in _PARTING if sense.structure else sense.idle


def coordinated(topics: Sequence[Mention], bodies: Sequence[Mention], keys: Sequence[str]) -> Iterator[Mention]:
    """Yield topics that begin or end with a body, widened by one joined to it: *NHS England and the CQC to align*."""
    for topic in topics:
        for body in (one for one in bodies if not one.asker):
            before = keys[body.end : topic.first]
            after = keys[topic.end : body.first]
            inside = {other.first for other in bodies} | {other.end for other in bodies}
            wide = None
            if body.end < topic.first in inside and set(before) <= _JOINING and before:
                wide = replace(topic, first=body.first)
            elif body.first > topic.end and after[:1] == ["with"] and set(after) <= _JOINING:
                wide = replace(topic, end=body.end)
            if wide and not any(other.id != wide.id and other.covers(wide) for other in topics):
                yield replace(wide, cue=False)


def _window(places: Sequence[Sequence[int]], filling: set[int]) -> tuple[int, int] | None:
    """Return the narrowest stretch that has a place of each word and between them only places of ``filling``."""
    best: tuple[int, int] | None = None
    for chosen in product(*(one[:3] for one in places)):
        first, last = min(chosen), max(chosen)
        between = set(range(first, last + 1)) - set(chosen)
        if len(set(chosen)) < len(places) or len(between) > _GAP or not between <= filling:
            continue
        if best is None or last - first < best[1] - best[0]:
            best = first, last
    return best
