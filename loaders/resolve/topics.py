"""Finds what a statement is about: the narrowest one to three topics whose cues occur in it.

A topic's weight in a sentence is the number of words that its cues cover there. Words after *so that*, *to ensure* and
the like give the purpose of the action rather than the action itself, so they weigh less. A sentence without cues, or
one that points back (*this should also be …*), takes the topics of what it points to.

Single words such as *data* or *council* occur in texts about anything. If nothing says which consultation a text
answers, and it has few cues of several words, it is taken to be about matters outside the ontology.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from loaders.document import Span
from loaders.patterns import guard, remembered
from loaders.resolve.reading import Reading
from ontology.lexicon import OTHER, Cue, Lexicon
from ontology.phrases import Match
from ontology.wording import Words, stem

_NAME: Final = "topics"
MOST: Final = 3
"""The most topics that one statement can have."""
_SHARE: Final = 0.35
"""A topic counts if it has at least this share of the strongest one's weight."""
_ASIDE_WEIGHT: Final = 0.4
"""Weight of a word in a clause of purpose or reason."""
_PASSING_WEIGHT: Final = 0.25
"""Weight of a word in brackets, or in the title of something cited."""
_ENOUGH: Final = 2.5
"""The most that a topic can weigh, so that a long phrase does not drown out a short one."""
_CONTEXT_WEIGHT: Final = 0.5
"""Weight of a word in the sentence that is pointed back to."""
_LOOK_BACK: Final = 6
"""How many sentences back in its paragraph a statement may point."""
_TELLING: Final = 0.007
"""Fewest cues of several words, per word, in a text that is about the topics of the ontology."""
_LONG_TEXT: Final = 150
"""A text of fewer words is too short to judge."""
_BROAD_WEIGHT: Final = 0.75
"""Weight of a word that signals a topic which has narrower ones."""


def speaks_of_topics(reading: Reading) -> bool:
    """Tell whether a text is about the topics of the ontology; true of a text too short to judge."""
    length = len(reading.words.starts)
    telling = sum(match.length > 1 for match in complete(reading.lexicon.find_whole_cues(reading.words)))
    return length < _LONG_TEXT or telling >= _TELLING * length


class TopicResolver:
    """Finds the topics of the statements in one document; if it is not ``in_scope``, they are all ``other``."""

    def __init__(self, reading: Reading, questions: Mapping[str, str] | None = None, *, in_scope: bool = True) -> None:
        self._reading = reading
        self._in_scope = in_scope
        self._lexicon = reading.lexicon
        self._questions = {number: weights_of(self._lexicon, text) for number, text in (questions or {}).items()}

    def __call__(self, span: Span, question: str | None = None) -> tuple[str, ...]:
        """Return the ids of the topics of a statement, or else of its question; ``other`` if there are none."""
        if not self._in_scope:
            return (OTHER,)
        words = span.of(self._reading.text).lower()
        weights = dict(self.weights(span))
        if not weights or (
            max(weights.values()) <= 1
            and guard(_NAME, "points_back").search(words)
            and not guard(_NAME, "dummy").match(words)
        ):
            for topic, weight in self._context(span).items():
                weights[topic] = weights.get(topic, 0) + weight
        chosen = choose(self._lexicon, weights)
        if not chosen and question in self._questions:
            chosen = choose(self._lexicon, self._questions[question])
        return chosen or (OTHER,)

    def weights(self, span: Span) -> Mapping[str, float]:
        """Return the weight of each topic in a span."""
        return weights_of(self._lexicon, span.of(self._reading.text))

    def _context(self, span: Span) -> Mapping[str, float]:
        """Return the weights of the topics of an earlier sentence that this one points to, or of its list's lead-in."""
        for sentence in self._pointed_at(span):
            if weights := self.weights(sentence):
                return {topic: weight * _CONTEXT_WEIGHT for topic, weight in weights.items()}
        lead_in = self._reading.lead_in(span)
        return self.weights(lead_in) if lead_in else {}

    def _pointed_at(self, span: Span) -> list[Span]:
        """Return the sentences that *this* may refer to; for *these rules*, the nearest to mention rules is first."""
        earlier = self._reading.earlier_sentences(span, _LOOK_BACK)
        back = guard(_NAME, "points_back").search(span.of(self._reading.text).lower())
        named = (back["first"] or back["noun"]) if back else None
        noun = stem(named) if named else None
        same = [
            sentence
            for sentence in earlier
            if noun and noun in map(stem, Words(sentence.of(self._reading.text)).surfaces)
        ]
        return [*same[:1], *earlier[:2]]


@remembered
def weights_of(lexicon: Lexicon, text: str) -> Mapping[str, float]:
    """Return the weight of each topic in a sentence or question.

    If it reports a view (*members said …*), only the words of the view count, unless they have no topic.
    """
    words, small = Words(text), text.lower()
    cues = lexicon.find_whole_cues(words)
    voice = guard(_NAME, "voice").match(small) if cues else None
    return (voice and _weighed(lexicon, words, cues, small, voice.end())) or _weighed(lexicon, words, cues, small)


def _weighed(
    lexicon: Lexicon, words: Words, cues: Iterable[Match[Cue]], small: str, start: int = 0
) -> Mapping[str, float]:
    """Return the weights of the topics from an offset on; ``small`` is the whole text in lower case."""
    matches = complete(cue for cue in cues if words.starts[cue.first] >= start)
    if not matches:
        return {}
    said = small[start:]
    aside = guard(_NAME, "aside").search(said)
    boundary = aside.start() if aside and aside.start() else len(said)
    passing = [match.span() for match in guard(_NAME, "passing").finditer(said)]
    covered: dict[str, set[int]] = defaultdict(set)
    for match in matches:
        covered[match.value.topic].update(range(match.first, match.last + 1))

    def weight(word: int) -> float:
        place = words.starts[word] - start
        if any(opening < place < end for opening, end in passing):
            return _PASSING_WEIGHT
        return 1.0 if place < boundary else _ASIDE_WEIGHT

    return {
        topic: (_BROAD_WEIGHT if topic in lexicon.broader_topics else 1) * min(_ENOUGH, sum(map(weight, places)))
        for topic, places in covered.items()
    }


def complete(matches: Iterable[Match[Cue]]) -> list[Match[Cue]]:
    """Return the matches of cues whose phrases all occur, except those that lie within a longer phrase."""
    whole = list(matches)
    joined = {match.value for match in whole if match.value.parts > 1}
    if joined:
        held = Counter((cue.topic, cue.number) for cue in joined)
        whole = [m for m in whole if m.value.parts == 1 or held[m.value.topic, m.value.number] == m.value.parts]
    longer: dict[int, list[Match[Cue]]] = defaultdict(list)
    """The matches of several words, by each of their words."""
    for match in whole:
        if match.value.parts == 1 and match.length > 1:
            for word in range(match.first, match.last + 1):
                longer[word].append(match)
    shown = (match for match in whole if not match.value.hides)
    return [match for match in shown if not any(_hides(other, match) for other in longer.get(match.first, ()))]


def _hides(other: Match[Cue], match: Match[Cue]) -> bool:
    """Tell whether a match lies within a longer one of another topic, or one that exists only to hide others."""
    inside = other.first <= match.first and match.last <= other.last and match.length < other.length
    return inside and (other.value.hides or (match.value.parts == 1 and other.value.topic != match.value.topic))


def choose(lexicon: Lexicon, weights: Mapping[str, float]) -> tuple[str, ...]:
    """Return the ids of the strongest topics, strongest first: at most three, none broader than another."""
    ranked = sorted(weights, key=lambda topic: (-weights[topic], topic))
    broader = {lexicon.topics[topic].broader for topic in ranked}
    narrow = [topic for topic in ranked if topic not in broader]
    if not narrow:
        return ()
    least = weights[narrow[0]] * _SHARE
    return tuple(topic for topic in narrow if weights[topic] >= least)[:MOST]
