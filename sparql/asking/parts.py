"""The parts of a question or a phrasing: phrases that the phrasing data have, unknown words, and what is passive."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from sparql.asking.mention import Mention
from sparql.asking.phrasing import NONSENSE, Phrasing, Sense
from sparql.asking.words import Word, stem_set

PEOPLE: Final = "speaker"
"""The group, in the phrasing data, of the words for people who speak."""
_IDLE: Final = Sense(idle=True)
_BE: Final = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"))
_FINITE: Final = frozenset(("do", "who"))
_STOPS_PASSIVE: Final = frozenset(("do", "have"))
_IRREGULAR_PARTICIPLES: Final = frozenset(("told", "sought", "put", "said", "made", "written", "held"))
_BEFORE: Final = 4
"""Most parts between a form of *be* and its participle."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words in a question, and one reading of it."""

    text: str
    sense: Sense = NONSENSE
    names: tuple[Mention, ...] = ()
    passive: bool = False
    """Whether it is a participle that some form of *be* governs."""
    finite: bool = False
    """Whether *do* or *who* precedes it, which makes a word such as *demands* a verb."""
    known: bool = True
    adverb: bool = False
    proper: bool = False
    """Whether it is unknown and either a number, capitalised like a name, or part of a name of several words."""
    thing: bool = False
    """Whether it is unknown and stands where a question names a thing: *what does the BMA say about …*."""
    people: bool = False
    """Whether it is a name that ends in a word for people: *doctors' leaders*."""
    certainty: float = 1.0

    @property
    def light(self) -> bool:
        """Whether the part may be left out: a filler, or a word of grammar."""
        return not self.sense.beyond and not self.names and (self.sense.idle or self.sense.structure is not None)

    @property
    def stems(self) -> AbstractSet[str]:
        """The stems of its words, by which topics are compared."""
        return stem_set(self.text)


def phrase_parts(asked: Sequence[Word], phrasing: Phrasing) -> list[Part]:
    """Cut words into phrases of the phrasing data and unknown words, without looking for names."""
    parts: list[Part] = []
    place = 0
    while place < len(asked):
        part, end = phrase_at(place, asked, phrasing)
        parts.append(part)
        place = end
    return parts


def phrase_at(place: int, asked: Sequence[Word], phrasing: Phrasing, longest: int | None = None) -> tuple[Part, int]:
    """Return the longest phrase that begins at ``place``, or the word there as unknown, and where it ends."""
    for length in range(min(longest or phrasing.longest, len(asked) - place), 0, -1):
        stretch = asked[place : place + length]
        sense = phrasing.senses.get(tuple(word.form for word in stretch))
        if sense is not None and not (length == 1 and stretch[0].name and sense == _IDLE):
            certainty = min(word.certainty for word in stretch)
            return Part(text_of(asked, place, place + length), sense, certainty=certainty), place + length
    word = asked[place]
    proper = word.name or word.text.isdigit()
    return Part(word.text, known=False, adverb=word.text.endswith("ly") and not word.name, proper=proper), place + 1


def with_voice(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts with passive participles (*is NHSEI asked*, *has been asked*) and finite verbs marked."""
    verb = False
    marked = []
    for number, part in enumerate(parts):
        passive = _passive(parts, number)
        marked.append(replace(part, passive=passive, finite=verb and not passive))
        verb = verb or part.sense.structure in _FINITE
    return tuple(marked)


def _passive(parts: Sequence[Part], number: int) -> bool:
    part = parts[number]
    last = part.text.split()[-1] if part.text else ""
    first = part.text.split()[0] if part.text else ""
    if not part.sense.groups or not (
        {first, last} & _IRREGULAR_PARTICIPLES or first.endswith("ed") or last.endswith("ed")
    ):
        return False
    for before in reversed(parts[max(0, number - _BEFORE) : number]):
        if set(before.text.split()) & _BE and not (before.sense.idle and before.sense.structure is None):
            return True
        if before.sense.structure in _STOPS_PASSIVE or (before.sense.groups and not before.names):
            return False
    return False


def text_of(asked: Sequence[Word], first: int, end: int) -> str:
    return " ".join(word.text for word in asked[first:end])
