"""Cues: the phrases of topics, and where they occur in a text.

A cue is a phrase; its words match in all their forms (:mod:`ontology.wording`). Phrases joined by `` + `` make one
cue that holds where all of them occur in one sentence: ``oversight meeting + minutes``. A phrase that opens with an
equals sign matches in its plural and possessive alone: ``=regulator`` is not *regulation*. A phrase that opens with a
minus sign is no cue, and hides those inside it: ``-mental health trust`` names a body, not the topic.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ontology.entries import Topic
from ontology.phrases import Homographs, Match, PhraseMatcher, matches
from ontology.wording import Words

AND: Final = " + "
"""Joins the phrases of a cue that must all occur in one sentence."""
LITERAL: Final = "="
"""Opens a phrase of a cue whose words keep their endings."""
NOT: Final = "-"
"""Opens a phrase that is no cue but hides shorter ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One phrase of a topic's cue, which may have several."""

    topic: str
    number: int
    """Which of the topic's cues."""
    part: int
    parts: int
    label: bool = False
    """Whether the phrase is the topic's own label or alternative label."""
    hides: bool = False
    """Whether the phrase only hides those inside it."""


class CueMatcher:
    """Finds the cues of topics, and the labels of those whose names are wordings to look for."""

    def __init__(self, topics: Iterable[tuple[Topic, bool]]) -> None:
        phrases = [each for topic, by_name in topics for each in _phrases(topic, by_name=by_name)]
        literal = [(phrase, cue) for phrase, cue in phrases if _is_literal(phrase, cue)]
        inflected = [(phrase, cue) for phrase, cue in phrases if not _is_literal(phrase, cue)]
        self._inflected = PhraseMatcher(inflected, by_stem=True)
        self._literal = PhraseMatcher(literal)

    def find(self, words: Words, *, any_case: bool = False) -> list[Match[Cue]]:
        """Return where phrases occur, including overlapping ones."""
        return [*self._inflected.find(words, any_case=any_case), *self._literal.find(words, any_case=any_case)]

    def find_whole(self, words: Words) -> list[Match[Cue]]:
        """Return the same, but only phrases of cues all of whose phrases occur in the text."""
        places = [*self._inflected.places(words), *self._literal.places(words)]
        found = {alike for _last, alike in places}
        parts = {phrase.value for alike in found for phrase in alike.phrases if phrase.value.parts > 1}
        if not parts:
            return matches(places, words)
        held = Counter((cue.topic, cue.number) for cue in parts)
        alone = {cue for cue in parts if held[cue.topic, cue.number] < cue.parts}
        whole = {alike: Homographs(tuple(one for one in alike.phrases if one.value not in alone)) for alike in found}
        return matches(((last, whole[alike]) for last, alike in places), words)


def _phrases(topic: Topic, *, by_name: bool) -> Iterator[tuple[str, Cue]]:
    names = (topic.label, *topic.alt_labels) if by_name else ()
    for number, cue in enumerate((*topic.cues, *names)):
        phrases = [phrase.strip() for phrase in cue.split(AND)]
        is_name = number >= len(topic.cues)
        for part, phrase in enumerate(phrases):
            yield phrase, Cue(topic.id, number, part, len(phrases), is_name, phrase.startswith(NOT))


def _is_literal(phrase: str, cue: Cue) -> bool:
    """Tell whether only plural and possessive may differ: in labels, and where the cue says so."""
    return cue.label or phrase.startswith(LITERAL)
