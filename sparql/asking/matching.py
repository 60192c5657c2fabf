"""How well one way of cutting a question fits one saved question: which parameter takes what, and what is left over."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from sparql.asking.naming import Mention
from sparql.asking.parsing import Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.templates import RoleWording, Symbol, Template, role_wording, symbol

_USUAL_WEIGHT: Final = 0.5
_MISSING: Final = 0.6
"""At most so much is left when a word of the phrasing is missing."""
_OTHER_WORD: Final = 0.985
"""For each word of the phrasing that the question says in another word of its group."""
_ONE_NAME: Final = 0.4
"""For two bodies side by side, which are probably one that is not known."""
_UNKNOWN: Final = 0.35
_ADVERB: Final = 0.88
_BEYOND: Final = 0.15
_UNUSED_NAME: Final = 0.3
_PLAIN_WORD: Final = 0.95
"""For a name that is taken for a word of asking."""
_NO_ROLE: Final = 0.92
_NO_ROLE_OF_TWO: Final = 0.65
"""For a named thing whose part no word shows; where two bodies are named, which is which matters more."""
_EQUAL_ROLES: Final = 0.94
_OTHER_ROLE: Final = 0.45
_OUTSIDE: Final = 0.98
"""For a parameter that the phrasing does not mention but the question gives."""
_ORDER: Final = 0.06
"""What a phrasing in quite another order of words costs."""
_ASKING: Final = frozenset(("who", "what", "which", "how", "where", "do", "be"))
_OTHER_ASKING: Final = 0.97
"""For a question about *who* where the phrasing is about *what*, and the other way round."""
_WORTH_ORDERING: Final = 0.4
_TOPIC: Final = "topic"
_MOST_CHOICES: Final = 96


@dataclass(frozen=True)
class Asked:
    """A saved question as it is understood: its parameters by name and its phrasings."""

    name: str
    types: Mapping[str, str]
    """Type of each parameter."""
    required: frozenset[str]
    templates: Sequence[Template]


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
        self._roles = {name: [role_wording(text) for text in texts] for name, texts in phrasing.roles.items()}
        self._played: dict[tuple[str, str], frozenset[str]] = {}

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
    def _choices(parts: Sequence[Part], asked: Asked) -> Iterator["Choice"]:
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
            if len(slots) == len(set(slots)) and asked.required <= set(slots):
                yield dict(zip(named, chosen, strict=True))
                count += 1
                if count >= _MOST_CHOICES:
                    return

    def _score(self, parts: Sequence[Part], choice: "Choice", asked: Asked) -> float:
        symbols = [
            Symbol(slot=choice[number][0]) if number in choice and choice[number][0] else symbol(part)
            for number, part in enumerate(parts)
        ]
        slots = {slot: mention for slot, mention in choice.values() if slot}
        base = self._certainty(parts, choice) * self._roles_fit(parts, symbols, choice, asked)
        best = 0.0
        for template in asked.templates:
            if not template.slots <= slots.keys() or any(
                one.slot and one.group not in {None, slots[one.slot].group} for one in template.symbols
            ):
                continue
            score = base * self._words_fit(parts, symbols, template) * _OUTSIDE ** len(slots.keys() - template.slots)
            if score > max(best, _WORTH_ORDERING):
                score *= 1 - _ORDER * (1 - _in_order(symbols, template.symbols))
                score *= _OTHER_ASKING if _asks_who(symbols) != _asks_who(template.symbols) else 1.0
            best = max(best, score)
        return best

    @staticmethod
    def _certainty(parts: Sequence[Part], choice: "Choice") -> float:
        """Return how sure the names are."""
        return math.prod(
            mention.worth if slot else _PLAIN_WORD if parts[number].sense.groups else _UNUSED_NAME
            for number, (slot, mention) in choice.items()
        )

    def _words_fit(self, parts: Sequence[Part], symbols: Sequence[Symbol], template: Template) -> float:
        """Return how much of the phrasing the question says and how much of the question the phrasing says."""
        wanted = [_plain(one.forms) for one in template.symbols if one.weighs]
        said = [_plain(one.forms) for one in symbols]
        missing = [forms for forms in wanted if not any(forms & other for other in said)]
        score = math.prod(min(_MISSING, self._weight(forms)) for forms in missing)
        own = {one.words for one in symbols}
        score *= _OTHER_WORD ** sum(one.weighs and one.words not in own for one in template.symbols)
        if len(missing) == len(wanted):
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

    def _roles_fit(self, parts: Sequence[Part], symbols: Sequence[Symbol], choice: "Choice", asked: Asked) -> float:
        """Return how well the words beside each named thing bear out the parameter that takes it."""
        score = 1.0
        bodies = sum(mention.type == "body" for slot, mention in choice.values() if slot)
        for number, (slot, mention) in choice.items():
            if not slot:
                continue
            types = {mention.type for mention in parts[number].names}
            plays = self._plays(asked, slot)
            own = max(self._borne_out(plays, symbols, number), _likest_place(slot, symbols, number, asked.templates))
            rivals = self._roles.keys() - plays - (set() if "topic" in types else {_TOPIC})
            rival = self._borne_out(rivals, symbols, number) if "body" in types else 0
            if own < rival:
                score *= _OTHER_ROLE
            elif own == rival:
                score *= _EQUAL_ROLES if own else _NO_ROLE_OF_TWO if bodies > 1 and mention.type == "body" else _NO_ROLE
            if _runs_on(number, symbols, choice):
                score *= _ONE_NAME
        return score

    def _borne_out(self, roles: Iterable[str], symbols: Sequence[Symbol], number: int) -> int:
        """Return how many words beside a value bear out one of the roles, 0 where no wording of theirs fits."""
        return max((_fit(wording, symbols, number) for role in roles for wording in self._roles[role]), default=0)

    def _plays(self, asked: Asked, slot: str) -> frozenset[str]:
        """Return the roles that a parameter plays, as the phrasings of its question show."""
        key = (asked.name, slot)
        if key not in self._played:
            places = [
                (template.symbols, number)
                for template in asked.templates
                for number, one in enumerate(template.symbols)
                if one.slot == slot
            ]
            candidates = [slot] if slot in self._roles else list(self._roles)
            self._played[key] = frozenset(
                role for role in candidates if any(self._borne_out([role], *place) for place in places)
            )
        return self._played[key]


Choice = Mapping[int, tuple[str, Mention]]
"""For the number of a part that names something: the parameter that takes it, or the empty string."""


def _telling(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that bear on the reading: without idle words, and with *is being*, *has been* as one *be*."""
    kept: list[Part] = []
    for part in parts:
        if part.light and part.sense.structure is None and not part.sense.groups:
            continue
        if part.sense.structure == "be" and kept and kept[-1].sense.structure in {"be", "have"}:
            kept.pop()
        kept.append(part)
    return kept


def _runs_on(number: int, symbols: Sequence[Symbol], choice: Choice) -> bool:
    """Tell whether a body is followed by another with nothing or only *of* between, as in *Royal College of GPs*."""
    after = number + 2 if number + 1 < len(symbols) and "of" in symbols[number + 1].forms else number + 1
    return after in choice and choice[number][1].type == choice[after][1].type == "body"


def _plain(forms: frozenset[str]) -> frozenset[str]:
    return frozenset(form.rstrip("~!") for form in forms)


def _fit(wording: RoleWording, symbols: Sequence[Symbol], number: int) -> int:
    before, after = symbols[:number][::-1], symbols[number + 1 :]
    if len(before) < len(wording.before) or len(after) < len(wording.after):
        return 0
    beside = [*zip(wording.before, before, strict=False), *zip(wording.after, after, strict=False)]
    if not all(form in one.forms for form, one in beside):
        return 0
    return len(beside) + sum(form.endswith("!") for form, _ in beside)


def _likest_place(slot: str, symbols: Sequence[Symbol], number: int, templates: Sequence[Template]) -> int:
    """Return how many words beside a value are those beside the same slot in the likest phrasing."""
    best = 0
    for template in templates:
        for place, one in enumerate(template.symbols):
            if one.slot == slot:
                before = _alike(symbols[:number][::-1], template.symbols[:place][::-1])
                best = max(best, before + _alike(symbols[number + 1 :], template.symbols[place + 1 :]))
    return best


def _alike(symbols: Sequence[Symbol], others: Sequence[Symbol]) -> int:
    count = 0
    for one, other in zip(symbols, others, strict=False):
        if not (one.forms & other.forms):
            break
        count += 1
    return count


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
