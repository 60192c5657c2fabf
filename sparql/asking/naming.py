"""Finding the names in a question: of bodies, topics, stances, statuses, statements and questions of a consultation.

A body must be named in full, word by word. A topic may be named by most of the words of its label, in any order and
with words of grammar between them: *NHS England and the CQC to line up* names *CQC alignment*.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import Final

from ontology.lexicon import Lexicon
from sparql.asking.consulted import consulted, numbers_alone
from sparql.asking.dataset_names import NO_NAMES, DatasetNames
from sparql.asking.evidence import Evidence
from sparql.asking.mention import NEARLY_FULL, Mention, Name
from sparql.asking.parts import phrase_parts
from sparql.asking.phrasing import Phrasing
from sparql.asking.topics import TopicNames, coordinated
from sparql.asking.trust import Trust
from sparql.asking.wordings import Wordings, without_article
from sparql.asking.words import STATEMENT, Word, bases, level, words

_LONG_NAME: Final = 3
"""Words of a body's name beside which a cue is not counted."""


class Names:
    """Finds what the words of a question name."""

    def __init__(self, lexicon: Lexicon, phrasing: Phrasing, examples: Path) -> None:
        self._phrasing = phrasing
        wordings = Wordings(lexicon, phrasing)
        names = list(dict.fromkeys(wordings.names(lexicon)))
        self._in_full: dict[str, list[Name]] = defaultdict(list)
        """The names that must stand in full, by each of their words."""
        for name in names:
            for word in set(name.words) if name.type != "topic" else ():
                self._in_full[word].append(name)
        self._topics = TopicNames([name for name in names if name.type == "topic"], wordings, phrasing)
        self._trust = Trust(phrasing)
        self._evidence = Evidence(lexicon, phrasing, examples)
        texts = [text for thing in _things(lexicon) for text in thing]
        self.vocabulary = frozenset(word.text for text in texts for word in words(level(text)) if len(word.text) > 1)

    @property
    def speaking(self) -> Mapping[str, AbstractSet[str]]:
        """The stems of the words that speak of each topic, by its id."""
        return self._evidence.vocabularies

    def find(self, asked: Sequence[Word], known: DatasetNames = NO_NAMES) -> list[Mention]:
        """Return every mention, including those that overlap; ``known`` are further names that the dataset has."""
        keys = [word.stem for word in asked]
        bodies = [*self._named_in_full(asked), *_respondents_named(asked, known.respondents), *_statements(asked)]
        covered = {place for mention in bodies for place in range(mention.first, mention.end)}
        topics = [one for one in self._topics.find(asked, covered) if not _is_of_a_body(one, bodies)]
        spoken_of = self._evidence.find(asked, bodies)
        bodies = [one for one in bodies if one.type != "modality" or self._has_status(asked)]
        found = [*bodies, *topics, *coordinated(topics, bodies, keys), *_unnamed(spoken_of, [*bodies, *topics])]
        found += [*consulted(asked, self._phrasing, known.questions), *numbers_alone(asked)]
        return [_with_bodies(self._trust.adjusted(mention, asked, found), bodies) for mention in found]

    def _named_in_full(self, asked: Sequence[Word]) -> Iterator[Mention]:
        named, said = [word.base for word in asked], [word.form for word in asked]
        for place in range(len(asked)):
            for name in {*self._in_full.get(named[place], ()), *self._in_full.get(said[place], ())}:
                keys = said if name.type == "modality" else named
                if name.words == tuple(keys[place : place + len(name.words)]):
                    end = place + len(name.words)
                    yield Mention(name.type, name.id, place, end, name.worth, name.group, name.asker)

    def _has_status(self, asked: Sequence[Word]) -> bool:
        """Tell whether a question speaks of what can have a status; without it, *proposed* is no status."""
        return any(part.sense.groups & self._phrasing.of_status for part in phrase_parts(asked, self._phrasing))


def _with_bodies(mention: Mention, bodies: Iterable[Mention]) -> Mention:
    """Return a mention, of a topic with the number of bodies that its words name."""
    if mention.type != "topic":
        return mention
    places = {one.first for one in bodies if one.type == "body" and one.within(mention)}
    return replace(mention, bodies=len(places))


def _statements(asked: Sequence[Word]) -> Iterator[Mention]:
    for place, word in enumerate(asked):
        if STATEMENT.fullmatch(word.text):
            yield Mention("statement", word.text, place, place + 1, 1.0)


def _is_of_a_body(topic: Mention, bodies: Iterable[Mention]) -> bool:
    """Tell whether a topic was found only by a cue in the long name of a body."""
    return topic.cue and any(body.within(topic) and body.end - body.first >= _LONG_NAME for body in bodies)


def _unnamed(spoken_of: Iterable[Mention], named: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the topics that words speak of, unless a name within them is as sure or the label of another topic."""
    topics = [one for one in named if one.type == "topic"]
    for mention in spoken_of:
        inside = (one for one in topics if mention.first <= one.first and one.end <= mention.end)
        if not any(_names_as_surely(one, mention) or _names_another(one, mention) for one in inside):
            yield mention


def _names_as_surely(one: Mention, mention: Mention) -> bool:
    return one.id == mention.id and one.worth >= mention.worth and one.covers(mention)


def _names_another(one: Mention, mention: Mention) -> bool:
    """Tell whether a mention is the label of a topic other than the one spoken of."""
    return one.id != mention.id and not one.cue and one.worth >= NEARLY_FULL


def _respondents_named(asked: Sequence[Word], labels: Iterable[str]) -> Iterator[Mention]:
    named = tuple(word.base for word in asked)
    for label in labels:
        words_of_it = without_article(bases(label))
        for first in range(len(named)):
            end = first + len(words_of_it)
            if words_of_it and named[first:end] == words_of_it:
                yield Mention("body", label, first, end, 1.0, asker=True)


def _things(lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    for body in lexicon.bodies.values():
        yield (body.label, *body.alt_labels)
    for topic in lexicon.topics.values():
        yield (topic.label, *topic.alt_labels, *topic.cues, *topic.asked_as)
