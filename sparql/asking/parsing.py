"""Cutting a question into parts: names, phrases of the phrasing data, numbers of questions, and unknown words.

Words can often be cut in more than one way. The most likely ways are kept, and the saved questions decide between them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sparql.asking.mention import Mention
from sparql.asking.parts import PEOPLE, Part, phrase_at, text_of, with_voice
from sparql.asking.phrasing import NONSENSE, Phrasing, Sense
from sparql.asking.words import Word, form

_DO: Final = frozenset(("do", "does", "did"))
_KEPT: Final = 10
"""Most ways of cutting that are kept at each word."""
_CUT_SHORT: Final = 0.93
"""Factor on certainty where the first word of a phrase of two words is taken alone; less for longer phrases."""
_SURE: Final = 0.8
"""Least worth of a name that is hardly an ordinary word."""
_FULL: Final = 0.95
"""Least worth of a full name."""
_NAMING: Final = 0.9
"""Least worth of a name whose words mean nothing by themselves."""
_PASSED_OVER: Final = 0.85
"""Factor on certainty where a name is taken for ordinary words."""
_NUMBERED: Final = frozenset(map(form, ("question", "q")))
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_NUMBER_WORDS: Final = frozenset(("number", "no", "nr"))
_NUMBER: Final = re.compile(r"\d{1,3}[a-h]?")
_BOTH: Final = "shared"
"""The group, in the phrasing data, that stands for several bodies named together."""
_COORDINATING: Final = frozenset(("and", "or", "with", "the", "versus", "vs"))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to cut the beginning of a question; the lower its cost, the more likely it is."""

    parts: tuple[Part, ...]
    cost: float


def parse(asked: Sequence[Word], named: Iterable[Mention], phrasing: Phrasing) -> list[tuple[Part, ...]]:
    """Return the most likely ways to cut a question into parts, best first."""
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
    """Yield the names, except those that cut through a full name of several words; two full names that cross stay."""
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


def _parts_at(
    place: int, asked: Sequence[Word], every: Mapping[int, Sequence[Mention]], phrasing: Phrasing
) -> Iterator[tuple[Part, int, float]]:
    """Yield the parts that may begin at ``place``, each with its end and its cost."""
    number = _question_number(place, asked)
    if number:
        yield number, number.names[0].end, 0.0
        return
    yield from _names_at(place, asked, every, phrasing)
    together = _together(place, asked, every)
    if together:
        yield Part(text_of(asked, place, together), Sense(groups=frozenset({_BOTH}))), together, 0.2
    yield from _phrases_at(place, asked, every, phrasing)


def _names_at(
    place: int, asked: Sequence[Word], every: Mapping[int, Sequence[Mention]], phrasing: Phrasing
) -> Iterator[tuple[Part, int, float]]:
    by_end: dict[int, list[Mention]] = {}
    for mention in every.get(place, ()):
        by_end.setdefault(mention.end, []).append(mention)
    for end, found in by_end.items():
        text, stretch = text_of(asked, place, end), asked[place:end]
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


def _phrases_at(
    place: int, asked: Sequence[Word], every: Mapping[int, Sequence[Mention]], phrasing: Phrasing
) -> Iterator[tuple[Part, int, float]]:
    """Yield the longest phrase of ordinary words at ``place``, and the first word of it alone."""
    part, end = phrase_at(place, asked, phrasing)
    if any(_is_sure(mention, part.sense) for mention in every.get(place, ())):
        part = replace(part, certainty=part.certainty * _PASSED_OVER)
    if not part.known and any(one.first <= place < one.end and one.worth >= _NAMING for one in _all(every)):
        part = replace(part, proper=True)
    yield part, end, _cost(part)
    if end > place + 1 and not part.sense.beyond:
        cut = _CUT_SHORT ** ((end - place - 1) ** 2)
        part, end = phrase_at(place, asked, phrasing, longest=1)
        yield replace(part, certainty=part.certainty * cut), end, _cost(part) + 0.3


def _all(every: Mapping[int, Sequence[Mention]]) -> Iterator[Mention]:
    return (mention for named in every.values() for mention in named)


def _is_verb(place: int, end: int, asked: Sequence[Word], every: Mapping[int, Sequence[Mention]]) -> bool:
    """Tell whether a single word is the verb of a question: *what does the BMA support*."""
    after_body = any(mention.type == "body" and mention.end == place for mention in _all(every))
    return after_body and end == place + 1 and any(word.text in _DO for word in asked[:place])


def _is_sure(mention: Mention, sense: Sense) -> bool:
    """Tell whether words are so surely a name that they are unlikely to be ordinary words."""
    return mention.worth >= _SURE and not mention.evidence and not (mention.cue and sense.groups)


def _together(place: int, asked: Sequence[Word], mentions: Mapping[int, Sequence[Mention]]) -> int | None:
    """Return the end of two or more askers that are named together: *the BMA and the NHS Confederation*."""
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


def _question_number(place: int, asked: Sequence[Word]) -> Part | None:
    """Return the part that names a question of the consultation by number, such as *question number four*."""
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
