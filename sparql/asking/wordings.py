"""The names of bodies, topics, statuses and parts of the framework, in the form in which questions are compared."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ontology.entries import Body, Element, Topic
from ontology.lexicon import AND, NOT, OTHER, Lexicon
from ontology.wording import base
from sparql.asking.mention import Name
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import bases, forms, level, stems, words

_GRAMMAR: Final = frozenset(
    stems("which what who how not a an the and or of in on for to with by at from as is be being")
)
_PARTS: Final = re.compile(r",| and | & | or ")
CUE: Final = 0.9
"""Worth of a cue, which signals a topic without naming it."""
_ALTERNATIVE: Final = 0.98
"""Worth of an alternative label of a topic."""
_PART: Final = 0.95
"""Worth of one part of a label such as *culture and leadership*."""
_CALLED: Final = 0.95
"""Worth of a name that others give to a body."""
_ELEMENT: Final = 0.95
"""Worth of a name of a part of the framework, whose words are often those of a topic too."""


class Wordings:
    """Yields the names of a lexicon, with synonyms for the same topic replaced by one word."""

    def __init__(self, lexicon: Lexicon, phrasing: Phrasing) -> None:
        self._phrasing = phrasing
        self._levels = {**_acronyms(lexicon), **phrasing.topic_words}
        self._longest_level = max(map(len, self._levels), default=1)

    def names(self, lexicon: Lexicon) -> Iterator[Name]:
        """Yield every name; some come more than once."""
        for body in lexicon.bodies.values():
            yield from self._body_names(body)
        for topic in lexicon.topics.values():
            if topic.id != OTHER:
                yield from self._topic_names(topic)
        yield from self._involvements(lexicon)
        for element in lexicon.elements:
            yield from (Name("text", element.label, bases(text), _ELEMENT) for text in self._of_element(element))
        for status in lexicon.scales.get("modality", ()):
            for wording in (status, *self._phrasing.statuses.get(status, ())):
                yield Name("modality", status, forms(wording), 1.0)

    def _body_names(self, body: Body) -> Iterator[Name]:
        for label in (body.label, body.id, *body.alt_labels):
            yield Name("body", body.id, without_article(bases(label)), 1.0, body.is_group, body.mostly_asks)
        for name in self._phrasing.bodies.get(body.id, ()):
            yield Name("body", body.id, without_article(bases(name)), _CALLED, body.is_group, body.mostly_asks)
        if body.is_group:
            for part in filter(_is_plural, _PARTS.split(body.label)):
                yield Name("body", body.id, without_article(bases(part)), _PART, group=True)

    def _of_element(self, element: Element) -> Iterator[str]:
        """Yield the names of a part of the framework; an ordinary word only before *theme* or the like."""
        for label in (element.label, *element.alt_labels):
            if forms(label) not in self._phrasing.senses:
                yield label
            yield from (f"{label} {word}" for word in self._phrasing.parts)
        if element.is_whole:
            yield from self._phrasing.whole

    def _topic_names(self, topic: Topic) -> Iterator[Name]:
        for label in (topic.label, topic.id, *topic.alt_labels):
            yield self._topic(topic.id, label, 1.0 if label == topic.label else _ALTERNATIVE)
            for part in _PARTS.split(label):
                if part != label and len(self._compared(part)) > 1:
                    yield self._topic(topic.id, part, _PART)
        for cue in topic.cues:
            if not cue.startswith(NOT):
                yield self._topic(topic.id, cue.replace(AND, " "), CUE)
        for text in topic.asked_as:
            yield self._topic(topic.id, text, CUE)

    def _involvements(self, lexicon: Lexicon) -> Iterator[Name]:
        """Yield names such as *involvement of charities* for a topic of which the name of the group is a cue."""
        cues = [(topic.id, {bases(cue) for cue in topic.cues}) for topic in lexicon.topics.values()]
        for body in (body for body in lexicon.bodies.values() if body.is_group):
            names = (body.label, *body.alt_labels)
            compared = {bases(name) for name in names}
            for id_, of_topic in cues:
                if not compared.isdisjoint(of_topic):
                    texts = (f"{name} {word}" for name in names for word in self._phrasing.involving)
                    yield from (self._topic(id_, text, CUE) for text in texts)

    def _topic(self, id_: str, text: str, worth: float) -> Name:
        bases = frozenset(base(word.text) for word in words(level(text)))
        return Name("topic", id_, self._compared(text), worth, bases=bases)

    def _compared(self, text: str) -> tuple[str, ...]:
        kept = [key for key, _, _ in self.levelled([word.stem for word in words(level(text))])]
        return tuple(dict.fromkeys(key for key in kept if key not in _GRAMMAR))

    def levelled(self, keys: Sequence[str]) -> list[tuple[str, int, int]]:
        """Return the words as topics are compared, each with its start and its end in ``keys``."""
        found: list[tuple[str, int, int]] = []
        place = 0
        while place < len(keys):
            for length in range(min(self._longest_level, len(keys) - place), 0, -1):
                levelled = self._levels.get(tuple(keys[place : place + length]))
                if levelled:
                    break
            found.extend((word, place, place + length) for word in levelled or (keys[place],))
            place += length
        return found


def _is_plural(part: str) -> bool:
    """Tell whether part of a group's name is a name itself, as *health* in *health and wellbeing boards* is not."""
    *_, last = part.lower().split()
    return base(last) != last


def without_article(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the name of a body without *the* before it."""
    return name[1:] if name[:1] == ("the",) and len(name) > 1 else name


def _acronyms(lexicon: Lexicon) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the names of bodies whose acronym is in a topic's label: *Care Quality Commission alignment*."""
    of_topics = {word for topic in lexicon.topics.values() for word in stems(topic.label)}
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for body in lexicon.bodies.values():
        names = [stems(name) for name in (body.label, *body.alt_labels)]
        short = next((name for name in names if len(name) == 1 and name[0] in of_topics), None)
        if short and not body.is_group:
            found.update(dict.fromkeys(names, short))
    return found
