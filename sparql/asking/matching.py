"""How well one way of cutting a question fits one saved question: which parameter takes what, and what is left over."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from operator import itemgetter
from typing import Final

from sparql.asking.bearing import bearing, marked
from sparql.asking.parsing import Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.roles import Asked, Choice, Roles
from sparql.asking.templates import Symbol, Template, plain, symbol
from sparql.asking.words import form

_USUAL_WEIGHT: Final = 0.5
_MISSING: Final = 0.6
"""At most so much is left when a word of the phrasing is missing."""
_OTHER_WORD: Final = 0.985
"""For each word of the phrasing that the question says in another word of its group."""
_UNKNOWN: Final = 0.35
_VERBAL: Final = ("ing", "ed")
_DOING: Final = 0.7
"""For an unknown word that looks like the form of a verb."""
_USUAL_WORD: Final = 0.9
_ADVERB: Final = 0.88
_SPEAKING: Final = 0.93
"""For a word that is no part of the topic's name but speaks of the topic."""
_NO_WORDS: Final = frozenset[str]()
_TWICE: Final = 0.75
"""For a body whose name alone speaks of the topic, where nothing else names the topic."""
_BEYOND: Final = 0.15
_UNUSED_NAME: Final = 0.3
_EXPLAINING: Final = 0.85
"""The same for a topic beside the number of a question, which it says the subject of: *question 8, on support*."""
_PLAIN_WORD: Final = 0.88
"""For a name that is taken for a word of asking."""
_OUTSIDE: Final = 0.98
"""For a parameter that the phrasing does not mention but the question gives."""
_NAMELESS: Final = 0.9
"""The same where the phrasing mentions no parameter at all: it may be about something else."""
_ORDER: Final = 0.06
"""What a phrasing in quite another order of words costs."""
_ASKING: Final = frozenset(("who", "what", "which", "how", "where", "do", "be"))
_OTHER_ASKING: Final = 0.97
"""For a question about *who* where the phrasing is about *what*, and the other way round."""
_WORTH_READING: Final = 0.02
"""A reading that comes to less is not looked at any further."""
_WORTH_ORDERING: Final = 0.04
_TELLING_SLOTS: Final = 2
"""So many named things are a question without any word of asking: *BMA question 4*."""
_NAMED: Final = frozenset(("topic", "body", "question"))
_NEGATION: Final = "without"
_MOST_CHOICES: Final = 96


@dataclass(frozen=True, slots=True)
class Fit:
    """One reading: a saved question, what its parameters take, and how sure that is, from 0 to 1."""

    question: str
    parameters: Mapping[str, str]
    score: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A question in which each name is given to a parameter, prepared for comparison with every phrasing."""

    symbols: Sequence[Symbol]
    forms: frozenset[str]
    """Of all its parts."""
    words: frozenset[str]
    ease: float
    """How much what is left over or missing weighs, 1 for fully."""
    costs: Sequence[tuple[float, frozenset[str]]]
    """What is left for each part that a phrasing does not explain, the dearest first, with its forms."""


@dataclass(frozen=True, slots=True)
class _Leftover:
    """By what a word that the phrasing does not explain is weighed."""

    telling: AbstractSet[str]
    """Stems of the words that speak of the topics which are taken."""
    ease: float
    """How much it weighs, 1 for fully."""
    lacking: bool
    """Whether the reading has a parameter left that the word might have been meant for."""


class Matcher:
    """Compares parts with saved questions."""

    def __init__(
        self, phrasing: Phrasing, speaking: Mapping[str, AbstractSet[str]], usual: AbstractSet[str] = _NO_WORDS
    ) -> None:
        """Make a matcher; ``usual`` are forms of words that no phrasing needs but that questions often have."""
        self._usual = usual
        self._weights = phrasing.weights
        self._speaking = speaking
        self._weighed: dict[frozenset[str], float] = {}
        self._roles = Roles(phrasing)

    def fits(self, parts: Sequence[Part], questions: Iterable[tuple[Asked, float]]) -> Iterator[Fit]:
        """Yield a reading for each way in which the question's names can be parameters of a saved one.

        With each saved question comes how much words that it does not explain weigh, 1 for fully: less where the
        examples leave little doubt of it.
        """
        kept = marked(bearing(parts))
        said = [symbol(part) for part in kept]
        mended = math.prod(part.certainty for part in parts if not part.names)
        for asked, ease in questions:
            costs = (self._least_cost(part, one, ease) for part, one in zip(kept, said, strict=True) if not part.names)
            if mended * math.prod(cost for cost, forms in costs if not forms & asked.explained) < _WORTH_READING:
                continue
            for choice in self._choices(kept, asked):
                score = mended * self._score(kept, said, choice, asked, ease)
                if score > 0:
                    yield Fit(asked.name, {slot: mention.id for slot, mention in choice.values() if slot}, score)

    @staticmethod
    def _choices(parts: Sequence[Part], asked: Asked) -> Iterator[Choice]:
        """Yield the ways to give the named things to parameters, each parameter once, the required ones always."""
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

    def _score(
        self, parts: Sequence[Part], shown: Sequence[Symbol], choice: Choice, asked: Asked, ease: float
    ) -> float:
        telling = self._telling_words(choice)
        base = self._certainty(parts, choice, telling)
        if base < _WORTH_READING:
            return 0.0
        slots = {slot: mention for slot, mention in choice.values() if slot}
        lacking = {kind for name, kind in asked.types.items() if name not in slots} & _NAMED
        open_ = bool(lacking) or not _NAMED & set(asked.types.values())
        said = self._said(parts, shown, choice, _Leftover(telling, ease, open_))
        best = 0.0
        for template in asked.templates:
            if not template.slots <= slots.keys() or any(not slots[slot].is_a(kind) for slot, kind in template.kinds):
                continue
            outside = _OUTSIDE if template.slots else _NAMELESS
            score = base * outside ** len(slots.keys() - template.slots)
            score *= self._words_fit(said, template, max(best, _WORTH_READING) / score)
            if score > max(best, _WORTH_ORDERING):
                score *= 1 - _ORDER * (1 - _in_order(said.symbols, template.symbols))
                score *= _OTHER_ASKING if _asks_who(said.symbols) != _asks_who(template.symbols) else 1.0
            best = max(best, score)
        return best * self._roles.fit(parts, said.symbols, choice, asked) if best > _WORTH_READING else 0.0

    def _telling_words(self, choice: Choice) -> AbstractSet[str]:
        """Return the stems of the words that speak of the topics which are taken."""
        chosen = (self._speaking.get(m.id, _NO_WORDS) for slot, m in choice.values() if slot and m.type == "topic")
        return frozenset[str]().union(*chosen)

    def _said(self, parts: Sequence[Part], shown: Sequence[Symbol], choice: Choice, leftover: "_Leftover") -> _Said:
        symbols = [
            Symbol(slot=choice[number][0]) if number in choice and choice[number][0] else one
            for number, one in enumerate(shown)
        ]
        forms = [plain(one.forms) for one in symbols]
        unnamed = [(part, own) for part, own, one in zip(parts, forms, symbols, strict=True) if not one.slot]
        costs = [(self._unexplained(part, own, leftover), own) for part, own in unnamed]
        return _Said(
            symbols,
            frozenset[str]().union(*forms),
            frozenset(one.words for one in symbols),
            leftover.ease,
            sorted((pair for pair in costs if pair[0] < 1), key=itemgetter(0)),
        )

    @staticmethod
    def _certainty(parts: Sequence[Part], choice: Choice, telling: AbstractSet[str]) -> float:
        """Return how sure the names are."""
        taken = {(mention.type, mention.id) for slot, mention in choice.values() if slot}
        guessed = any(mention.evidence for slot, mention in choice.values() if slot)
        twice = sum(
            guessed and bool(slot) and mention.type == "body" and parts[number].stems <= telling
            for number, (slot, mention) in choice.items()
        )
        return _TWICE**twice * math.prod(
            mention.worth if slot else _unused(parts[number], taken, telling)
            for number, (slot, mention) in choice.items()
        )

    def _words_fit(self, said: _Said, template: Template, enough: float) -> float:
        """Return how much of the phrasing the question says and how much of the question the phrasing says.

        What comes to less than ``enough`` may be returned as 0.
        """
        score, missing = 1.0, 0
        for forms in template.wanted:
            if not forms & said.forms:
                missing += 1
                score *= math.pow(min(_MISSING, self._weight(forms)), said.ease)
        if missing == len(template.wanted) and (missing or len(template.slots) < _TELLING_SLOTS):
            score *= _USUAL_WEIGHT
        for cost, forms in said.costs:
            if score < enough:
                return 0.0
            if not forms & template.explained:
                score *= cost
        return score * _OTHER_WORD ** sum(words not in said.words for words in template.telling)

    def _least_cost(self, part: Part, one: Symbol, ease: float) -> tuple[float, frozenset[str]]:
        """Return what is left at best for a part that no phrasing of a question explains, with its forms."""
        forms = plain(one.forms)
        speaking = not part.known and any(part.stems <= words for words in self._speaking.values())
        leftover = _Leftover(part.stems if speaking else _NO_WORDS, ease, lacking=False)
        return self._unexplained(part, forms, leftover), forms

    def _unexplained(self, part: Part, forms: frozenset[str], leftover: "_Leftover") -> float:
        """Return what is left where a question has a part that the phrasing says nothing of."""
        if part.sense.beyond:
            return math.pow(_BEYOND, max(leftover.ease, 0.5))
        if not part.known and not part.proper and part.stems <= leftover.telling:
            return _SPEAKING
        if not part.known:
            if part.proper or (part.thing and leftover.lacking):
                return _ADVERB if part.adverb else _UNKNOWN
            return math.pow(self._unknown(part), leftover.ease)
        if part.sense.groups and not part.sense.idle and part.sense.structure is None:
            return math.pow(self._weight(forms), 1 if _NEGATION in forms else leftover.ease)
        return 1.0

    def _unknown(self, part: Part) -> float:
        """Return what is left where no data know a word: little for what may be a thing, which can be beyond them."""
        if form(part.text) in self._usual:
            return _USUAL_WORD
        return _ADVERB if part.adverb else _DOING if part.text.endswith(_VERBAL) else _UNKNOWN

    def _weight(self, forms: frozenset[str]) -> float:
        if forms not in self._weighed:
            self._weighed[forms] = max(
                (self._weights.get(form, _USUAL_WEIGHT) for form in forms), default=_USUAL_WEIGHT
            )
        return self._weighed[forms]


def _unused(part: Part, taken: Collection[tuple[str, str]], telling: AbstractSet[str]) -> float:
    """Return what is left for a name that no parameter takes; nothing is lost where it names again what is taken."""
    if any((mention.type, mention.id) in taken for mention in part.names):
        return 1.0
    if part.stems <= telling:
        return _SPEAKING
    if any(type_ == "question" for type_, _ in taken) and all(mention.type == "topic" for mention in part.names):
        return _EXPLAINING
    return _PLAIN_WORD if part.sense.groups else _UNUSED_NAME


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
