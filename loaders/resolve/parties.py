"""Whom an ask names that the ontology does not hold: *water companies must publish …*, in the words of the passage.

The wordings stand in ``parties.yaml``. They look for nouns of those who can act, so that fees that *should* fall ask
nobody; *the regulator* alone is whoever the document means by it, and names nobody new. Institutions are told by the
capitals of their names, and by a noun for one among them (*Network Rail*) or by a verb for what only somebody does
(*Openreach should publish …*).
"""

import re
from typing import Final

from loaders.document import Span
from loaders.patterns import Pattern, guard, load, words_of
from loaders.resolve.reading import Masked, Reading

_NAME: Final = "parties"
_SHORT: Final = frozenset({"short", "shorter"})
"""Groups of wordings that hold no more than the last noun of a name."""
_LOOK_BACK: Final = 80
"""Characters before a name in which another may be joined to it."""


def parties(reading: Reading, span: Span) -> tuple[str, ...]:
    """Return the names of those whom a passage asks to act, as it writes them, without *the* and *every*."""
    masked = reading.masked(span)
    words = words_of(masked.text)
    for wording in load(_NAME)["parties"]:
        if not wording.needs.isdisjoint(words) and (found := named(wording, reading, span)):
            return found
    return ()


def named(wording: Pattern, reading: Reading, span: Span) -> tuple[str, ...]:
    """Return the names that one wording finds in a passage, with whom it names beside them."""
    masked = reading.masked(span)
    found: dict[str, None] = {}
    place = 0
    while match := wording.find.search(masked.text, place):
        group = next(name for name, words in match.groupdict().items() if words)
        name = _words(reading, masked, *match.span(group))
        if group in _SHORT:
            name = _in_full(reading.text, name, masked.span(*match.span(group)).start)
        is_named = _is_named(reading, name, group)
        if is_named:
            found.update(dict.fromkeys((name, *beside(reading, masked, match, group))))
        place = match.end(group) if is_named else match.start(group) + 1
    return tuple(found)


def beside(reading: Reading, masked: Masked, match: re.Match[str], group: str) -> tuple[str, ...]:
    """Return the names of those who are asked together with whom a group of a match names: *trusts and suppliers*."""
    before = masked.text[max(0, match.start(group) - _LOOK_BACK) : match.start(group)]
    found: list[str] = []
    if first := guard(_NAME, "joined_before").search(before):
        shift = match.start(group) - len(before)
        found.append(_words(reading, masked, *(place + shift for place in first.span("name"))))
    if second := guard(_NAME, "joined_after").match(masked.text, match.end(group)):
        found.append(_words(reading, masked, *second.span("name")))
    return tuple(name for name in found if _can_act(name))


def _in_full(text: str, noun: str, before: int) -> str:
    """Return the longer name, last given before a place, that ends with a noun with a capital; nothing if none is."""
    full = re.compile(rf"(?:[A-Z][\w'&-]+ (?:(?:of|for|and|the) ){{0,2}}){{1,5}}{re.escape(noun)}\b")
    names = [found[0] for found in full.finditer(text, 0, before)] if noun[0].isupper() else []
    return names[-1].removeprefix("The ") if names else ""


def _words(reading: Reading, masked: Masked, start: int, end: int) -> str:
    """Return a stretch of masked text as the document writes it."""
    return " ".join(masked.span(start, end).of(reading.text).split())


def _can_act(name: str) -> bool:
    """Tell whether a name ends in a noun for those who can act, or is written as a name."""
    last = name.rsplit(maxsplit=1)[-1].lower()
    return guard(_NAME, "collective").fullmatch(last) is not None or _is_institution(name) or _is_sole(name)


def _is_named(reading: Reading, name: str, group: str) -> bool:
    """Tell whether what a group holds names somebody: a party always does, a name by how it is written."""
    if group == "proper" or group in _SHORT:
        return _is_institution(name)
    if group != "sole":
        return True
    known = " " in name or (_is_body_by_initials(reading.text, name) if name.isupper() else _occurs(reading.text, name))
    return known and _is_sole(name)


def _is_institution(name: str) -> bool:
    """Tell whether words are written as a name, and one of them says that it is an institution's: *Crown Estate*."""
    return " " in name and _is_titled(name) and any(map(guard(_NAME, "institution").fullmatch, name.lower().split()))


def _is_sole(name: str) -> bool:
    """Tell whether words are written as a name, and it is none of a text, a place or a scheme."""
    words = name.lower().split()
    opens = guard(_NAME, "institution").fullmatch(words[0]) and words[1:2] in (["of"], ["for"])
    known = (not opens and guard(_NAME, "no_institution").fullmatch(words[-1])) or guard(
        _NAME, "opens_no_name"
    ).fullmatch(words[0])
    alone = len(words) == 1 and guard(_NAME, "institution").fullmatch(words[0])
    return not known and not alone and _is_titled(name)


def _is_titled(name: str) -> bool:
    return all(word[0].isupper() or guard(_NAME, "small_word").fullmatch(word) for word in name.split())


def _occurs(text: str, word: str) -> bool:
    """Tell whether a document writes a word with a capital in the middle of a sentence, and never without."""
    within = re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None
    return within and re.search(rf"\b{re.escape(word.lower())}\b", text) is None


def _is_body_by_initials(text: str, initials: str) -> bool:
    """Tell whether initials can stand for somebody: not where the document spells them out as a thing."""
    spelled_out = re.search(rf"([\w'-]+)\W*\({re.escape(initials)}\)", text)
    return spelled_out is None or guard(_NAME, "no_institution").fullmatch(spelled_out[1].lower()) is None
