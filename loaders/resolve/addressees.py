"""Who is asked to act: the grammatical agent of the asked action, or else whoever consults.

The wordings are in ``addressees.yaml``. An agent that a wording proposes is rejected if it is not the subject of its
clause: because it is part of a larger noun phrase (*the role of the CQC must …*), follows a question word (*how trusts
should …*), or is a bare noun that names nobody (*trust must be rebuilt*).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.document import Span
from loaders.patterns import Pattern, guard, load, remembered, words_of
from loaders.resolve.parties import beside, parties
from loaders.resolve.reading import Masked, Reading
from loaders.resolve.references import ReferenceResolver, is_asked

_NAME: Final = "addressees"
_LOOK_BACK: Final = 80
"""Characters before a name that are examined to decide whether it is a subject."""
_ANNOUNCED_WITHIN: Final = 6
"""How many sentences back in its paragraph an ask may have been announced (*to do two things*)."""


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom an ask is addressed to, and whether the passage says so explicitly."""

    ids: tuple[str, ...]
    explicit: bool
    parties: tuple[str, ...] = ()
    """Names of those who are not in the ontology."""


class AddresseeResolver:
    """Finds the addressees of the asks in one document.

    ``owner`` is the id of whoever consults, or None if unknown. The ``respondent`` is not an addressee, since nobody
    asks something of themselves, unless it is a group and others of that group are meant.
    """

    def __init__(
        self, reading: Reading, owner: str | None, respondent: str | None = None, respondent_name: str | None = None
    ) -> None:
        self._reading = reading
        self._owner = owner
        self._referents = ReferenceResolver(reading, owner, respondent, respondent_name)

    def __call__(self, ask: Span) -> Addressees:
        """Return the addressees of an ask.

        They are named in the ask, in the lead-in of its list or in an earlier sentence that announces it. Otherwise
        the ask is addressed to whoever consults.
        """
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
        """Return whom an earlier sentence asks to do several things, if this is one: *First, publish the map*."""
        if guard(_NAME, "goes_on").match(self._reading.masked(ask).text):
            for before in self._reading.earlier_sentences(ask, _ANNOUNCED_WITHIN):
                if guard(_NAME, "announces").search(self._reading.masked(before).text):
                    return self._named(before)
        return None

    def _item(self, item: Span, lead_in: Span | None) -> Addressees | None:
        """Return the subject of a list item that is a clause: *we recommend that: the Department publishes a plan*."""
        masked = self._reading.masked(item)
        introduced = lead_in and guard(_NAME, "opens_clauses").search(lead_in.of(self._reading.text))
        if not introduced and not masked.text.startswith("that "):
            return None
        for wording in load(_NAME)["items"]:
            if agents := self._agents(wording, masked, item):
                return Addressees(agents, explicit=True)
        return None

    def _named(self, span: Span) -> Addressees | None:
        """Return those whom the wordings of the lowest rank that match name, with parties joined to them by *and*."""
        masked = self._reading.masked(span)
        ids: dict[str, None] = {}
        others: dict[str, None] = {}
        rank = 0
        for wording in _fitting(masked.text):
            if ids and wording.rank > rank:
                break
            for agents, group, match in self._acting(wording, masked, span):
                ids.update(dict.fromkeys(agents))
                others.update(dict.fromkeys(beside(self._reading, masked, match, group)))
                rank = wording.rank
        return Addressees(tuple(ids), explicit=True, parties=tuple(others)) if ids else None

    def agents(self, wording: Pattern, span: Span) -> tuple[str, ...]:
        """Return the ids of those whom one wording finds to be asked to act."""
        return self._agents(wording, self._reading.masked(span), span)

    def _agents(self, wording: Pattern, masked: Masked, span: Span) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id_ for agents, _, _ in self._acting(wording, masked, span) for id_ in agents))

    def _acting(
        self, wording: Pattern, masked: Masked, span: Span
    ) -> Iterator[tuple[tuple[str, ...], str, re.Match[str]]]:
        """Yield the ids of those whom one wording finds to be asked, the group that names them, and its match."""
        for group, match in _places(wording, masked.text):
            start, end = match.span(group)
            if "subject" in wording.yields and not _is_subject(masked.text, start):
                continue
            if "title" in wording.yields and guard(_NAME, "people").fullmatch(self._words(masked, start, end)):
                continue
            if "subject" not in wording.yields and match[group] == "it" and not is_asked(masked.text, start):
                continue  # in *we want it to be fair*, "it" is not a body
            agents = self._referents(masked, start, end, span)
            if guard(_NAME, "enabled").match(masked.text, match.end()) and agents != (self._owner,):
                continue
            if agents and ("question" not in wording.yields or agents == (self._owner,)):
                yield agents, group, match

    def _words(self, masked: Masked, start: int, end: int) -> str:
        """Return the original words of a stretch of masked text, in lower case."""
        return masked.span(start, end).of(self._reading.text).lower()


@remembered
def _fitting(sentence: str) -> Sequence[Pattern]:
    """Return the ``agents`` wordings that match a masked sentence, in order of rank."""
    may_name = guard(_NAME, "may_name").search(sentence)
    tried = load(_NAME)["agents"].candidates(words_of(sentence)) if may_name else ()
    return [wording for wording in tried if wording.find.search(sentence)]


@remembered
def _places(wording: Pattern, sentence: str) -> Sequence[tuple[str, re.Match[str]]]:
    """Return each match of a wording in a masked sentence, with the name of the group that holds the agent."""
    found: list[tuple[str, re.Match[str]]] = []
    place = 0
    while match := wording.find.search(sentence, place):
        group = next(name for name, words in match.groupdict().items() if words is not None)
        found.append((group, match))
        place = match.end(group)
    return found


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
