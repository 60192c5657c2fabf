"""Which bodies a name, a pronoun or a short form refers to: *you*, *they*, *the Agency*, *the two bodies*.

The wordings are in ``addressees.yaml``.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from loaders.document import Span
from loaders.patterns import BODY, OWNED, guard
from loaders.resolve.body_mentions import BodyMention
from loaders.resolve.full_names import in_full
from loaders.resolve.reading import Masked, Reading

_NAME: Final = "addressees"
_SIGN: Final = re.compile(f"[{BODY}{OWNED}]")
_LOOK_BACK: Final = 80
"""Characters before a pronoun that are examined to decide whether it is who is asked."""
_PAIR: Final = 2
_NUMBERS: Final = {"two": _PAIR, "three": 3, "four": 4, "five": 5, "six": 6}


class ReferenceResolver:
    """Finds the bodies that words in an ask refer to.

    ``owner`` is the id of whoever consults, or None if unknown. The ``respondent`` is left out, since nobody asks
    something of themselves, unless it is a group and others of that group are meant. A word of ``respondent_name`` is
    not taken as short for the owner.
    """

    def __init__(
        self, reading: Reading, owner: str | None, respondent: str | None = None, respondent_name: str | None = None
    ) -> None:
        self._reading = reading
        self._owner = owner
        self._respondent = respondent
        self._own_name = frozenset((respondent_name or "").title().split())

    def __call__(self, masked: Masked, start: int, end: int, span: Span) -> tuple[str, ...]:
        """Return the ids that names and pronouns refer to.

        They stand between two offsets of a masked sentence, whose place in the document is ``span``.
        """
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
        """Tell whether words mean whoever consults, or their staff: *you*, *officials*, of a regulator *inspectors*."""
        owner = self._reading.lexicon.bodies[self._owner or ""]
        inspects = guard(_NAME, "inspects").fullmatch(owner.id if owner.is_group else owner.kind or "")
        guards = ("second_person", "officials", *(("inspectors",) if inspects else ()))
        return any(guard(_NAME, name).search(words) for name in guards)

    def _is_of_many(self, names: Iterable[BodyMention]) -> bool:
        """Tell whether the respondent is a group named in the plural, so that others are meant: *councils should …*."""
        named = (name.span.of(self._reading.text) for name in names if self._respondent in name.ids)
        body = self._reading.lexicon.bodies.get(self._respondent or "")
        return body is not None and body.is_group and any(name.lower().endswith("s") for name in named)

    def _stands_for_owner(self, masked: Masked, start: int, end: int) -> bool:
        """Tell whether a capitalised noun is short for the owner, or for one of its members if the owner is a group.

        *The Agency* can be one of the regulators, but not NHS England. A word of the respondent's name never counts.
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
        """Tell whether a noun is short for a name that the document gives in full, but that is not in the ontology."""
        full = in_full(self._reading.text, noun.of(self._reading.text), noun.start)
        return full is not None and not self._reading.names_in(Span(full.start, full.end + len("'s")))

    def _counted(self, words: str, span: Span) -> tuple[str, ...]:
        """Return the bodies meant by *the two bodies* and the like: as many as the previous sentence lists or names.

        Of three or more, one may be missing, since it may not be in the ontology.
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
        """Return whom *they* or *it* means: the last body named before, or else the subject of the previous sentence.

        Within a quotation, bodies named outside it do not count: the speaker would not say *they* of themselves.
        """
        text = self._reading.text
        quoted = self._reading.quoted_at(masked.span(start, start).start)

        def may_be(name: BodyMention) -> bool:
            return _agrees(name, name.span.of(text), plural=plural) and (quoted is None or quoted.contains(name.span))

        earlier = [name for name in masked.names_within(0, start) if may_be(name)]
        if not earlier and is_asked(masked.text, start):
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


def is_asked(text: str, start: int) -> bool:
    """Tell whether the pronoun that starts here is who is asked: *we urge it to publish the map*."""
    return guard(_NAME, "asks_it").search(text[max(0, start - _LOOK_BACK) : start]) is not None


def _listed(masked: Masked) -> Iterator[tuple[BodyMention, ...]]:
    """Yield the names in each list of a masked sentence (*the CQC, the GMC and trusts*), the last list first."""
    lists: list[list[BodyMention]] = []
    end = 0
    for place, name in zip(_SIGN.finditer(masked.text), masked.names, strict=True):
        if lists and guard(_NAME, "joins").fullmatch(masked.text, end, place.start()):
            lists[-1].append(name)
        else:
            lists.append([name])
        end = place.end()
    yield from (tuple(names) for names in reversed(lists) if len(names) > 1)


def _agrees(name: BodyMention, words: str, *, plural: bool) -> bool:
    """Tell whether *they* (or *it*) agrees with a name in number; a group is plural even if its name is singular."""
    return not name.possessive and (name.bodies[0].is_group if plural else not words.endswith("s"))
