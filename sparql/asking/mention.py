"""Names of things in the ontology, and the places in a question where one is mentioned."""

from dataclasses import dataclass
from typing import Final

NEARLY_FULL: Final = 0.75
"""Least worth of a mention that is a full or nearly full name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A wording that names a thing of the ontology."""

    type: str
    """``body``, ``topic``, ``stance``, ``modality``: the type of the parameter that takes it."""
    id: str
    words: tuple[str, ...]
    """Its words as compared, without grammar."""
    worth: float
    """How surely it names the thing: 1 for a label, less for other wordings."""
    group: bool = False
    """Whether it is a group of bodies."""
    asker: bool = False
    """Whether it is a kind of body that asks more often than it is asked."""
    bases: frozenset[str] = frozenset()
    """For a topic's name of one word: the word, singular and in small letters."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a question, from word ``first`` up to word ``end``, that names something."""

    type: str
    id: str
    first: int
    end: int
    worth: float
    group: bool = False
    asker: bool = False
    """Whether it names a body that asks more often than it is asked."""
    cue: bool = False
    """Whether it is only a topic's cue."""
    evidence: bool = False
    """Whether the words only speak of the topic, without naming it."""
    bodies: int = 0
    """For a topic, how many bodies are named by some of its words."""

    @property
    def kind(self) -> str:
        """Its type; for a body ``respondent``, ``group`` or ``organisation``."""
        if self.type != "body":
            return self.type
        return "respondent" if self.asker else "group" if self.group else "organisation"

    def is_a(self, kind: str | None) -> bool:
        """Tell whether a body is a ``group``, an ``organisation`` or an ``asker``."""
        kinds = {None: True, "group": self.group, "organisation": not self.group, "asker": self.asker}
        return kinds.get(kind, False)

    def covers(self, other: "Mention") -> bool:
        """Tell whether another mention has exactly the same words."""
        return (self.first, self.end) == (other.first, other.end)

    def within(self, other: "Mention") -> bool:
        """Tell whether another mention has all of these words and more."""
        return other.first <= self.first and self.end <= other.end and other.end - other.first > self.end - self.first

    def crosses(self, other: "Mention") -> bool:
        """Tell whether two mentions overlap and neither contains the other."""
        first, second = sorted((self, other), key=lambda one: one.first)
        return first.first < second.first < first.end < second.end
