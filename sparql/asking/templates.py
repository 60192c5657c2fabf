"""Phrasings and wordings of roles, prepared for comparison with the parts of a question."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from sparql.asking.parts import Part, phrase_parts, with_voice
from sparql.asking.phrasing import Phrasing
from sparql.asking.words import form, level, words
from sparql.saved.phrasings import VALUE, Slot, pieces

PASSIVE: Final = "asked"
"""Stands for the passive of ``ask`` in the wording of a role."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A part of a phrasing or question, in the form in which parts are compared: a slot, or words."""

    slot: str | None = None
    kind: str | None = None
    """For a slot that takes a body, the kind that it must be, if any: ``group``, ``organisation`` or ``asker``."""
    forms: frozenset[str] = frozenset()
    """Groups of the phrasing data, the word of grammar, or the word's own form behind ``=``; the group of a passive
    ends in ``~``, that of a verb after *do* or *who* also in ``!``."""
    words: str = ""
    """Its own words, by their forms."""
    weighs: bool = False
    """Whether a question without it asks for something else."""


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
        """The forms of the parts that a question must have, in order."""
        return tuple(plain(symbol.forms) for symbol in self.symbols if symbol.weighs)

    @cached_property
    def explained(self) -> frozenset[str]:
        """The forms of the words that it explains in a question."""
        return frozenset[str]().union(*self.wanted)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words of the parts that weigh."""
        return tuple(symbol.words for symbol in self.symbols if symbol.weighs)


@lru_cache(maxsize=1 << 12)
def plain(forms: frozenset[str]) -> frozenset[str]:
    """Return forms without the marks of a passive or a finite verb."""
    return frozenset(form.rstrip("~!") for form in forms)


def symbol(part: Part) -> Symbol:
    """Return a part of a question as it is compared."""
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
    """The words before and after a value that show its role, nearest first."""

    before: tuple[str | Slot, ...]
    after: tuple[str | Slot, ...]
    weight: int
    """The number of words; a finite verb counts twice."""


def role_wording(text: str) -> RoleWording:
    """Prepare the wording of a role, such as ``be {} asked``."""
    found = [one for piece in pieces(text) for one in ([piece] if isinstance(piece, Slot) else _forms(piece))]
    place = found.index(VALUE)
    before, after = found[:place], found[place + 1 :]
    finite = sum(isinstance(one, str) and one.endswith("!") for one in found)
    return RoleWording(tuple(reversed(before)), tuple(after), len(before) + len(after) + finite)


def _forms(text: str) -> list[str]:
    return ["ask~" if word == PASSIVE else word for word in text.split()]
