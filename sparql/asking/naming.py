"""Where a question names a body, a topic, a stance or a status, by labels and cues, in whatever order and number.

A body must be named in full, word by word. A topic may be named by most of its label, its words in any order
and with grammar between them: *NHS England and the CQC to line up* names *CQC alignment*.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Final

from ontology.lexicon import Lexicon
from ontology.wording import base, stem
from sparql.asking.consulted import consulted, numbers_alone
from sparql.asking.evidence import Evidence
from sparql.asking.mention import Mention, Name
from sparql.asking.parsing import phrase_parts
from sparql.asking.phrasing import Phrasing
from sparql.asking.wordings import CUE, Wordings, without_article
from sparql.asking.words import STATEMENT, Word, bases, level, stems, words
from sparql.known import NOTHING_MORE, Known

_PARTING: Final = frozenset(("about", "by", "from", "who", "what", "which", "do", "how"))
"""Words of grammar that end a name."""
_PARTING_CUES: Final = frozenset(("on",))
"""Words that end what one cue is found in: *CCGs on metrics* is no *CCG + metric*."""
_JOINING: Final = frozenset(stems("and with the"))
_LITTLE: Final = 0.2
"""The weight of a word of labels that says little about the topic."""
_LEAST_PART: Final = 0.6
"""The share of a label's words, by weight, that names its topic if no other topic's label has them."""
_GAP: Final = 4
"""At most so many words that belong to no name may stand within one."""
_LONG_NAME: Final = 3
_WIDER: Final = 0.75
_WITHIN: Final = 0.92
"""What is left of a name's worth whose words are a part of another name of at least ``_WIDER``."""
_PART_OF_BODY: Final = 0.75
"""What is left besides of a body's name that is a part of another body's."""
_NAMED: Final = 0.8
"""What is left of a cue that is a body's name besides, and of a body's name that is a common word."""
_ASKED: Final = 0.9
"""What is left of a status that is a word of asking besides."""


class Names:
    """Finds what the words of a question name."""

    def __init__(self, lexicon: Lexicon, phrasing: Phrasing, examples: Path) -> None:
        self._phrasing = phrasing
        self._wordings = Wordings(lexicon, phrasing)
        self._by_word: dict[str, list[Name]] = defaultdict(list)
        names = list(dict.fromkeys(self._wordings.names(lexicon)))
        for name in names:
            for word in set(name.words):
                self._by_word[word].append(name)
        topics = [set(name.words) for name in names if name.type == "topic" and name.worth > CUE]
        self._spread = Counter(word for one in topics for word in one)
        self._topics = max(1, len(topics))
        self._evidence = Evidence(lexicon, phrasing, examples)
        texts = [text for thing in _things(lexicon) for text in thing]
        self.vocabulary = frozenset(word.text for text in texts for word in words(level(text)) if len(word.text) > 1)

    @property
    def speaking(self) -> Mapping[str, AbstractSet[str]]:
        """The stems of the words that speak of each topic, by its id."""
        return self._evidence.vocabularies

    def find(self, asked: Sequence[Word], known: Known = NOTHING_MORE) -> list[Mention]:
        """Return every mention, overlapping ones too; also of what the dataset names and the lexicon does not hold."""
        keys = [word.stem for word in asked]
        bodies = [*self._in_full(asked), *_respondents_named(asked, known.respondents), *_statements(asked)]
        covered = {place for mention in bodies for place in range(mention.first, mention.end)}
        topics = [one for one in self._topics_named(asked, covered) if not _is_of_a_body(one, bodies)]
        spoken_of = self._evidence.find(asked, bodies)
        bodies = [one for one in bodies if one.type != "modality" or self._has_status(asked)]
        found = [*bodies, *topics, *_coordinated(topics, bodies, keys), *_unnamed(spoken_of, [*bodies, *topics])]
        found += [*consulted(asked, self._phrasing, known.questions), *numbers_alone(asked)]
        return [_with_bodies(self._as_sure(mention, asked, found), bodies) for mention in found]

    def _in_full(self, asked: Sequence[Word]) -> Iterator[Mention]:
        named, said = [word.base for word in asked], [word.form for word in asked]
        for place in range(len(asked)):
            for name in {*self._by_word.get(named[place], ()), *self._by_word.get(said[place], ())}:
                keys = said if name.type == "modality" else named
                if name.type != "topic" and name.words == tuple(keys[place : place + len(name.words)]):
                    end = place + len(name.words)
                    yield Mention(name.type, name.id, place, end, name.worth, name.group, name.asker)

    def _has_status(self, asked: Sequence[Word]) -> bool:
        """Tell whether a question speaks of what can have a status; without it, *proposed* is no status."""
        return any(part.sense.groups & self._phrasing.of_status for part in phrase_parts(asked, self._phrasing))

    def _topics_named(self, asked: Sequence[Word], covered: set[int]) -> Iterator[Mention]:
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
        for name in {name for word in places for name in self._by_word.get(word, ()) if name.type == "topic"}:
            worth, present = self._share(name, places)
            if not worth:
                continue
            if len(name.words) == 1 and not any(
                self._same(name, asked[levelled[n][1]].text) for n in places[present[0]]
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
        """Return how surely the words that are present name the topic, 0 for not at all, and those words."""
        present = [word for word in name.words if word in places]
        if len(present) == len(name.words):
            return name.worth, present
        if name.worth <= CUE:
            return 0.0, present
        total = sum(map(self._weight, name.words))
        share = sum(map(self._weight, present)) / total if total else 0.0
        if share < _LEAST_PART or self._shared_by_another(name, present):
            return 0.0, present
        return name.worth * (0.7 + 0.28 * share), present

    def _shared_by_another(self, name: Name, present: Sequence[str]) -> bool:
        rivals = (other for other in self._by_word[present[0]] if other.type == "topic" and other.worth > CUE)
        return any(other.id != name.id and set(present) <= set(other.words) for other in rivals)

    def _same(self, name: Name, text: str) -> bool:
        """Tell whether a word is a topic's one word, not only of its stem: *accountable* is no accountability."""
        return base(text) in name.bases or (stem(text),) in self._phrasing.topic_words

    def _weight(self, word: str) -> float:
        if word in self._phrasing.general:
            return _LITTLE
        return math.log(1 + self._topics / (1 + self._spread[word]))

    def _joins(self, word: Word) -> bool:
        """Tell whether a word may stand between the words of one name."""
        sense = self._phrasing.senses.get((word.form,))
        if sense is None or sense.beyond:
            return False
        return sense.structure not in _PARTING if sense.structure else sense.idle

    def _says_little(self, name: Sequence[Word]) -> bool:
        """Tell whether a name is a common word in the singular: *a place in the framework*."""
        sense = self._phrasing.senses.get((name[0].form,)) if len(name) == 1 else None
        return sense is not None and sense.idle and name[0].text == name[0].base

    def _asks(self, status: Sequence[Word]) -> bool:
        """Tell whether the words for a status are words of asking besides: *asked for*."""
        sense = self._phrasing.senses.get(tuple(word.form for word in status))
        return sense is not None and bool(sense.groups)

    def _as_sure(self, mention: Mention, asked: Sequence[Word], others: Iterable[Mention]) -> Mention:
        """Trust a name less for words that were mended, and where it is only a part of another name."""
        certainty = math.prod(word.certainty for word in asked[mention.first : mention.end])
        if any(mention.within(other) and other.worth >= _WIDER for other in others):
            certainty *= _WITHIN
        if mention.type == "topic" and any(_is_longer_label(other, mention) for other in others):
            certainty *= _WITHIN
        if mention.type == "body" and any(other.type == "body" and mention.within(other) for other in others):
            certainty *= _PART_OF_BODY
        if mention.type == "text" and any(other.type != "text" and mention.covers(other) for other in others):
            certainty *= _NAMED
        if mention.cue and any(other.type == "body" and mention.covers(other) for other in others):
            certainty *= _NAMED
        if mention.type == "body" and self._says_little(asked[mention.first : mention.end]):
            certainty *= _NAMED
        if mention.type == "modality" and self._asks(asked[mention.first : mention.end]):
            certainty *= _ASKED
        return replace(mention, worth=mention.worth * certainty)


def _with_bodies(mention: Mention, bodies: Iterable[Mention]) -> Mention:
    """Return a topic with how many bodies its words name."""
    if mention.type != "topic":
        return mention
    places = {one.first for one in bodies if one.type == "body" and one.within(mention)}
    return replace(mention, bodies=len(places))


def _statements(asked: Sequence[Word]) -> Iterator[Mention]:
    for place, word in enumerate(asked):
        if STATEMENT.fullmatch(word.text):
            yield Mention("statement", word.text, place, place + 1, 1.0)


def _is_of_a_body(topic: Mention, bodies: Iterable[Mention]) -> bool:
    """Tell whether a cue was found only in the long name of a body and what stands beside it."""
    return topic.cue and any(body.within(topic) and body.end - body.first >= _LONG_NAME for body in bodies)


def _unnamed(spoken_of: Iterable[Mention], named: Sequence[Mention]) -> Iterator[Mention]:
    """Yield topics that are spoken of where no wording names them as surely, and no label another topic."""
    topics = [one for one in named if one.type == "topic"]
    for mention in spoken_of:
        inside = (one for one in topics if mention.first <= one.first and one.end <= mention.end)
        if not any(_names_as_surely(one, mention) or _names_another(one, mention) for one in inside):
            yield mention


def _names_as_surely(one: Mention, mention: Mention) -> bool:
    return one.id == mention.id and one.worth >= mention.worth and one.covers(mention)


def _is_longer_label(other: Mention, mention: Mention) -> bool:
    """Tell whether another topic is named in full by these words and more: *partnership with local government*."""
    return other.type == "topic" and not (other.cue or other.evidence) and mention.within(other)


def _names_another(one: Mention, mention: Mention) -> bool:
    """Tell whether a mention names another topic than that which is spoken of, by its label."""
    return one.id != mention.id and not one.cue and one.worth >= _WIDER


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


def _coordinated(topics: Sequence[Mention], bodies: Sequence[Mention], keys: Sequence[str]) -> Iterator[Mention]:
    """Widen a topic that a body begins or ends by what is coordinated with that body: *NHS England and* the CQC …"""
    for topic in topics:
        for body in bodies:
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
    """Return the narrowest stretch with one place of each word and nothing but grammar and names between."""
    best: tuple[int, int] | None = None
    for chosen in product(*(one[:3] for one in places)):
        first, last = min(chosen), max(chosen)
        between = set(range(first, last + 1)) - set(chosen)
        if len(set(chosen)) < len(places) or len(between) > _GAP or not between <= filling:
            continue
        if best is None or last - first < best[1] - best[0]:
            best = first, last
    return best
