"""A wording that names a thing of the ontology, and a place in a question where one stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A wording that names a thing of the ontology."""

    type: str
    """``body``, ``topic``, ``stance``, ``modality``: the type of the parameter that takes it."""
    id: str
    words: tuple[str, ...]
    """Its words as compared, without grammar."""
    worth: float
    """1 for a label, less for what names the thing less surely."""
    group: bool = False
    """Whether it is a group of bodies."""
    asker: bool = False
    """Whether it is of a kind of body that asks more often than it is asked."""
    bases: frozenset[str] = frozenset()
    """For a topic's name of one word: the word, singular and in small letters."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a question that names something; ``first`` and ``end`` count words."""

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
    """Whether nothing names the topic, but the words speak of it."""
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
        """Tell whether another mention has just these words."""
        return (self.first, self.end) == (other.first, other.end)

    def within(self, other: "Mention") -> bool:
        """Tell whether another mention has all these words, and more."""
        return other.first <= self.first and self.end <= other.end and other.end - other.first > self.end - self.first

    def crosses(self, other: "Mention") -> bool:
        """Tell whether another mention shares some of its words, and each has words that the other lacks."""
        first, second = sorted((self, other), key=lambda one: one.first)
        return first.first < second.first < first.end < second.end
