"""Saved phrasings and roles, prepared for comparison with a question's parts."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from sparql.asking.parts import Part, phrase_parts, with_voice
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import form, level, words
from sparql.asks import VALUE, Slot, pieces

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
    cut: list[tuple[Part, Slot | None]] = []
    for piece in pieces(text):
        if isinstance(piece, Slot):
            cut.append((Part(""), piece))
        else:
            cut.extend((part, None) for part in phrase_parts(words(level(piece)), phrasing))
    voiced = with_voice([part for part, _ in cut])
    for part, (_, slot) in zip(voiced, cut, strict=True):
        if slot:
            symbols.append(Symbol(slot=slot.name, kind=slot.kind))
        elif not (part.sense.idle and not part.sense.groups and part.sense.structure is None):
            symbols.append(symbol(part))
    return Template(tuple(symbols))


@dataclass(frozen=True, slots=True)
class RoleWording:
    """What stands before and after a value, nearest first, where it plays a certain part."""

    before: tuple[str | Slot, ...]
    after: tuple[str | Slot, ...]
    weight: int
    """How many words it has; a finite verb counts twice."""


def role_wording(text: str) -> RoleWording:
    """Prepare the wording of a role, such as ``be {} asked``."""
    found = [one for piece in pieces(text) for one in ([piece] if isinstance(piece, Slot) else _forms(piece))]
    place = found.index(VALUE)
    before, after = found[:place], found[place + 1 :]
    finite = sum(isinstance(one, str) and one.endswith("!") for one in found)
    return RoleWording(tuple(reversed(before)), tuple(after), len(before) + len(after) + finite)


def _forms(text: str) -> list[str]:
    return ["ask~" if word == PASSIVE else word for word in text.split()]
