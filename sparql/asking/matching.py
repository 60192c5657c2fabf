"""How well one way of cutting a question fits one saved question: which parameter takes what, and what is left over."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from sparql.asking.parsing import Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.roles import Asked, Choice, Roles
from sparql.asking.templates import Symbol, Template, symbol

_USUAL_WEIGHT: Final = 0.5
_MISSING: Final = 0.6
"""At most so much is left when a word of the phrasing is missing."""
_OTHER_WORD: Final = 0.985
"""For each word of the phrasing that the question says in another word of its group."""
_UNKNOWN: Final = 0.35
_ADVERB: Final = 0.88
_BEYOND: Final = 0.15
_UNUSED_NAME: Final = 0.3
_PLAIN_WORD: Final = 0.95
"""For a name that is taken for a word of asking."""
_OUTSIDE: Final = 0.98
"""For a parameter that the phrasing does not mention but the question gives."""
_ORDER: Final = 0.06
"""What a phrasing in quite another order of words costs."""
_ASKING: Final = frozenset(("who", "what", "which", "how", "where", "do", "be"))
_OTHER_ASKING: Final = 0.97
"""For a question about *who* where the phrasing is about *what*, and the other way round."""
_WORTH_ORDERING: Final = 0.4
_TELLING_SLOTS: Final = 2
"""So many named things are a question without any word of asking: *BMA question 4*."""
_PEOPLE: Final = "speaker"
_LINKS: Final = frozenset(("at", "of", "from", "in"))
_MOST_CHOICES: Final = 96


@dataclass(frozen=True, slots=True)
class Fit:
    """One reading: a saved question, what its parameters take, and how sure that is, from 0 to 1."""

    question: str
    parameters: Mapping[str, str]
    score: float


class Matcher:
    """Compares parts with saved questions."""

    def __init__(self, phrasing: Phrasing) -> None:
        self._weights = phrasing.weights
        self._roles = Roles(phrasing)

    def fits(self, parts: Sequence[Part], asked: Asked) -> Iterator[Fit]:
        """Yield a reading for each way in which the question's names can be parameters of the saved one."""
        kept = _telling(parts)
        mended = math.prod(part.certainty for part in parts if not part.names)
        for choice in self._choices(kept, asked):
            given = {slot: mention.id for slot, mention in choice.values() if slot}
            score = mended * self._score(kept, choice, asked)
            if score > 0:
                yield Fit(asked.name, given, score)

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

    def _score(self, parts: Sequence[Part], choice: Choice, asked: Asked) -> float:
        symbols = [
            Symbol(slot=choice[number][0]) if number in choice and choice[number][0] else symbol(part)
            for number, part in enumerate(parts)
        ]
        slots = {slot: mention for slot, mention in choice.values() if slot}
        base = self._certainty(parts, choice) * self._roles.fit(parts, symbols, choice, asked)
        best = 0.0
        for template in asked.templates:
            if not template.slots <= slots.keys() or any(
                one.slot and not slots[one.slot].is_a(one.kind) for one in template.symbols
            ):
                continue
            score = base * self._words_fit(parts, symbols, template) * _OUTSIDE ** len(slots.keys() - template.slots)
            if score > max(best, _WORTH_ORDERING):
                score *= 1 - _ORDER * (1 - _in_order(symbols, template.symbols))
                score *= _OTHER_ASKING if _asks_who(symbols) != _asks_who(template.symbols) else 1.0
            best = max(best, score)
        return best

    @staticmethod
    def _certainty(parts: Sequence[Part], choice: Choice) -> float:
        """Return how sure the names are."""
        taken = {(mention.type, mention.id) for slot, mention in choice.values() if slot}
        return math.prod(
            mention.worth if slot else _unused(parts[number], taken) for number, (slot, mention) in choice.items()
        )

    def _words_fit(self, parts: Sequence[Part], symbols: Sequence[Symbol], template: Template) -> float:
        """Return how much of the phrasing the question says and how much of the question the phrasing says."""
        wanted = [_plain(one.forms) for one in template.symbols if one.weighs]
        said = [_plain(one.forms) for one in symbols]
        missing = [forms for forms in wanted if not any(forms & other for other in said)]
        score = math.prod(min(_MISSING, self._weight(forms)) for forms in missing)
        own = {one.words for one in symbols}
        score *= _OTHER_WORD ** sum(one.weighs and one.words not in own for one in template.symbols)
        if len(missing) == len(wanted) and (wanted or len(template.slots) < _TELLING_SLOTS):
            score *= _USUAL_WEIGHT
        for part, one, forms in zip(parts, symbols, said, strict=True):
            if one.slot or any(forms & other for other in wanted):
                continue
            if part.sense.beyond:
                score *= _BEYOND
            elif not part.known:
                score *= _ADVERB if part.adverb else _UNKNOWN
            elif part.sense.groups and not part.sense.idle and part.sense.structure is None:
                score *= self._weight(forms)
        return score

    def _weight(self, forms: frozenset[str]) -> float:
        return max((self._weights.get(form, _USUAL_WEIGHT) for form in forms), default=_USUAL_WEIGHT)


def _telling(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that bear on the reading: without idle words, and with *is being*, *has been* as one *be*."""
    kept: list[Part] = []
    for part in parts:
        if part.light and part.sense.structure is None and not part.sense.groups:
            continue
        if part.sense.structure == "be" and kept and kept[-1].sense.structure in {"be", "have"}:
            kept.pop()
        kept.append(part)
    described = {place for number in range(len(kept)) for place in _describing(kept, number)}
    return [part for number, part in enumerate(kept) if number not in described]


def _describing(parts: Sequence[Part], number: int) -> range:
    """Return the parts that only describe the asker after them: *doctors' leaders at* the BMA."""
    names, people, link, asker = [*parts[number : number + 4], *[Part("")] * 4][:4]
    described = names.names and _PEOPLE in people.sense.groups and link.sense.structure in _LINKS
    return range(number, number + 3) if described and any(one.asker for one in asker.names) else range(0)


def _unused(part: Part, taken: Collection[tuple[str, str]]) -> float:
    """Return what is left for a name that no parameter takes; nothing is lost where it names again what is taken."""
    if any((mention.type, mention.id) in taken for mention in part.names):
        return 1.0
    return _PLAIN_WORD if part.sense.groups else _UNUSED_NAME


def _plain(forms: frozenset[str]) -> frozenset[str]:
    return frozenset(form.rstrip("~!") for form in forms)


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
