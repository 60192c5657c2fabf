"""Finding cues, the phrases that signal a topic, in a text.

The words of a cue match in all their forms (:mod:`ontology.wording`). Three signs change that:

- ``+`` joins phrases that must all occur in one sentence: ``oversight meeting + minutes``.
- ``=`` before a phrase restricts its words to singular, plural and possessive: ``=regulator`` does not match
  *regulation*.
- ``-`` before a phrase says that it is not a cue, and hides cues inside it: ``-mental health trust`` names a body, and
  not the topic of mental health.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ontology.entries import OTHER, Topic
from ontology.phrases import Homographs, Match, PhraseMatcher, matches
from ontology.wording import Words

AND: Final = " + "
"""Joins the phrases of a cue that must all occur in one sentence."""
LITERAL: Final = "="
"""Begins a phrase whose words match in singular, plural and possessive only."""
NOT: Final = "-"
"""Begins a phrase that is not a cue, and hides those inside it."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One phrase of a topic's cue, which may have several."""

    topic: str
    """Id of the topic."""
    number: int
    """Index of the cue among those of the topic."""
    part: int
    """Index of the phrase in the cue."""
    parts: int
    """How many phrases the cue has."""
    label: bool = False
    """Whether the phrase is the topic's own label or alternative label."""
    hides: bool = False
    """Whether the phrase only hides those inside it."""


class CueMatcher:
    """Finds the cues and the labels of topics."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        phrases = [each for topic in topics for each in _phrases(topic)]
        literal = [(phrase, cue) for phrase, cue in phrases if _is_literal(phrase, cue)]
        inflected = [(phrase, cue) for phrase, cue in phrases if not _is_literal(phrase, cue)]
        self._inflected = PhraseMatcher(inflected, by_stem=True)
        self._literal = PhraseMatcher(literal)

    def find(self, words: Words, *, any_case: bool = False) -> list[Match[Cue]]:
        """Return where phrases of cues occur, including overlapping ones."""
        return [*self._inflected.find(words, any_case=any_case), *self._literal.find(words, any_case=any_case)]

    def find_whole(self, words: Words) -> list[Match[Cue]]:
        """Return where phrases of cues occur, except cues of which another phrase does not occur in the text."""
        places = [*self._inflected.places(words), *self._literal.places(words)]
        found = {alike for _last, alike in places}
        parts = {phrase.value for alike in found for phrase in alike.phrases if phrase.value.parts > 1}
        if not parts:
            return matches(places, words)
        held = Counter((cue.topic, cue.number) for cue in parts)
        alone = {cue for cue in parts if held[cue.topic, cue.number] < cue.parts}
        whole = {alike: Homographs(tuple(one for one in alike.phrases if one.value not in alone)) for alike in found}
        return matches(((last, whole[alike]) for last, alike in places), words)


def _phrases(topic: Topic) -> Iterator[tuple[str, Cue]]:
    """Yield the phrases of a topic's cues and, unless it is the topic for everything else, of its labels."""
    names = (topic.label, *topic.alt_labels) if topic.id != OTHER else ()
    for number, cue in enumerate((*topic.cues, *names)):
        phrases = [phrase.strip() for phrase in cue.split(AND)]
        is_name = number >= len(topic.cues)
        for part, phrase in enumerate(phrases):
            yield phrase, Cue(topic.id, number, part, len(phrases), is_name, phrase.startswith(NOT))


def _is_literal(phrase: str, cue: Cue) -> bool:
    """Tell whether the words of a phrase only match in singular, plural and possessive, as those of labels do."""
    return cue.label or phrase.startswith(LITERAL)
