"""Finding topics that a question describes without naming them: *regional offices to behave the same way everywhere*.

The words that describe a topic are learned from its labels, cues, definition and scope note, and from worked examples:
a linear support vector machine (Fan, Chang, Hsieh, Wang and Lin 2008) over word stems. The stretch of a question that
is likeliest to be about a topic, rather than about any other, is evidence of it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from ontology.lexicon import NOT, OTHER, Lexicon, Topic
from sparql import BUNDLED_EXAMPLES
from sparql.asking.mention import Mention
from sparql.asking.phrasing import NONSENSE, Phrasing, Sense
from sparql.asking.words import Word, stems

_STEEP: Final = 4.0
"""Factor that turns margins into logarithms of probabilities."""
_LEAST: Final = 0.5
"""Least probability of evidence."""
_NEARLY: Final = 0.8
"""Share of the highest probability above which the longest stretch is taken."""
_LEAST_WORDS: Final = 2
_MOST_WORDS: Final = 14
_WORTH: Final = 0.64
_WORTH_OF_SURE: Final = 0.26
"""Additional worth for a probability of 1."""
_OWN: Final = 0.2
"""Least share of a topic in all texts with a word, for the word to belong to the topic."""
_WIDER: Final = 0.97
"""Factor on the worth for each unknown word by which a stretch is widened."""
_ASKING: Final = 0.95
"""The same for a word of asking."""
_BEYOND: Final = 0.85
"""The same for a word that asks for something the data lack."""
_ACROSS: Final = 0.9
"""Factor on the worth of a stretch that includes the name of an organisation."""
_NEGATION: Final = "without"
_BEHIND: Final = frozenset(("on", "for"))
"""Words that begin what is asked when they follow the name of a body: *CCGs on metrics*."""
_PARTING: Final = frozenset(("about", "who", "what", "which", "do"))
_BY: Final = "by"
_HOW: Final = "how"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that are likely to be about a topic."""

    topic: str
    first: int
    end: int
    likelihood: float

    def yields_to(self, other: "_Stretch") -> bool:
        """Tell whether a stretch about another topic is better: it contains this one, or overlaps and is likelier."""
        apart = self.end <= other.first or other.end <= self.first
        if apart or other.topic == self.topic:
            return False
        within = other.first <= self.first and self.end <= other.end
        around = self.first <= other.first and other.end <= self.end
        return within if within != around else other.likelihood > self.likelihood


class Evidence:
    """Finds stretches of a question that are about a topic."""

    def __init__(self, lexicon: Lexicon, phrasing: Phrasing, folder: Path = BUNDLED_EXAMPLES) -> None:
        self._senses = phrasing.senses
        topics = [topic for topic in lexicon.topics.values() if topic.id != OTHER]
        said = [(topic.id, stems(text)) for topic in topics for text in (*_texts(topic), *_examples(topic.id, folder))]
        said += [(OTHER, stems(text)) for text in _examples(OTHER, folder)]
        self._learned = make_pipeline(
            TfidfVectorizer(preprocessor=" ".join, tokenizer=str.split, token_pattern=None, sublinear_tf=True),
            LinearSVC(C=0.7, random_state=0),
        )
        self._topics = sorted({id_ for id_, _ in said})  # the order of the columns
        if len(self._topics) > 1:
            self._learned.fit([text for _, text in said], [id_ for id_, _ in said])
        self._said: dict[str, Counter[str]] = defaultdict(Counter)
        for id_, text in said:
            self._said[id_].update(set(text))
        every = Counter[str]()
        for counts in self._said.values():
            every.update(counts)
        self._known = {word for id_, counts in self._said.items() if id_ != OTHER for word in counts}
        self.vocabularies: Mapping[str, AbstractSet[str]] = {
            id_: frozenset(word for word, count in counts.items() if count >= _OWN * every[word])
            for id_, counts in self._said.items()
            if id_ != OTHER
        }

    def find(self, asked: Sequence[Word], bodies: Iterable[Mention]) -> Iterator[Mention]:
        """Yield the stretches that are about one topic rather than any other.

        ``bodies`` are the bodies named in the question: their names alone are about nothing, and the name of an
        organisation makes a stretch less certain.
        """
        named = {place for body in bodies if body.type == "body" for place in range(body.first, body.end)}
        organisations = [body for body in bodies if body.type == "body" and not body.group]
        single = {place for body in organisations for place in range(body.first, body.end)}
        full = [body for body in organisations if body.end - body.first > 1]
        found = list(self._likeliest(asked, named, single))
        for one in found:
            if any(one.first <= body.first and body.end <= one.end for body in full):
                continue
            if any(one.yields_to(other) for other in found):
                continue
            worth = _WORTH + _WORTH_OF_SURE * one.likelihood
            worth *= 1.0 if single.isdisjoint(range(one.first, one.end)) else _ACROSS
            yield Mention("topic", one.topic, one.first, one.end, worth, evidence=True)
            first, end = self._widened(asked, one, single)
            added = [asked[place] for place in range(first, end) if not one.first <= place < one.end]
            if added:
                left = math.prod(map(self._left_for, added))
                yield Mention("topic", one.topic, first, end, worth * left, evidence=True)

    def _likeliest(
        self, asked: Sequence[Word], named: AbstractSet[int], single: AbstractSet[int]
    ) -> Iterator[_Stretch]:
        """Yield for each topic the longest of the stretches that are nearly the likeliest to be about it.

        One is chosen among those with the name of an organisation, and one among the others.
        """
        places = [place for run in self._runs(asked, named) for place in self._stretches(asked, run, named)]
        if not places or len(self._topics) < 2:  # noqa: PLR2004
            return
        likely = self._likelihoods([[word.stem for word in asked[first:end]] for first, end in places])
        found: dict[tuple[str, bool], list[_Stretch]] = defaultdict(list)
        for (first, end), row in zip(places, likely, strict=True):
            topic = self._topics[row.argmax()]
            likelihood = float(row.max()) * self._share_known(asked[first:end])
            if topic != OTHER and likelihood >= _LEAST and self._begins_and_ends(asked, first, end, topic):
                one = _Stretch(topic, first, end, likelihood)
                found[topic, single.isdisjoint(range(first, end))].append(one)
        for each in found.values():
            enough = _NEARLY * max(one.likelihood for one in each)
            yield max((one for one in each if one.likelihood >= enough), key=lambda one: one.end - one.first)

    def _likelihoods(self, stretches: Sequence[Sequence[str]]) -> np.ndarray:
        """Return the probability that each stretch (row) is about each topic (column)."""
        margins = self._learned.decision_function(stretches)
        if margins.ndim == 1:  # for two classes, scikit-learn returns that of the second only
            margins = np.column_stack((-margins, margins))
        return np.asarray(softmax(_STEEP * margins, axis=1))

    def _runs(self, asked: Sequence[Word], named: AbstractSet[int]) -> Iterator[range]:
        """Yield the ranges of words between those that divide a question."""
        first = 0
        for place, word in enumerate(asked):
            if self._parts(word, of_body=not named.isdisjoint((place + 1, place + 2))) or (
                word.text in _BEHIND and place - 1 in named
            ):
                yield range(first, place)
                first = place + 1
        yield range(first, len(asked))

    def _stretches(self, asked: Sequence[Word], run: range, named: AbstractSet[int]) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each stretch of a run that has more than names of bodies and grammar."""
        telling = [place for place in run if self._sense(asked[place]).structure is None]
        for number, first in enumerate(telling):
            for count, last in enumerate(telling[number:], 1):
                own = set(telling[number : number + count]) - named
                if count >= _LEAST_WORDS and last - first < _MOST_WORDS and own:
                    yield first, last + 1

    def _begins_and_ends(self, asked: Sequence[Word], first: int, end: int, topic: str) -> bool:
        """Tell whether a stretch begins and ends with words of its topic."""
        own = self.vocabularies[topic]
        return asked[first].stem in own and asked[end - 1].stem in own

    def _share_known(self, stretch: Iterable[Word]) -> float:
        """Return the share of the content words that are used of any topic."""
        telling = [word for word in stretch if self._tells(word)]
        return sum(word.stem in self._known for word in telling) / max(1, len(telling))

    def _widened(self, asked: Sequence[Word], one: _Stretch, single: AbstractSet[int]) -> tuple[int, int]:
        """Return the start and end of a stretch with the words around it that nothing else explains."""
        last = max(self._after(asked, one, single), default=one.end - 1)
        return min(self._before(asked, one), default=one.first), last + 1

    def _before(self, asked: Sequence[Word], one: _Stretch) -> Iterator[int]:
        """Yield the positions of unknown words before a stretch, back to a word of asking or a name."""
        for place in range(one.first - 1, -1, -1):
            word = asked[place]
            if self._ends(word, one.topic) or self._sense(word).groups or self._sense(word).beyond:
                return
            if self._tells(word):
                yield place

    def _after(self, asked: Sequence[Word], one: _Stretch, single: AbstractSet[int]) -> Iterator[int]:
        """Yield the positions of words after a stretch, up to a name or another part of the question."""
        for place in range(one.end, len(asked)):
            word = asked[place]
            if self._ends(word, one.topic) or place in single:
                return
            if self._sense(word).structure is None and not self._sense(word).idle:
                yield place

    def _left_for(self, word: Word) -> float:
        """Return the factor on the worth of a stretch that is widened by a word."""
        sense = self._sense(word)
        return _BEYOND if sense.beyond else _ASKING if sense.groups else _WIDER if self._tells(word) else 1.0

    def _parts(self, word: Word, *, of_body: bool) -> bool:
        """Tell whether a word begins another part of the question; *by* does before the name of a body."""
        structure = self._sense(word).structure
        return structure in _PARTING or (structure == _BY and of_body)

    def _ends(self, word: Word, topic: str) -> bool:
        """Tell whether a word cannot be part of a description of a topic."""
        unknown = self._tells(word) and not self._said[topic][word.stem]
        parting = self._parts(word, of_body=True) or self._sense(word).structure == _HOW
        return unknown or word.name or word.text.isdigit() or parting or _NEGATION in self._sense(word).groups

    def _tells(self, word: Word) -> bool:
        """Tell whether a word is a content word: neither of asking nor of grammar."""
        return self._sense(word) is NONSENSE

    def _sense(self, word: Word) -> Sense:
        return self._senses.get((word.form,), NONSENSE)


def _texts(topic: Topic) -> Iterator[str]:
    """Yield the texts of a topic in the ontology."""
    yield from (topic.label, *topic.alt_labels, *topic.asked_as, topic.scope or "", topic.definition)
    yield from (cue for cue in topic.cues if not cue.startswith(NOT))


def _examples(id_: str, folder: Path) -> Sequence[str]:
    """Return the worked examples of a topic; those of ``other`` are about none."""
    path = folder / "topics" / f"{id_}.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
