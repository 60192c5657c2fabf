"""The lexicon: the bodies, topics and stances of the ontology by id, and finding them in a text.

Everything comes from the Turtle files: a label or cue added to ``ontology/*.ttl`` is found in documents and questions
without any change in Python.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from ontology import BUNDLED
from ontology.cues import AND, NOT, Cue, CueMatcher
from ontology.entries import NONE, OTHER, Body, Consulting, Element, Entries, Mechanism, Step, Topic
from ontology.phrases import Match, PhraseMatcher, longest
from ontology.reading import read
from ontology.sources import Sources
from ontology.wording import Words, is_acronym

__all__ = [
    "AND",
    "NONE",
    "NOT",
    "OTHER",
    "Body",
    "Consulting",
    "Cue",
    "Element",
    "Entries",
    "Lexicon",
    "Mechanism",
    "Mention",
    "Step",
    "Topic",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A body that a text names, or a topic that it signals; ``start`` and ``end`` are offsets in code points."""

    kind: Literal["body", "topic"]
    id: str
    start: int
    end: int
    score: float
    """1 for the name of a body or a label of a topic, less for a cue."""


class Lexicon:
    """The entries of an ontology by id, and searches for them in texts."""

    def __init__(self, entries: Entries) -> None:
        self.bodies = MappingProxyType(dict(entries.bodies))
        self.topics = MappingProxyType(dict(entries.topics))
        self.stances = MappingProxyType(dict(entries.stances))
        self.scales = MappingProxyType(dict(entries.scales))
        self.mechanisms = MappingProxyType(dict(entries.mechanisms))
        self.elements = tuple(entries.elements)
        self.kinds = MappingProxyType(dict(entries.kinds))

    @classmethod
    def load(cls, folder: Path = BUNDLED) -> "Lexicon":
        """Read the model in a folder; raises OntologyError for a file that cannot be read."""
        return cls.of(Sources.read(folder))

    @classmethod
    def of(cls, sources: Sources) -> "Lexicon":
        """Take the model from files that have been read; raises OntologyError if one is not Turtle."""
        return cls(read(sources))

    def find_bodies(self, words: Words, *, any_case: bool = False) -> list[Match[Body]]:
        """Return where bodies are named; a name within a longer one is left out."""
        return longest(_distinct(self._names.find(words, any_case=any_case)))

    def find_speakers(self, words: Words) -> list[Match[Body]]:
        """Return where a body, or people who count as one, are named; a name within a longer one is left out."""
        return longest(_distinct((*self._names.find(words), *self._people.find(words))))

    def find_cues(self, words: Words, *, any_case: bool = False) -> list[Match[Cue]]:
        """Return where phrases of the cues and labels of topics occur, including overlapping ones."""
        return self._cues.find(words, any_case=any_case)

    def find_whole_cues(self, words: Words) -> list[Match[Cue]]:
        """Return the same without cues of which another phrase does not occur in the text."""
        return self._cues.find_whole(words)

    @cached_property
    def usual_consulter(self) -> Body | None:
        """The body that is assumed to consult if nothing says who does; None if the ontology names none."""
        return next((body for body in self.bodies.values() if body.consults is Consulting.BY_DEFAULT), None)

    @cached_property
    def broader_topics(self) -> frozenset[str]:
        """Ids of the topics that have narrower ones."""
        return frozenset(topic.broader for topic in self.topics.values() if topic.broader)

    @cached_property
    def short_names(self) -> frozenset[str]:
        """Acronyms and names of one word that is in no longer name: *CQC* and *Ofsted*, but not *Department*."""
        labels = [label for body in self.bodies.values() for label in (body.label, *body.alt_labels)]
        in_longer = {word for label in labels if " " in label for word in Words(label).surfaces}
        single = (label for label in labels if label.isalpha() and label[0].isupper())
        return frozenset(label for label in single if is_acronym(label) or label not in in_longer)

    def issuer_of_framework_in(self, text: str) -> str | None:
        """Return the id of the body that issued the framework that a text names first; None if it names none."""
        named = longest(self._frameworks.find(Words(text)))
        return named[0].value if named else None

    def mechanism_in(self, text: str) -> str | None:
        """Return the id of the mechanism of accountability that a text names first; None if it names none."""
        named = longest(self._mechanisms.find(Words(text)))
        return named[0].value if named else None

    def mentions(self, text: str) -> list[Mention]:
        """Return the bodies and topics in a short text, such as a question, in their order; case is ignored."""
        words = Words(text)
        found = [_mention(words, "body", m.value.id, m, 1.0) for m in self.find_bodies(words, any_case=True)]
        cues = self.find_cues(words, any_case=True)
        present = {(m.value.topic, m.value.number, m.value.part) for m in cues}
        for match in longest(cues):
            cue = match.value
            if not cue.hides and all((cue.topic, cue.number, part) in present for part in range(cue.parts)):
                score = 1.0 if cue.label else min(0.9, 0.6 + 0.1 * match.length)
                found.append(_mention(words, "topic", cue.topic, match, score))
        best: dict[tuple[str, str, int, int], Mention] = {}
        for mention in found:
            key = (mention.kind, mention.id, mention.start, mention.end)
            best[key] = max(mention, best.get(key, mention), key=lambda one: one.score)
        return sorted(best.values(), key=lambda one: (one.start, -one.end, -one.score))

    @cached_property
    def _names(self) -> PhraseMatcher[Body]:
        return PhraseMatcher(
            ((name, body) for body in self.bodies.values() for name in (_label_in_sentence(body), *body.alt_labels)),
            keep_capitals=True,
        )

    @cached_property
    def _people(self) -> PhraseMatcher[Body]:
        return PhraseMatcher((name, body) for body in self.bodies.values() for name in body.people)

    @cached_property
    def _mechanisms(self) -> PhraseMatcher[str]:
        return PhraseMatcher(
            (name, one.id) for one in self.mechanisms.values() for name in (one.label, *one.alt_labels)
        )

    @cached_property
    def _frameworks(self) -> PhraseMatcher[str]:
        issued = ((one, one.issued_by) for one in self.elements if one.issued_by)
        return PhraseMatcher(
            ((name, issuer) for one, issuer in issued for name in (one.label, *one.alt_labels)),
            keep_capitals=True,
        )

    @cached_property
    def _cues(self) -> CueMatcher:
        return CueMatcher(self.topics.values())


def _label_in_sentence(body: Body) -> str:
    """Return the label of a body as written within a sentence: that of a group without its first capital."""
    first, _, rest = body.label.partition(" ")
    return body.label if not body.is_group or is_acronym(first) else f"{first.lower()} {rest}".strip()


def _distinct(matches: Iterable[Match[Body]]) -> list[Match[Body]]:
    """Drop repeated matches of a body at the same words, from labels that have the same folded text."""
    return list({(match.value.id, match.first, match.last): match for match in matches}.values())


def _mention(
    words: Words, kind: Literal["body", "topic"], id_: str, match: Match[Body] | Match[Cue], score: float
) -> Mention:
    return Mention(kind, id_, words.starts[match.first], words.ends[match.last], score)
