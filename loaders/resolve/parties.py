"""Finds those who are asked to act but are not in the ontology, in the words of the passage: *water companies must …*.

The wordings are in ``parties.yaml``. They look for nouns for those who can act, so *fees should fall* asks nobody. *The
regulator* on its own refers to a body named elsewhere, so it is not a party. An institution is recognised by the
capitals of its name, together with a noun for an institution (*Network Rail*) or a verb for what only a person or body
can do (*Openreach should publish …*).
"""

import re
from typing import Final

from loaders.document import Span
from loaders.patterns import Pattern, guard, load, words_of
from loaders.resolve.full_names import in_full, spelled_out
from loaders.resolve.reading import Masked, Reading

_NAME: Final = "parties"
_SHORT: Final = frozenset({"short", "shorter"})
"""Groups of a match that capture only the last noun of a name."""
_LONGEST_LIST: Final = 6
_LOOK_BACK: Final = 80
"""Characters before a name that are searched for another one joined to it."""


def parties(reading: Reading, span: Span) -> tuple[str, ...]:
    """Return the names of those whom a passage asks to act, as it writes them but without *the* or *every*."""
    masked = reading.masked(span)
    words = words_of(masked.text)
    for wording in load(_NAME)["parties"]:
        if not wording.needs.isdisjoint(words) and (found := named(wording, reading, span)):
            return found
    return ()


def named(wording: Pattern, reading: Reading, span: Span) -> tuple[str, ...]:
    """Return the names that one wording finds in a passage, and those joined to them."""
    masked = reading.masked(span)
    found: dict[str, None] = {}
    place = 0
    while match := wording.find.search(masked.text, place):
        group = next(name for name, words in match.groupdict().items() if words)
        name = _words(reading, masked, *match.span(group))
        if group in _SHORT:
            full = in_full(reading.text, name, masked.span(*match.span(group)).start)
            name = full.of(reading.text) if full else ""
        is_named = _is_named(reading, name, group)
        if is_named:
            name = spelled_out(reading.text).get(name, name)
            found.update(dict.fromkeys((name, *beside(reading, masked, match, group))))
        place = match.end(group) if is_named else match.start(group) + 1
    return tuple(found)


def beside(reading: Reading, masked: Masked, match: re.Match[str], group: str) -> tuple[str, ...]:
    """Return the parties joined to the one that a group of a match captures: *suppliers* of *trusts and suppliers*."""
    after = _joined_after(masked.text, match.end(group))
    before = _joined_before(masked.text, match.start(group), within_list=bool(after))
    found = [_words(reading, masked, start, end) for start, end in (*reversed(before), *after)]
    return tuple(spelled_out(reading.text).get(name, name) for name in found if _can_act(name))


def _joined_before(text: str, place: int, *, within_list: bool) -> list[tuple[int, int]]:
    """Return where the names listed before an offset are, nearest first.

    With ``within_list``, the list is known to go on after the name at the offset, so a comma is enough to join them.
    """
    found: list[tuple[int, int]] = []
    joins = ("joined_before", "listed_before") if within_list else ("joined_before",)
    while len(found) < _LONGEST_LIST:
        start = max(0, place - _LOOK_BACK)
        before = text[start:place]
        name = next((name for join in joins if (name := guard(_NAME, join).search(before))), None)
        if not name:
            break
        found.append((start + name.start("name"), start + name.end("name")))
        place, joins = found[-1][0], ("listed_before",)
    return found


def _joined_after(text: str, place: int) -> list[tuple[int, int]]:
    """Return where the names that continue a list from an offset are, in order."""
    found: list[tuple[int, int]] = []
    while len(found) < _LONGEST_LIST and (name := guard(_NAME, "listed_after").match(text, place)):
        found.append(name.span("name"))
        place = name.end()
    last = guard(_NAME, "joined_after").match(text, place)
    return [*found, last.span("name")] if last else []


def _words(reading: Reading, masked: Masked, start: int, end: int) -> str:
    """Return a stretch of masked text as the document writes it, on one line."""
    return " ".join(masked.span(start, end).of(reading.text).split())


def _can_act(name: str) -> bool:
    """Tell whether a name ends in a noun for those who can act, or is written as a proper name."""
    which, _space, noun = name.lower().rpartition(" ")
    acts = guard(_NAME, "collective").fullmatch(noun) or (which and guard(_NAME, "one_who_acts").fullmatch(noun))
    return bool(acts) or _is_institution(name) or _is_sole(name)


def _is_named(reading: Reading, name: str, group: str) -> bool:
    """Tell whether the words that a group captures name somebody; proper names must be written as such."""
    if guard(_NAME, "counted").fullmatch(name.lower()):
        return False
    if group == "proper" or group in _SHORT:
        return _is_institution(name)
    if group != "sole":
        return True
    known = " " in name or (_is_body_by_initials(reading.text, name) if name.isupper() else _occurs(reading.text, name))
    return known and _is_sole(name)


def _is_institution(name: str) -> bool:
    """Tell whether words are written as a name and contain a noun for an institution: *Crown Estate*."""
    words = name.lower().split()
    if len(words) == 1 or guard(_NAME, "part_of_a_country").fullmatch(name.lower()):
        return False
    return _is_titled(name) and any(map(guard(_NAME, "institution").fullmatch, words))


def _is_sole(name: str) -> bool:
    """Tell whether words are written as a name that is not that of a text, a place or a scheme."""
    words = name.lower().split()
    opens = guard(_NAME, "institution").fullmatch(words[0]) and words[1:2] in (["of"], ["for"])
    of_a_country = _is_institution(name) and guard(_NAME, "country").fullmatch(words[-1])
    known = (not (opens or of_a_country) and guard(_NAME, "no_institution").fullmatch(words[-1])) or guard(
        _NAME, "opens_no_name"
    ).fullmatch(words[0])
    alone = len(words) == 1 and guard(_NAME, "institution").fullmatch(words[0])
    return not known and not alone and _is_titled(name)


def _is_titled(name: str) -> bool:
    return all(word[0].isupper() or guard(_NAME, "small_word").fullmatch(word) for word in name.split())


def _occurs(text: str, word: str) -> bool:
    """Tell whether a document writes a word with a capital within a sentence, and nowhere without one."""
    within = re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None
    return within and re.search(rf"\b{re.escape(word.lower())}\b", text) is None


def _is_body_by_initials(text: str, initials: str) -> bool:
    """Tell whether initials can stand for somebody; they cannot if the document spells them out as a thing."""
    spelled_out = re.search(rf"([\w'-]+)\W*\({re.escape(initials)}\)", text)
    return spelled_out is None or guard(_NAME, "no_institution").fullmatch(spelled_out[1].lower()) is None
