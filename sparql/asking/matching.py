"""How well the parts of a question fit a saved question: which parameter takes which name, and what is left over."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from typing import Final

from sparql.asking.bearing import bearing, marked
from sparql.asking.leftovers import Around, Leftovers
from sparql.asking.mention import Mention
from sparql.asking.parts import Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.roles import Asked, Choice, Roles
from sparql.asking.signs import NONE, Scales, Sign, Signs, together
from sparql.asking.templates import Symbol, Template, plain, symbol

_NO_WORDS: Final = frozenset[str]()
_ASKING: Final = frozenset(("who", "what", "which", "how", "where", "do", "be"))
_WORTH_READING: Final = -9.0
"""Lowest total of a reading that is pursued."""
_TELLING_SLOTS: Final = 2
"""Fewest names that make a question without any word of asking: *BMA question 4*."""
_NAMED: Final = frozenset(("topic", "body", "question"))
_MOST_CHOICES: Final = 96
"""Most ways of giving names to parameters that are tried."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One reading: a saved question, the values of its parameters, and the signs for and against it."""

    question: str
    parameters: Mapping[str, str]
    signs: Signs


@dataclass(frozen=True, slots=True)
class _Said:
    """A question with its names given to parameters, prepared for comparison with phrasings."""

    symbols: Sequence[Symbol]
    forms: frozenset[str]
    """The forms of all its parts."""
    words: frozenset[str]
    ease: float
    """Factor on the weight of missing and surplus words, up to 1."""
    costs: Sequence[tuple[Signs, frozenset[str]]]
    """The signs of each part if the phrasing does not explain it, with its forms, the worst first."""


class Matcher:
    """Compares the parts of a question with saved questions."""

    def __init__(
        self,
        phrasing: Phrasing,
        speaking: Mapping[str, AbstractSet[str]],
        scales: Scales,
        leftovers: Leftovers,
    ) -> None:
        self._leftovers = leftovers
        self._speaking = speaking
        self._scales = scales
        self._roles = Roles(phrasing, scales)

    def fits(self, parts: Sequence[Part], questions: Iterable[tuple[Asked, float]]) -> Iterator[Fit]:
        """Yield a reading for each way of giving the question's names to the parameters of a saved question.

        Each saved question is given with a factor on the weight of words that it does not explain, which is the lower,
        the surer the examples are of the question.
        """
        kept = marked(bearing(parts))
        said = [symbol(part) for part in kept]
        own = [(part, plain(one.forms)) for part, one in zip(kept, said, strict=True) if not part.names]
        mended = self._scales.weigh_log(Sign.DOUBTFUL, math.prod(part.certainty for part in parts if not part.names))
        for asked, ease in questions:
            extra = ((part, forms) for part, forms in own if not forms & asked.explained)
            left = sum(self._leftovers.at_best(part, forms, ease).total for part, forms in extra)
            if mended.total + left < _WORTH_READING:
                continue
            for choice in self._choices(kept, asked):
                signs = self._signs(kept, said, choice, asked, ease)
                if signs is not None:
                    yield Fit(
                        asked.name, {slot: mention.id for slot, mention in choice.values() if slot}, mended + signs
                    )

    @staticmethod
    def _choices(parts: Sequence[Part], asked: Asked) -> Iterator[Choice]:
        """Yield the ways of giving names to parameters, each parameter at most once and required ones always."""
        named = [number for number, part in enumerate(parts) if part.names]
        options = [
            [
                *((slot, m) for m in parts[number].names for slot, kind in asked.types.items() if kind == m.type),
                ("", parts[number].names[0]),
            ]
            for number in named
        ]
        count = 0
        for chosen in product(*options):
            slots = [slot for slot, _ in chosen if slot]
            taken = [(m.type, m.id) for slot, m in chosen if slot]
            if len(slots) == len(set(slots)) and len(taken) == len(set(taken)) and asked.required <= set(slots):
                yield dict(zip(named, chosen, strict=True))
                count += 1
                if count >= _MOST_CHOICES:
                    return

    def _signs(
        self, parts: Sequence[Part], shown: Sequence[Symbol], choice: Choice, asked: Asked, ease: float
    ) -> Signs | None:
        """Return the signs of a choice, by the phrasing that fits it best; None if none fits."""
        telling = self._telling_words(choice)
        slots = {slot: mention for slot, mention in choice.values() if slot}
        free = {kind for name, kind in asked.types.items() if name not in slots}
        base = self._names_tell(parts, choice, telling, free)
        if base.total < _WORTH_READING:
            return None
        open_ = bool(free & _NAMED) or not _NAMED & set(asked.types.values())
        said = self._said(parts, shown, choice, Around(telling, ease, open_))
        best: Signs | None = None
        enough = _WORTH_READING
        for template in asked.templates:
            if not template.slots <= slots.keys() or any(not slots[slot].is_a(kind) for slot, kind in template.kinds):
                continue
            outside = Sign.OUTSIDE if template.slots else Sign.OUTSIDE_ALL
            told = base + self._scales.weigh(outside, len(slots.keys() - template.slots))
            signs = self._words_tell(said, template, told, enough)
            if signs is not None and signs.total > enough:
                best, enough = signs, signs.total
        return best + self._roles.tell(parts, said.symbols, choice, asked) if best else None

    def _telling_words(self, choice: Choice) -> AbstractSet[str]:
        """Return the stems of the words that describe the topics of a choice."""
        chosen = (self._speaking.get(m.id, _NO_WORDS) for slot, m in choice.values() if slot and m.type == "topic")
        return frozenset[str]().union(*chosen)

    def _said(self, parts: Sequence[Part], shown: Sequence[Symbol], choice: Choice, around: Around) -> _Said:
        symbols = [
            Symbol(slot=choice[number][0]) if number in choice and choice[number][0] else one
            for number, one in enumerate(shown)
        ]
        forms = [plain(one.forms) for one in symbols]
        unnamed = [(part, own) for part, own, one in zip(parts, forms, symbols, strict=True) if not one.slot]
        costs = [(self._leftovers.unexplained(part, own, around), own) for part, own in unnamed]
        return _Said(
            symbols,
            frozenset[str]().union(*forms),
            frozenset(one.words for one in symbols),
            around.ease,
            sorted((pair for pair in costs if pair[0].amounts), key=lambda pair: pair[0].total),
        )

    def _names_tell(
        self, parts: Sequence[Part], choice: Choice, telling: AbstractSet[str], free: AbstractSet[str]
    ) -> Signs:
        """Return the signs of how surely things are named."""
        taken = {(mention.type, mention.id) for slot, mention in choice.values() if slot}
        guessed = any(mention.evidence for slot, mention in choice.values() if slot)
        twice = sum(
            guessed and bool(slot) and mention.type == "body" and parts[number].stems <= telling
            for number, (slot, mention) in choice.items()
        )
        return together(
            [
                self._scales.weigh(Sign.TWICE, twice),
                *(
                    self._named(mention) if slot else self._unused(parts[number], taken, telling, free)
                    for number, (slot, mention) in choice.items()
                ),
            ]
        )

    def _words_tell(self, said: _Said, template: Template, signs: Signs, enough: float) -> Signs | None:
        """Add the signs of words that only the phrasing or only the question has; return None below ``enough``."""
        missing = [forms for forms in template.wanted if not forms & said.forms]
        for forms in missing:
            signs += self._leftovers.missing(forms, said.ease)
        if len(missing) == len(template.wanted) and (missing or len(template.slots) < _TELLING_SLOTS):
            signs += self._scales.weigh(Sign.WORDLESS)
        for cost, forms in said.costs:
            if signs.total < enough:
                return None
            if not forms & template.explained:
                signs += cost
        signs += self._scales.weigh(Sign.OTHER_WORD, sum(words not in said.words for words in template.telling))
        signs += self._scales.weigh(Sign.OTHER_ASKING, _asks_who(said.symbols) != _asks_who(template.symbols))
        if signs.total < enough:
            return None
        return signs + self._scales.weigh(Sign.OTHER_ORDER, 1 - _in_order(said.symbols, template.symbols))

    def _named(self, mention: Mention) -> Signs:
        """Return the signs of how surely a thing is named."""
        within = Sign.WITHIN_EVIDENCE if mention.evidence else Sign.WITHIN_TOPIC
        return self._scales.weigh_log(_worth(mention), mention.worth) + self._scales.weigh(within, mention.bodies)

    def _unused(
        self, part: Part, taken: Collection[tuple[str, str]], telling: AbstractSet[str], free: AbstractSet[str]
    ) -> Signs:
        """Return the signs of a name that no parameter takes; none if it repeats a name that is taken.

        ``free`` are the types of the parameters without a value.
        """
        if any((mention.type, mention.id) in taken for mention in part.names):
            return NONE
        takable = any(mention.type in free for mention in part.names)
        if part.stems <= telling:
            return self._scales.weigh(Sign.SPEAKING_NAME_FREE if takable else Sign.SPEAKING_NAME)
        if any(type_ == "question" for type_, _ in taken) and all(mention.type == "topic" for mention in part.names):
            return self._scales.weigh(Sign.EXPLAINING)
        if part.sense.groups:
            return self._scales.weigh(Sign.PLAIN_WORD)
        none_taken = all(type_ != "topic" for type_, _ in taken)
        topic = none_taken and any(mention.type == "topic" for mention in part.names)
        return self._scales.weigh(Sign.UNUSED_FREE if takable else Sign.UNUSED_TOPIC if topic else Sign.UNUSED)


def _worth(mention: Mention) -> Sign:
    """Return the sign for how surely a thing of this kind is named."""
    if mention.type == "topic":
        return Sign.EVIDENCE if mention.evidence else Sign.CUE if mention.cue else Sign.TOPIC
    return Sign.BODY if mention.type == "body" else Sign.OTHER_NAME


def _asks_who(symbols: Sequence[Symbol]) -> bool:
    asking = (one.forms & _ASKING for one in symbols)
    return next((forms for forms in asking if forms), frozenset()) == {"who"}


def _in_order(symbols: Sequence[Symbol], others: Sequence[Symbol]) -> float:
    """Return the share of a phrasing that the question has in the same order (longest common subsequence)."""
    row = [0] * (len(others) + 1)
    for one in symbols:
        previous = 0
        for place, other in enumerate(others, 1):
            same = one.slot == other.slot if one.slot or other.slot else bool(one.forms & other.forms)
            previous, row[place] = row[place], previous + 1 if same else max(row[place], row[place - 1])
    return row[-1] / max(1, len(others))
