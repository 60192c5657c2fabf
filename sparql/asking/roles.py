"""The role of each named thing, from the words beside it: who asks, who is asked, what it is about."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sparql.asking.mention import Mention
from sparql.asking.parts import PEOPLE, Part
from sparql.asking.phrasing import Phrasing
from sparql.asking.signs import Scales, Sign, Signs, together
from sparql.asking.templates import RoleWording, Symbol, Template, role_wording
from sparql.saved.phrasings import Slot

_ASKER: Final = "body"
_ADDRESSEE: Final = "addressee"
_TOPIC: Final = "topic"
_SHOWN: Final = frozenset(("to",))
"""Roles that count only if a word shows them."""

Choice = Mapping[int, tuple[str, Mention]]
"""By the number of a part that names something, the parameter that takes it (or the empty string) and the mention."""


@dataclass(frozen=True)
class Asked:
    """A saved question, prepared for comparison: its parameters and its phrasings."""

    name: str
    types: Mapping[str, str]
    """Type of each parameter."""
    required: frozenset[str]
    templates: Sequence[Template]

    @cached_property
    def explained(self) -> frozenset[str]:
        """Forms of the words that some phrasing explains."""
        return frozenset[str]().union(*(template.explained for template in self.templates))


class Roles:
    """Compares the words beside a name with the wordings of roles."""

    def __init__(self, phrasing: Phrasing, scales: Scales) -> None:
        self._scales = scales
        self._wordings = {name: [role_wording(text) for text in texts] for name, texts in phrasing.roles.items()}
        self._played: dict[tuple[str, str], frozenset[str]] = {}

    def tell(self, parts: Sequence[Part], symbols: Sequence[Symbol], choice: Choice, asked: Asked) -> Signs:
        """Return the signs of how well the words beside each name fit the parameter that takes it."""
        bodies = sum(mention.type == "body" for slot, mention in choice.values() if slot)
        told: list[Signs] = []
        for number, (slot, mention) in choice.items():
            if slot:
                types = {name.type for name in parts[number].names}
                signs = self._one(number, symbols, choice, asked, of_two=bodies > 1, types=types)
                told += map(self._scales.weigh, signs)
            if slot and mention.type == "body":
                told.append(self._scales.weigh(part_of(slot, mention.kind)))
        return together(told)

    def _one(
        self,
        number: int,
        symbols: Sequence[Symbol],
        choice: Choice,
        asked: Asked,
        *,
        of_two: bool,
        types: Collection[str],
    ) -> Iterator[str]:
        slot, mention = choice[number]
        plays = self._plays(asked, slot)
        own = max(
            self._borne_out(plays, symbols, number), _likest_place(slot, mention, symbols, number, asked.templates)
        )
        others = self._wordings.keys() - plays - (set() if _TOPIC in types else {_TOPIC})
        rival = self._borne_out(others, symbols, number) if "body" in types else 0
        borrowed = mention.type == "body" and slot not in plays
        if own < rival or (borrowed and own <= self._borne_out(_others(asked, slot), symbols, number) > 0):
            yield Sign.OTHER_ROLE
        elif own == rival:
            unsure = mention.type == "body" and (of_two or _ADDRESSEE in plays)
            yield Sign.EQUAL_ROLES if own else Sign.NO_ROLE_OF_TWO if unsure else Sign.NO_ROLE
        elif mention.type == "body":
            yield Sign.BORNE_OUT
        if (of_two or rival or not own) and _ADDRESSEE in asked.types:
            yield from _usual(mention, plays, shown=own > 0)
        if mention.type == "body" and mention.group and _ASKER in plays and not _takes_group(slot, asked):
            yield Sign.GROUP_ASKS
        if plays == _SHOWN and not self._borne_out(plays, symbols, number):
            yield Sign.UNUSUAL_ROLE
        if rival and mention.asker and _ASKER not in plays and _ADDRESSEE not in plays:
            yield Sign.UNUSUAL_ROLE
        after = symbols[number + 1].forms if number + 1 < len(symbols) else frozenset()
        if mention.cue and "body" in types and (not own or PEOPLE in after):
            yield Sign.CUE_ALONE
        if _runs_on(number, symbols, choice):
            yield Sign.RUNS_ON

    def _borne_out(self, roles: Iterable[str], symbols: Sequence[Symbol], number: int) -> int:
        """Return how many words beside a value show one of some roles; 0 if no wording fits."""
        wordings = (wording for role in roles for wording in self._wordings.get(role, ()))
        return max((_fit(wording, symbols, number) for wording in wordings), default=0)

    def _plays(self, asked: Asked, slot: str) -> frozenset[str]:
        """Return the roles of a parameter, as the phrasings of its question show them."""
        key = (asked.name, slot)
        if key not in self._played:
            places = [
                (template.symbols, number)
                for template in asked.templates
                for number, one in enumerate(template.symbols)
                if one.slot == slot
            ]
            shown = {role for role in self._wordings if any(self._borne_out([role], *place) for place in places)}
            self._played[key] = frozenset({slot} if slot in shown else shown)
        return self._played[key]


def _takes_group(slot: str, asked: Asked) -> bool:
    """Tell whether a phrasing takes a group of bodies for a parameter."""
    return any((slot, "group") in template.kinds for template in asked.templates)


def _others(asked: Asked, slot: str) -> AbstractSet[str]:
    """Return the other parameters of a question: wordings of these do not show the role of this one."""
    return asked.types.keys() - {slot}


def _usual(mention: Mention, plays: Collection[str], *, shown: bool) -> Iterator[Sign]:
    """Yield the sign of a body that seldom has such a role, if the words leave its role open."""
    if mention.asker and _ADDRESSEE in plays:
        yield Sign.UNUSUAL_ROLE
    elif shown and not mention.asker and _ASKER in plays:
        yield Sign.RARE_ASKER


def part_of(slot: str, kind: str) -> str:
    """Return the name of the sign that a parameter takes a kind of body: ``addressee of kind group``."""
    return f"{slot} of kind {kind}"


def _runs_on(number: int, symbols: Sequence[Symbol], choice: Choice) -> bool:
    """Tell whether a body runs on into another name, as in *Royal College of GPs* or *council partners*.

    The other name follows directly or after *of*, and is a body, or is not taken by any parameter.
    """
    after = number + 2 if number + 1 < len(symbols) and "of" in symbols[number + 1].forms else number + 1
    if after not in choice or choice[number][1].type != "body":
        return False
    slot, mention = choice[after]
    return mention.type == "body" or (after == number + 1 and not slot and not symbols[after].forms)


def _fit(wording: RoleWording, symbols: Sequence[Symbol], number: int) -> int:
    """Return the weight of a wording if it fits the words beside a value; otherwise 0."""
    for distance, form in enumerate(wording.before, 1):
        if distance > number or not _stands_for(form, symbols[number - distance]):
            return 0
    for distance, form in enumerate(wording.after, 1):
        if number + distance >= len(symbols) or not _stands_for(form, symbols[number + distance]):
            return 0
    return wording.weight


def _stands_for(form: str | Slot, one: Symbol) -> bool:
    """Tell whether an element of a wording, a word or a slot, matches a part of the question."""
    return form.name == one.slot if isinstance(form, Slot) else form in one.forms


def _likest_place(
    slot: str, mention: Mention, symbols: Sequence[Symbol], number: int, templates: Sequence[Template]
) -> int:
    """Return how many words beside a value are the same as beside the slot in the most similar phrasing."""
    best = 0
    for template in templates:
        for place, one in enumerate(template.symbols):
            if one.slot == slot and mention.is_a(one.kind):
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
