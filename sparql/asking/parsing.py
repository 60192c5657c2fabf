"""A question cut into parts: names, words of the phrasing data, numbers of questions, and what is not known.

A stretch of words can often be cut in more than one way; the likelier ways are all kept, for the saved questions to
choose from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from sparql.asking.mention import Mention
from sparql.asking.phrasing import NONSENSE, Phrasing, Sense
from sparql.asking.words import Word, form, stem_set

_IDLE: Final = Sense(idle=True)
_KEPT: Final = 10
"""So many ways of cutting are kept at each word."""
_CUT_SHORT: Final = 0.93
"""What is left where a word is taken alone that begins a known phrase of two words; less, the longer the phrase."""
_SURE: Final = 0.8
_FULL: Final = 0.95
"""The least worth of a full name."""
_NAMING: Final = 0.9
"""The least worth of a name whose words are no words for themselves."""
_PASSED_OVER: Final = 0.85
"""What is left where a name is taken for ordinary words."""
_NUMBERED: Final = frozenset(map(form, ("question", "q")))
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_NUMBER_WORDS: Final = frozenset(("number", "no", "nr"))
_NUMBER: Final = re.compile(r"\d{1,3}[a-h]?")
_BE: Final = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got"))
_DO: Final = frozenset(("do", "does", "did"))
_FINITE: Final = frozenset(("do", "who"))
_STOPS_PASSIVE: Final = frozenset(("do", "have"))
_IRREGULAR: Final = frozenset(("told", "sought", "put", "said", "made", "written", "held"))
_BEFORE: Final = 4
PEOPLE: Final = "speaker"
"""The group of words for people who speak."""
_BOTH: Final = "shared"
"""The group of words that two bodies named in one breath belong to."""
_COORDINATING: Final = frozenset(("and", "or", "with", "the", "versus", "vs"))


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a question and what it may be."""

    text: str
    sense: Sense = NONSENSE
    names: tuple[Mention, ...] = ()
    passive: bool = False
    """Whether it is a participle that some form of *be* governs."""
    finite: bool = False
    """Whether *do* or *who* stands before it, so that a word such as *demands* is a verb here."""
    known: bool = True
    adverb: bool = False
    proper: bool = False
    """Whether it is not known and is a number, written as a name, or a word of a name of several words."""
    thing: bool = False
    """Whether it is not known and stands where a question names a thing: *the BMA say about* … ."""
    people: bool = False
    """Whether it names something by words that end in one for people: *doctors' leaders*."""
    certainty: float = 1.0

    @property
    def light(self) -> bool:
        """Whether a question loses nothing if the part is left out."""
        return not self.sense.beyond and not self.names and (self.sense.idle or self.sense.structure is not None)

    @property
    def stems(self) -> AbstractSet[str]:
        """Stems of its words, as topics are compared by."""
        return stem_set(self.text)


@dataclass(frozen=True, slots=True)
class _Way:
    parts: tuple[Part, ...]
    cost: float


def parse(asked: Sequence[Word], named: Iterable[Mention], phrasing: Phrasing) -> list[tuple[Part, ...]]:
    """Return the likelier ways to cut a question into parts, the likeliest first."""
    mentions: dict[int, list[Mention]] = {}
    for mention in _uncut(list(named)):
        mentions.setdefault(mention.first, []).append(mention)
    ways: list[list[_Way]] = [[] for _ in range(len(asked) + 1)]
    ways[0].append(_Way((), 0.0))
    for place in range(len(asked)):
        kept = ways[place] = sorted(ways[place], key=lambda way: way.cost)[:_KEPT]
        if not kept:
            continue
        for part, end, cost in _parts_at(place, asked, mentions, phrasing):
            ways[end].extend(_Way((*way.parts, part), way.cost + cost) for way in kept)
    finished = sorted(ways[-1], key=lambda way: way.cost)[:_KEPT]
    return [with_voice(way.parts) for way in finished]


def _uncut(named: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the names without those that cut through a full name of several words; of two that cross, both stay."""
    full = [one for one in named if one.worth >= _FULL and one.end - one.first > 1]
    for mention in named:
        unsure = mention.cue or mention.evidence
        whole = mention.worth >= _FULL and mention.end - mention.first > 1
        if not any(
            (other.type == "body" and ((mention.crosses(other) and not whole) or mention.within(other)))
            or (other.type == "topic" and unsure and mention.crosses(other))
            for other in full
        ):
            yield mention


def phrase_parts(asked: Sequence[Word], phrasing: Phrasing) -> list[Part]:
    """Cut the words of a saved phrasing, which names nothing."""
    parts: list[Part] = []
    place = 0
    while place < len(asked):
        part, end = _phrase_at(place, asked, phrasing)
        parts.append(part)
        place = end
    return parts


def _parts_at(
    place: int, asked: Sequence[Word], every: Mapping[int, Sequence[Mention]], phrasing: Phrasing
) -> Iterator[tuple[Part, int, float]]:
    mentions = every.get(place, ())
    number = _question_number(place, asked)
    if number:
        yield number, number.names[0].end, 0.0
        return
    by_end: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_end.setdefault(mention.end, []).append(mention)
    for end, found in by_end.items():
        text, stretch = _text(asked, place, end), asked[place:end]
        sense = phrasing.senses.get(tuple(word.form for word in stretch), NONSENSE)
        # a cue that is itself a word of asking, such as *accountable*, names nothing; nor does a verb
        says = sense.groups and _is_verb(place, end, asked, every)
        naming = tuple(mention for mention in found if not says and not (mention.cue and sense.groups))
        if not naming:
            continue
        worth = max(mention.worth for mention in naming)
        last = phrasing.senses.get((stretch[-1].form,), NONSENSE)
        yield (
            Part(text, sense, naming, people=PEOPLE in last.groups and end > place + 1),
            end,
            0.3 + (1 - worth) - 0.12 * (end - place),
        )
    together = _together(place, asked, every)
    if together:
        yield Part(_text(asked, place, together), Sense(groups=frozenset({_BOTH}))), together, 0.2
    part, end = _phrase_at(place, asked, phrasing)
    if any(_is_sure(mention, part.sense) for mention in mentions):
        part = replace(part, certainty=part.certainty * _PASSED_OVER)
    if not part.known and any(one.first <= place < one.end and one.worth >= _NAMING for one in _all(every)):
        part = replace(part, proper=True)
    yield part, end, _cost(part)
    if end > place + 1 and not part.sense.beyond:
        cut = _CUT_SHORT ** ((end - place - 1) ** 2)
        part, end = _phrase_at(place, asked, phrasing, longest=1)
        yield replace(part, certainty=part.certainty * cut), end, _cost(part) + 0.3


def _all(every: Mapping[int, Sequence[Mention]]) -> Iterator[Mention]:
    return (mention for named in every.values() for mention in named)


def _is_verb(place: int, end: int, asked: Sequence[Word], every: Mapping[int, Sequence[Mention]]) -> bool:
    """Tell whether one word is the verb of a question: *what does the BMA support*."""
    after_body = any(mention.type == "body" and mention.end == place for mention in _all(every))
    return after_body and end == place + 1 and any(word.text in _DO for word in asked[:place])


def _is_sure(mention: Mention, sense: Sense) -> bool:
    """Tell whether words that are taken for ordinary ones name something after all."""
    return mention.worth >= _SURE and not mention.evidence and not (mention.cue and sense.groups)


def _together(place: int, asked: Sequence[Word], mentions: Mapping[int, Sequence[Mention]]) -> int | None:
    """Return the end of two or more bodies that ask, named in one breath: *the BMA and the NHS Confederation*."""
    end, count = place, 0
    while True:
        askers = [mention for mention in mentions.get(end, ()) if mention.asker]
        if not askers:
            return None
        end, count = max(mention.end for mention in askers), count + 1
        after = end
        while after < len(asked) and asked[after].text in _COORDINATING:
            after += 1
        if after == end or not any(mention.asker for mention in mentions.get(after, ())):
            return end if count > 1 else None
        end = after


def _cost(part: Part) -> float:
    if not part.known:
        return 1.5
    return 0.1 if part.light else 0.3


def _phrase_at(place: int, asked: Sequence[Word], phrasing: Phrasing, longest: int | None = None) -> tuple[Part, int]:
    """Return the longest phrase of the data that begins at a word; the word itself, unknown, where there is none."""
    for length in range(min(longest or phrasing.longest, len(asked) - place), 0, -1):
        stretch = asked[place : place + length]
        sense = phrasing.senses.get(tuple(word.form for word in stretch))
        if sense is not None and not (length == 1 and stretch[0].name and sense == _IDLE):
            certainty = min(word.certainty for word in stretch)
            return Part(_text(asked, place, place + length), sense, certainty=certainty), place + length
    word = asked[place]
    proper = word.name or word.text.isdigit()
    return Part(word.text, known=False, adverb=word.text.endswith("ly") and not word.name, proper=proper), place + 1


def _question_number(place: int, asked: Sequence[Word]) -> Part | None:
    """Return the part that names a question of the consultation by its number: ``question number four``."""
    if asked[place].form not in _NUMBERED:
        return None
    at = place + 2 if place + 1 < len(asked) and asked[place + 1].text in _NUMBER_WORDS else place + 1
    if at >= len(asked):
        return None
    text = asked[at].text
    number = _NUMBERS.get(text, text)
    if not _NUMBER.fullmatch(number):
        return None
    return Part(f"question {number}", names=(Mention("question", number, place, at + 1, 1.0),))


def with_voice(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Mark the participles that a form of *be* makes passive: *is NHSEI asked*, *has been asked*."""
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
    if not part.sense.groups or not ({first, last} & _IRREGULAR or first.endswith("ed") or last.endswith("ed")):
        return False
    for before in reversed(parts[max(0, number - _BEFORE) : number]):
        if set(before.text.split()) & _BE and not (before.sense.idle and before.sense.structure is None):
            return True
        if before.sense.structure in _STOPS_PASSIVE or (before.sense.groups and not before.names):
            return False
    return False


def _text(asked: Sequence[Word], first: int, end: int) -> str:
    return " ".join(word.text for word in asked[first:end])
