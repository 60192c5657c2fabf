"""Saved phrasings and roles, prepared for comparison with a question's parts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from sparql.asking.parsing import Part, phrase_parts, with_voice
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import form, level, words

_SLOT: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
PASSIVE: Final = "asked"
"""What stands, in the wording of a role, for the passive of ``ask``."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What one part of a phrasing is compared by: a slot, or the words that may stand there."""

    slot: str | None = None
    kind: str | None = None
    """For a slot that takes a body: what it must be, ``group``, ``organisation`` or ``asker``."""
    forms: frozenset[str] = frozenset()
    """Groups of the phrasing data, the word of grammar, or the word's own form behind ``=``; the group of a passive
    ends in ``~``, that of a verb after *do* or *who* also in ``!``."""
    words: str = ""
    """Its own words, by their forms."""
    weighs: bool = False
    """Whether a question that lacks it asks for something else."""


@dataclass(frozen=True)
class Template:
    """One phrasing of a saved question."""

    symbols: tuple[Symbol, ...]

    @cached_property
    def slots(self) -> frozenset[str]:
        """Names of the parameters that it mentions."""
        return frozenset(symbol.slot for symbol in self.symbols if symbol.slot)

    @cached_property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Parameters that must be of a kind, with the kind."""
        return tuple((symbol.slot, symbol.kind) for symbol in self.symbols if symbol.slot and symbol.kind)

    @cached_property
    def wanted(self) -> tuple[frozenset[str], ...]:
        """What a question must say, by forms, in order."""
        return tuple(plain(symbol.forms) for symbol in self.symbols if symbol.weighs)

    @cached_property
    def explained(self) -> frozenset[str]:
        """Every form that it wants: a question's words of these forms are accounted for."""
        return frozenset[str]().union(*self.wanted)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Its own words that weigh."""
        return tuple(symbol.words for symbol in self.symbols if symbol.weighs)


@lru_cache(maxsize=1 << 12)
def plain(forms: frozenset[str]) -> frozenset[str]:
    """Return forms without the marks of a passive or a finite verb."""
    return frozenset(form.rstrip("~!") for form in forms)


def symbol(part: Part) -> Symbol:
    """Return what a part of a question is compared by."""
    forms = set(part.sense.groups)
    if part.passive:
        forms = {f"{group}~" for group in forms}
    elif part.finite:
        forms |= {f"{group}!" for group in forms}
    if part.text.endswith(" for"):
        forms |= {f"{group}-for!" for group in part.sense.groups if part.finite}
    if part.sense.structure:
        forms.add(part.sense.structure)
    telling = not part.known or part.sense.beyond
    if telling:
        forms.add(f"={form(part.text)}")
    own = " ".join(map(form, part.text.split()))
    return Symbol(forms=frozenset(forms), words=own, weighs=bool(part.sense.groups) or telling)


def template(text: str, phrasing: Phrasing) -> Template:
    """Prepare a phrasing such as ``what does {body} ask of {addressee}``."""
    symbols: list[Symbol] = []
    parts: list[Part] = []
    slots: list[Symbol] = []
    for piece in pieces(text):
        if isinstance(piece, Symbol):
            slots.append(piece)
            parts.append(Part(f"{{{len(slots) - 1}}}"))
        else:
            parts.extend(phrase_parts(words(level(piece)), phrasing))
    for part in with_voice(parts):
        if part.text.startswith("{"):
            symbols.append(slots[int(part.text[1:-1])])
        elif not (part.sense.idle and not part.sense.groups and part.sense.structure is None):
            symbols.append(symbol(part))
    return Template(tuple(symbols))


def pieces(text: str) -> Iterable[str | Symbol]:
    """Yield the words of a phrasing and its slots, in their order."""
    end = 0
    for match in _SLOT.finditer(text):
        yield text[end : match.start()]
        yield Symbol(slot=match[1], kind=match[2])
        end = match.end()
    yield text[end:]


@dataclass(frozen=True, slots=True)
class RoleWording:
    """What stands before and after a value, nearest first, where it plays a certain part."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    weight: int
    """How many words it has; a finite verb counts twice."""


def role_wording(text: str) -> RoleWording:
    """Prepare the wording of a role, such as ``be {} asked``."""
    before, _, after = text.partition("{}")
    forms = [*_forms(before), *_forms(after)]
    weight = len(forms) + sum(form.endswith("!") for form in forms)
    return RoleWording(tuple(reversed(_forms(before))), tuple(_forms(after)), weight)


def _forms(text: str) -> list[str]:
    return ["ask~" if word == PASSIVE else word for word in text.split()]
