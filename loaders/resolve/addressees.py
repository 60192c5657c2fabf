"""Who is asked to act: the grammatical agent of the asked action, or else whoever consults.

The wordings stand in ``addressees.yaml``. A wording proposes an agent; it is turned down where the name is not the
subject of its clause: inside a larger noun phrase (*the role of the CQC must …*), after a question word (*how trusts
should …*), or a bare noun that names nobody (*trust must be rebuilt*).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.document import Span
from loaders.patterns import BODY, OWNED, Pattern, guard, load, remembered, words_of
from loaders.resolve.full_names import in_full
from loaders.resolve.naming import Naming
from loaders.resolve.parties import beside, parties
from loaders.resolve.reading import Masked, Reading

_NAME: Final = "addressees"
_SIGN: Final = re.compile(f"[{BODY}{OWNED}]")
_LOOK_BACK: Final = 80
"""Characters before a name that tell whether it is a subject."""
_ANNOUNCED_WITHIN: Final = 6
"""Sentences of a paragraph within which things that one of them announces are looked for."""
_PAIR: Final = 2
_NUMBERS: Final = {"two": _PAIR, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom an ask addresses, and whether the passage says so."""

    ids: tuple[str, ...]
    explicit: bool
    parties: tuple[str, ...] = ()
    """Names of those whom the ontology does not hold."""


class AddresseeResolver:
    """Finds the addressees of asks in one reading.

    ``owner`` is whoever consults, None if nobody knows; the ``respondent`` asks nothing of itself, whatever its name.
    """

    def __init__(
        self, reading: Reading, owner: str | None, respondent: str | None = None, respondent_name: str | None = None
    ) -> None:
        self._reading = reading
        self._owner = owner
        self._respondent = respondent
        self._own_name = frozenset((respondent_name or "").title().split())

    def __call__(self, ask: Span) -> Addressees:
        """Return whom an ask addresses: named in it, or by the lead-in of its list; else whoever consults."""
        lead_in = self._reading.lead_in(ask)
        found = self._named(ask) or self._item(ask, lead_in) or (lead_in and self._named(lead_in))
        if found:
            return found
        if named := parties(self._reading, ask) or (parties(self._reading, lead_in) if lead_in else ()):
            return Addressees((), explicit=True, parties=named)
        if announced := self._announced(ask):
            return announced
        masked = self._reading.masked(ask)
        explicit = self._owner is not None and guard(_NAME, "to_reader").search(masked.text) is not None
        return Addressees((self._owner,) if self._owner else (), explicit)

    def _announced(self, ask: Span) -> Addressees | None:
        """Return whom a sentence before asks to do several things, of which this is one: *First, publish the map*."""
        if guard(_NAME, "goes_on").match(self._reading.masked(ask).text):
            for before in self._reading.earlier_sentences(ask, _ANNOUNCED_WITHIN):
                if guard(_NAME, "announces").search(self._reading.masked(before).text):
                    return self._named(before)
        return None

    def _item(self, item: Span, lead_in: Span | None) -> Addressees | None:
        """Return the subject of an item that is a clause: *we recommend that: the Department publishes a plan*."""
        masked = self._reading.masked(item)
        introduced = lead_in and guard(_NAME, "opens_clauses").search(lead_in.of(self._reading.text))
        if not introduced and not masked.text.startswith("that "):
            return None
        for wording in load(_NAME)["items"]:
            if agents := self._agents(wording, masked, item):
                return Addressees(agents, explicit=True)
        return None

    def _named(self, span: Span) -> Addressees | None:
        masked = self._reading.masked(span)
        ids: dict[str, None] = {}
        others: dict[str, None] = {}
        rank = 0
        for wording in _naming(masked.text):
            if ids and wording.rank > rank:
                break
            for agents, group, match in self._acting(wording, masked, span):
                ids.update(dict.fromkeys(agents))
                others.update(dict.fromkeys(beside(self._reading, masked, match, group)))
                rank = wording.rank
        return Addressees(tuple(ids), explicit=True, parties=tuple(others)) if ids else None

    def agents(self, wording: Pattern, span: Span) -> tuple[str, ...]:
        """Return the ids of those whom one wording finds asked to act."""
        return self._agents(wording, self._reading.masked(span), span)

    def _agents(self, wording: Pattern, masked: Masked, span: Span) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id_ for agents, _, _ in self._acting(wording, masked, span) for id_ in agents))

    def _acting(
        self, wording: Pattern, masked: Masked, span: Span
    ) -> Iterator[tuple[tuple[str, ...], str, re.Match[str]]]:
        """Yield whom one wording finds asked to act, and the group of the match that names them."""
        for group, match in _places(wording, masked.text):
            start, end = match.span(group)
            if "subject" in wording.yields and not _is_subject(masked.text, start):
                continue
            if "title" in wording.yields and guard(_NAME, "people").fullmatch(self._words(masked, start, end)):
                continue
            if "subject" not in wording.yields and match[group] == "it" and not _asked(masked.text, start):
                continue  # we want it to be fair: no body
            agents = self._bodies(masked, start, end, span)
            if guard(_NAME, "enabled").match(masked.text, match.end()) and agents != (self._owner,):
                continue
            if agents and ("question" not in wording.yields or agents == (self._owner,)):
                yield agents, group, match

    def _words(self, masked: Masked, start: int, end: int) -> str:
        """Return the words of a stretch of masked text, names included, in small letters."""
        return masked.span(start, end).of(self._reading.text).lower()

    def _bodies(self, masked: Masked, start: int, end: int, span: Span) -> tuple[str, ...]:
        """Return the ids that a group of names and pronouns stands for."""
        ids: dict[str, None] = {}
        for name in masked.names_within(start, end):
            ids.update(dict.fromkeys(name.ids))
        words = masked.text[start:end]
        if self._owner and (self._is_owner(words) or self._stands_for_owner(masked, start, end)):
            ids[self._owner] = None
        if pronoun := guard(_NAME, "third_person").search(words):
            ids.update(dict.fromkeys(self._antecedent(masked, start, span, plural=not pronoun[0].startswith("it"))))
        if counted := guard(_NAME, "pair").search(words):
            ids.update(dict.fromkeys(self._counted(counted[0], span)))
        if not self._is_of_many(masked.names_within(start, end)):
            ids.pop(self._respondent or "", None)
        return tuple(ids)

    def _is_owner(self, words: str) -> bool:
        """Tell whether words speak to whoever consults, or of people who are theirs."""
        owner = self._reading.lexicon.bodies[self._owner or ""]
        inspects = guard(_NAME, "inspects").fullmatch(owner.id if owner.is_group else owner.kind or "")
        guards = ("second_person", "officials", *(("inspectors",) if inspects else ()))
        return any(guard(_NAME, name).search(words) for name in guards)

    def _is_of_many(self, names: Iterable[Naming]) -> bool:
        """Tell whether names speak in the plural of the group that the respondent is one of: *councils should …*."""
        named = (name.span.of(self._reading.text) for name in names if self._respondent in name.ids)
        body = self._reading.lexicon.bodies.get(self._respondent or "")
        return body is not None and body.is_group and any(name.lower().endswith("s") for name in named)

    def _stands_for_owner(self, masked: Masked, start: int, end: int) -> bool:
        """Tell whether a noun with a capital is the name in short of an owner, or of one filed under its group.

        *The Agency* is one of the regulators, but not NHS England; nor is it the respondent of that name.
        """
        if self._owner is None:
            return False
        owner = self._reading.lexicon.bodies[self._owner]
        found = guard(_NAME, "in_short").finditer(masked.text, start, end)
        text = self._reading.text
        return any(
            noun.of(text)[0].isupper()
            and noun.of(text) not in self._own_name
            and (owner.is_group or owner.label.endswith(f" {noun.of(text)}"))
            and not self._is_short_for_another(noun)
            for noun in (masked.span(*one.span("noun")) for one in found)
        )

    def _is_short_for_another(self, noun: Span) -> bool:
        """Tell whether a document gives in full the name of nobody in the ontology that a noun is short for."""
        full = in_full(self._reading.text, noun.of(self._reading.text), noun.start)
        return full is not None and not self._reading.names_in(Span(full.start, full.end + len("'s")))

    def _counted(self, words: str, span: Span) -> tuple[str, ...]:
        """Return so many bodies as a phrase counts (*the two bodies*): those that the sentence before lists, or names.

        One of more than two may be nobody of the ontology.
        """
        number = next((_NUMBERS[word] for word in words.split() if word in _NUMBERS), _PAIR)
        for before in self._reading.earlier_sentences(span, 1):
            masked = self._reading.masked(before)
            for names in (*_listed(masked), masked.names):
                ids = dict.fromkeys(id_ for name in names if not name.possessive for id_ in name.ids)
                if len(ids) == number or (number > _PAIR and len(ids) == number - 1):
                    return tuple(ids)
        return ()

    def _antecedent(self, masked: Masked, start: int, span: Span, *, plural: bool) -> tuple[str, ...]:
        """Return whom *they* or *it* stands for: the last body named before, or the subject of the sentence before.

        Within a quotation it stands for nobody who is named outside: whoever is quoted does not speak of themselves so.
        """
        text = self._reading.text
        quoted = self._reading.quoted_at(masked.span(start, start).start)

        def may_be(name: Naming) -> bool:
            return _agrees(name, name.span.of(text), plural=plural) and (quoted is None or quoted.contains(name.span))

        earlier = [name for name in masked.names_within(0, start) if may_be(name)]
        if not earlier and _asked(masked.text, start):
            earlier = [name for name in masked.names_within(0, start) if name.possessive]
        if earlier:
            return earlier[-1].ids
        for sentence in self._reading.earlier_sentences(span, 1):
            before = self._reading.masked(sentence)
            subject = guard(_NAME, "subject_ahead").match(before.text)
            if subject:
                names = [name for name in before.names_within(*subject.span("agent")) if may_be(name)]
                return names[0].ids if names else ()
        return ()


@remembered
def _naming(sentence: str) -> Sequence[Pattern]:
    """Return the wordings that may name whom a masked sentence asks, by rank: those that fit it."""
    may_name = guard(_NAME, "may_name").search(sentence)
    tried = load(_NAME)["agents"].candidates(words_of(sentence)) if may_name else ()
    return [wording for wording in tried if wording.find.search(sentence)]


@remembered
def _places(wording: Pattern, sentence: str) -> Sequence[tuple[str, re.Match[str]]]:
    """Return where a wording proposes an agent in a masked sentence, and the group that holds it."""
    found: list[tuple[str, re.Match[str]]] = []
    place = 0
    while match := wording.find.search(sentence, place):
        group = next(name for name, words in match.groupdict().items() if words is not None)
        found.append((group, match))
        place = match.end(group)
    return found


def _listed(masked: Masked) -> Iterator[tuple[Naming, ...]]:
    """Yield the names of each list in a masked sentence, the last one first: *the CQC, the GMC and trusts*."""
    lists: list[list[Naming]] = []
    end = 0
    for place, name in zip(_SIGN.finditer(masked.text), masked.names, strict=True):
        if lists and guard(_NAME, "joins").fullmatch(masked.text, end, place.start()):
            lists[-1].append(name)
        else:
            lists.append([name])
        end = place.end()
    yield from (tuple(names) for names in reversed(lists) if len(names) > 1)


def _agrees(name: Naming, words: str, *, plural: bool) -> bool:
    """Tell whether *they* (or *it*) can stand for a name: a group is a plural even where its name is a singular."""
    return not name.possessive and (name.bodies[0].is_group if plural else not words.endswith("s"))


def _asked(text: str, start: int) -> bool:
    """Tell whether the pronoun that starts here is whoever is asked: *we urge it to publish the map*."""
    return guard(_NAME, "asks_it").search(text[max(0, start - _LOOK_BACK) : start]) is not None


def _is_subject(text: str, start: int) -> bool:
    """Tell whether the noun phrase that starts here can be the subject of its clause."""
    before = text[max(0, start - _LOOK_BACK) : start]
    if guard(_NAME, "subordinate").search(before):
        return False
    if guard(_NAME, "nominative").match(text, start):
        return True
    inside = guard(_NAME, "within_phrase").search(before)
    if inside is None or guard(_NAME, "clause_start").search(inside["between"]):
        return True
    introduces = guard(_NAME, "introductory").search(before[: inside.start("preposition")]) is not None
    return introduces and len(inside["between"].split()) > 1 and inside["between"].split()[-1] not in {"the", "all"}
