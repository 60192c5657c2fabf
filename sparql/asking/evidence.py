"""Topics that no wording names but several words speak of: *staff and functions moved out of CCGs*.

The words of a topic are those of its labels, cues, scope note and definition; a word that few topics share tells more.
A stretch of a question is evidence of a topic if most of what it says is in these words, and of no other topic as much.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from ontology.lexicon import NOT, OTHER, Lexicon, Topic
from sparql.asking.mention import Mention
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import Word, level, words

_GAP: Final = 3
"""At most so many other words may stand between two that speak of a topic."""
_LEAST_WORDS: Final = 2
_LEAST_WEIGHT: Final = 1.2
"""What the words must tell at least, in shares of a word that one topic alone has."""
_LEAST_SHARE: Final = 0.6
"""The share of a stretch that must speak of the topic."""
_MARGIN: Final = 0.3
"""So much more must the words tell of the topic than of any other."""
_WORTH: Final = 0.72
_WORTH_OF_ALL: Final = 0.16
"""What is added to the worth where the whole stretch speaks of the topic."""
_NEGATION: Final = "without"
_PARTING: Final = frozenset(("about", "by", "who", "what", "which", "do", "how"))

Levelled = Sequence[tuple[str, int, int]]
"""The words of a question as topics are compared by, with where each begins and ends."""


class Evidence:
    """Finds stretches of a question that speak of a topic."""

    def __init__(self, lexicon: Lexicon, phrasing: Phrasing) -> None:
        self._senses = phrasing.senses
        self.vocabularies: Mapping[str, AbstractSet[str]] = {
            topic.id: _vocabulary(topic, phrasing) for topic in lexicon.topics.values() if topic.id != OTHER
        }
        self._spread = Counter(word for one in self.vocabularies.values() for word in one)
        self._most = math.log(1 + len(self.vocabularies))

    def find(self, asked: Sequence[Word], levelled: Levelled) -> Iterator[Mention]:
        """Yield the stretches that speak of one topic rather than of any other."""
        told = [
            (weight, share, first, end, id_)
            for id_, vocabulary in self.vocabularies.items()
            for weight, share, first, end in self._stretches(asked, levelled, vocabulary)
        ]
        for weight, share, first, end, id_ in told:
            rival = max((other for other, _, a, b, topic in told if topic != id_ and a < end and first < b), default=0)
            if weight >= rival + _MARGIN:
                yield Mention("topic", id_, first, end, _WORTH + _WORTH_OF_ALL * share, evidence=True)

    def _stretches(
        self, asked: Sequence[Word], levelled: Levelled, vocabulary: AbstractSet[str]
    ) -> Iterator[tuple[float, float, int, int]]:
        """Yield what each stretch tells of a topic, its share of what the stretch says, and where it stands."""
        for run in self._runs(asked, levelled, vocabulary):
            spoken = {levelled[number][0] for number in run}
            weight = sum(map(self._weight, spoken))
            within = range(run[0], run[-1] + 1)
            foreign = sum(self._is_foreign(asked, levelled[number]) for number in within if number not in run)
            share = weight / (weight + foreign)
            if len(spoken) >= _LEAST_WORDS and weight >= _LEAST_WEIGHT and share >= _LEAST_SHARE:
                yield weight, share, levelled[run[0]][1], levelled[run[-1]][2]

    def _runs(self, asked: Sequence[Word], levelled: Levelled, vocabulary: AbstractSet[str]) -> Iterator[Sequence[int]]:
        run: list[int] = []
        for number, (word, first, _) in enumerate(levelled):
            sense = self._senses.get((asked[first].form,))
            parts = sense is not None and (sense.beyond or sense.structure in _PARTING or _NEGATION in sense.groups)
            if run and (parts or number - run[-1] > _GAP):
                yield run
                run = []
            if word in vocabulary and not parts:
                run.append(number)
        if run:
            yield run

    def _weight(self, word: str) -> float:
        """Return what a word tells: 1 where one topic alone has it."""
        return 1 - math.log(self._spread[word]) / self._most

    def _is_foreign(self, asked: Sequence[Word], levelled: tuple[str, int, int]) -> bool:
        sense = self._senses.get((asked[levelled[1]].form,))
        return sense is None or not (sense.idle or sense.structure)


def _vocabulary(topic: Topic, phrasing: Phrasing) -> frozenset[str]:
    """Return the words that speak of a topic, without those of asking and grammar."""
    cues = (cue for cue in topic.cues if not cue.startswith(NOT))
    texts = (topic.label, *topic.alt_labels, *topic.asked_as, *cues, topic.scope or "", topic.definition)
    found = {word.stem for text in texts for word in words(level(text)) if _tells(word, phrasing)}
    levelled = {word for key in found for word in phrasing.topic_words.get((key,), ())}
    return frozenset(found | levelled)


def _tells(word: Word, phrasing: Phrasing) -> bool:
    sense = phrasing.senses.get((word.form,))
    return sense is None or not (sense.structure or sense.groups or sense.beyond or sense.idle)
