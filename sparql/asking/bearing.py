"""Choosing the parts of a question that matter for its reading, and marking those that stand where a thing is named."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sparql.asking.parts import PEOPLE, Part

_LINKS: Final = frozenset(("at", "of", "from", "in"))
_LEADING: Final = frozenset(("of", "from", "by", "to", "for", "about", "on", "in", "at", "with", "as"))
"""Words of grammar before the name of a thing."""
_BEFORE_SUBJECT: Final = frozenset(("do", "be", "have"))


def bearing(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that matter: no fillers, nothing that only describes an asker, and *is being* as one *be*."""
    kept: list[Part] = []
    for part in parts:
        if part.light and part.sense.structure is None and not part.sense.groups:
            continue
        if part.sense.structure == "be" and kept and kept[-1].sense.structure in {"be", "have"}:
            kept.pop()
        kept.append(part)
    described = {place for number in range(len(kept)) for place in _describing(kept, number)}
    return [part for number, part in enumerate(kept) if number not in described]


def marked(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with unknown words marked that stand where a question names a thing."""
    return [part if part.known else replace(part, thing=_is_thing(parts, number)) for number, part in enumerate(parts)]


def _is_thing(parts: Sequence[Part], number: int) -> bool:
    """Tell whether a word stands where a thing is named: after *about*, *of* or a word of asking, and last.

    So it is in *what does Unite ask for* and *who asks for parking*, but not in *who asks for swift peer review*.
    """
    before = next((one for one in reversed(parts[:number]) if one.known), None)
    after = next((one for one in parts[number + 1 :] if one.known), None)
    if before is None:
        return False
    if before.sense.structure in _BEFORE_SUBJECT and not before.names:
        return after is not None and bool(after.sense.groups)
    opening = before is parts[0] and before.light
    leads = before.sense.structure in _LEADING or (bool(before.sense.groups) and not opening and not before.names)
    return leads and (after is None or (after.sense.structure is not None and not _leads_to_name(parts, number)))


def _leads_to_name(parts: Sequence[Part], number: int) -> bool:
    """Tell whether *of* and a name follow, so that the word only narrows down what is named."""
    following = parts[number + 1 : number + 3]
    return len(following) == 2 and following[0].sense.structure == "of" and bool(following[1].names)  # noqa: PLR2004


def _describing(parts: Sequence[Part], number: int) -> range:
    """Return the positions of parts that only describe the asker after them: *doctors' leaders at* the BMA."""
    names, *behind = [*parts[number : number + 4], *[Part("")] * 4][:4]
    people, link, asker = behind if not names.people else (names, *behind[:2])
    described = names.names and (names.people or PEOPLE in people.sense.groups) and link.sense.structure in _LINKS
    end = number + (2 if names.people else 3)
    return range(number, end) if described and any(one.asker for one in asker.names) else range(0)
