"""Which saved question a sentence asks, learned from worked examples.

There are two classifiers. A complement naive Bayes (Rennie, Shih, Teevan and Karger 2003) reads runs of words and runs
of the groups of ``phrasing.yaml`` that the words belong to, so that a word without an example is judged by its group. A
linear support vector machine (Fan, Chang, Hsieh, Wang and Lin 2008) also reads runs of letters within words, so that
*regulator* is judged by *regulation*; unlike the first it learns what distinguishes two questions. Their results are
kept apart: a reading on which both agree is more certain.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from sparql.asking.examples import Item
from sparql.asking.mention import Mention
from sparql.asking.parts import Part, phrase_parts, with_voice
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import Word

_LONGEST_RUN: Final = 3
_LETTERS: Final = (3, 5)
_STEEP: Final = 4.0
"""Factor that turns margins into logarithms of probabilities."""
_BY_MARGINS: Final = 0.2
"""Weight of these logarithms beside those of the first classifier, whose differences are smaller."""
_NUMBER: Final = "#"
_PASSIVE: Final = "-ed"
_BEYOND: Final = "beyond"
_SOMETHING: Final = (Mention("", "", 0, 0, 1.0),)
"""The mention of a part that stands for a kind of thing."""
_BEGINNING, _END = "^", "$"
_NAMED: Final = ("topic", "body")
_QUESTION: Final = "question"
_WAYS: Final = (*_NAMED, "asking")
"""The preferred readings of words that can be several of these."""

Read = tuple[str, str]
"""A sentence as its words and as their groups, separated by spaces."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The classifiers' results for each saved question; the likeliest has 0."""

    likelihoods: Mapping[str, float]
    """Logarithm of how much less likely each is than the likeliest."""
    margins: Mapping[str, float]
    """Difference of each from the first by the margins of the support vector machine."""


class Intents:
    """Classifies sentences by the examples of every saved question."""

    def __init__(self, examples: Mapping[str, Iterable[Sequence[Item]]], phrasing: Phrasing) -> None:
        self._phrasing = phrasing
        read = [(self._read(one), name) for name, each in examples.items() for one in each]
        sentences, names = [one for one, _ in read], [name for _, name in read]
        self._names = sorted(set(names))
        self._by_runs = make_pipeline(make_union(*_word_runs()), ComplementNB()).fit(sentences, names)
        letters = _runs(_words, "char_wb", _LETTERS)
        self._by_margins = make_pipeline(make_union(*_word_runs(), letters), LinearSVC(C=0.4, random_state=0))
        if len(self._names) > 1:  # it needs at least two classes
            self._by_margins.fit(sentences, names)

    def weigh(self, asked: Sequence[Word], named: Iterable[Mention]) -> Weighed:
        """Return the classifiers' results for a sentence.

        Words that can be the name of a body, the name of a topic or words of asking are read in each of these ways, and
        each question gets the likeliest result.
        """
        named = list(named)
        read = sorted({self._read(_with_kinds(asked, named, way, self._phrasing)) for way in _WAYS})
        margins = self._margins(read)
        likely = self._by_runs.predict_log_proba(read) + _BY_MARGINS * log_softmax(_STEEP * margins, axis=1)
        return Weighed(self._behind(likely), self._behind(margins))

    def _margins(self, read: Sequence[Read]) -> np.ndarray:
        """Return the margin of each sentence (row) for each question (column)."""
        if len(self._names) == 1:
            return np.zeros((len(read), 1))
        margins = self._by_margins.decision_function(read)
        return np.column_stack((-margins, margins)) if margins.ndim == 1 else np.asarray(margins)

    def _behind(self, rows: np.ndarray) -> dict[str, float]:
        """Return the difference between the best of each column and the best of all."""
        best = rows.max(axis=0)
        return dict(zip(self._names, (best - best.max()).tolist(), strict=True))

    def _read(self, sentence: Sequence[Item]) -> Read:
        own = [one if isinstance(one, str) else _NUMBER if one.text.isdigit() else one.form for one in sentence]
        return _joined(own), _joined(self._grouped(sentence))

    def _grouped(self, sentence: Sequence[Item]) -> Iterable[str]:
        parts: list[Part] = []
        stretch: list[Word] = []
        for one in (*sentence, _END):
            if isinstance(one, Word):
                stretch.append(one)
                continue
            parts += [*phrase_parts(stretch, self._phrasing), Part(one, names=_SOMETHING)]
            stretch = []
        return filter(None, map(_group, with_voice(parts[:-1])))


def _group(part: Part) -> str:
    """Return the kind of thing that a part names, or else its groups or its word of grammar.

    A passive is marked, so that who *is asked* differs from who asks.
    """
    if part.names:
        return part.text
    groups = "+".join(sorted(part.sense.groups))
    return f"{groups}{_PASSIVE if part.passive else ''}" or part.sense.structure or _BEYOND * part.sense.beyond


def _with_kinds(asked: Sequence[Word], named: Sequence[Mention], way: str, phrasing: Phrasing) -> list[Item]:
    """Return a sentence with its names replaced by their kinds, the surest and longest names first.

    Of equally sure and long names, the one of the preferred kind (``way``) is taken.
    """

    def order(one: Mention) -> tuple[float, int, bool, bool, str]:
        return -one.worth * (one.end - one.first), one.first, one.type != way, one.group, one.id

    bodies = {place for one in named if one.type == "body" for place in range(one.first, one.end)}
    asking = {place for place, word in enumerate(asked) if _is_asking(word, phrasing)}
    taken: dict[int, Mention] = {}
    for mention in sorted(named, key=order):
        place = range(mention.first, mention.end)
        said = mention.type in _NAMED or (mention.type == _QUESTION and mention.evidence)
        if said and taken.keys().isdisjoint(place) and not _only_asks(mention, way, bodies, asking):
            taken |= dict.fromkeys(place, mention)
    found: list[Item] = []
    for number, word in enumerate(asked):
        if number not in taken:
            found.append(word)
        elif number == taken[number].first:
            found.append(taken[number].kind)
    return found


def _only_asks(mention: Mention, way: str, bodies: AbstractSet[int], asking: AbstractSet[int]) -> bool:
    """Tell whether words that may name a topic, such as *accountable*, are better read as words of asking.

    If bodies are preferred, that holds beside the name of one, as in *accountable to the ICS*; if words of asking are
    preferred, also for words that end in one, as in *peer review requests*.
    """
    own = set(range(mention.first, mention.end)) - (bodies if way == "body" else set())
    if mention.type != "topic" or not own:
        return False
    return own <= asking or (way == "asking" and mention.end - 1 in asking)


def _is_asking(word: Word, phrasing: Phrasing) -> bool:
    """Tell whether a word is one of asking or of grammar, such as *accountable*, even if it may also name a topic."""
    sense = phrasing.senses.get((word.form,))
    return sense is not None and bool(sense.groups or sense.structure)


def _joined(tokens: Iterable[str]) -> str:
    return " ".join((_BEGINNING, *tokens, _END))


def _words(read: Read) -> str:
    return read[0]


def _groups(read: Read) -> str:
    return read[1]


def _word_runs() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    return _runs(_words, "word", (1, _LONGEST_RUN)), _runs(_groups, "word", (1, _LONGEST_RUN))


def _runs(which: Callable[[Read], str], of: str, lengths: tuple[int, int]) -> TfidfVectorizer:
    """Return a vectorizer of the runs of words or letters in one of the forms of a sentence."""
    cut = {"tokenizer": str.split, "token_pattern": None} if of == "word" else {}
    return TfidfVectorizer(preprocessor=which, analyzer=of, ngram_range=lengths, sublinear_tf=True, **cut)
