"""Claims of accountability: who is said to answer to whom, for what, and whether that is so, proposed or disputed.

The wordings are in ``accountability.yaml``. Every claim says who answers: bodies of the ontology, or else a party in
the words of the passage. A sentence about accountability in general makes no claim.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from loaders.document import AccountabilityClaim, Modality, Span
from loaders.patterns import Pattern, guard, load, remembered
from loaders.resolve.reading import Masked, Reading

_NAME: Final = "accountability"
_SIGNS: Final = (
    ("disputed", Modality.DISPUTED),
    ("reported", Modality.PROPOSED),
    ("sought", Modality.SOUGHT),
    ("denied", Modality.DISPUTED),
    ("proposed", Modality.PROPOSED),
)
"""What each guard says of a claim; the first one that matches decides."""


class AccountabilityFinder:
    """Finds the claims in one document; *you* means the ``owner``, and *we* the ``respondent``."""

    def __init__(self, reading: Reading, owner: str | None, respondent: str | None = None) -> None:
        self._reading = reading
        self._owner = owner
        self._respondent = respondent

    def __call__(self) -> Iterator[AccountabilityClaim]:
        """Yield the claims of the document in the order of its text; their ``question`` is not filled in yet."""
        for paragraph in self._reading.paragraphs:
            if not paragraph.is_heading:
                for sentence, after in zip_longest(paragraph.sentences, paragraph.sentences[1:]):
                    if _may_claim(sentence.of(self._reading.text)):
                        yield from self._disputed(self.claims(sentence), after)

    def _disputed(self, claims: Iterable[AccountabilityClaim], after: Span | None) -> Iterator[AccountabilityClaim]:
        """Yield the claims, marked as disputed if the next sentence objects to them: *Some say so. We resist that.*"""
        for claim in claims:
            objects = after is not None and guard(_NAME, "objects").match(self._reading.masked(after).text)
            yield replace(claim, modality=Modality.DISPUTED) if objects else claim

    def claims(self, sentence: Span) -> Iterator[AccountabilityClaim]:
        """Yield the claims of one sentence.

        All wordings that match add to a single claim, except those marked ``apart``, each of which makes its own.
        """
        masked = self._reading.masked(sentence)
        found = _Found()
        apart: list[tuple[_Found, Span]] = []
        for wording, match in _fitting(masked.text):
            if found.first and _unknown(match):
                continue
            who, whom = self._parties(wording, masked, match)
            party = None if who else self._words(masked, match, "party")
            if "apart" in wording.yields and who:
                apart.append((_Found().add(wording, who, whom, None, None), masked.span(*match.span("clause"))))
            elif who or party:
                found.end = found.end or match.end()
                found.add(wording, who, whom, party, self._words(masked, match, "for"))
        for one, span in ((found, sentence), *apart):
            if one.first:
                yield self._claim(one, one.first, span, masked)

    def _claim(self, found: "_Found", first: Pattern, span: Span, masked: Masked) -> AccountabilityClaim:
        return AccountabilityClaim(
            span=span,
            question=None,
            rule=first.id,
            accountable=tuple(found.accountable),
            party=found.party,
            to=tuple(found.to),
            accountable_for=found.reason,
            modality=_modality(first, masked.text, found.end),
            mechanism=self._reading.lexicon.mechanism_in(span.of(self._reading.text)),
        )

    def _parties(
        self, wording: Pattern, masked: Masked, match: re.Match[str]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of those who answer, and of those they answer to."""
        who = self._ids(masked, match, "accountable")
        whom = (*self._ids(masked, match, "to"), *self._ids(masked, match, "held_by"))
        if "mutual" in wording.yields:
            both = tuple(dict.fromkeys((*who, *whom)))
            return both, both
        if "others" in wording.yields:
            everyone = dict.fromkeys(id_ for name in masked.names for id_ in name.ids)
            who = tuple(id_ for id_ in everyone if id_ not in whom)
        elif not who and self._respondent and _is_own(match):
            who = (self._respondent,)
        return who, tuple(id_ for id_ in whom if id_ not in who or len(whom) > 1)

    def _ids(self, masked: Masked, match: re.Match[str], group: str) -> tuple[str, ...]:
        """Return the ids of the bodies that a group of a match names or refers to by a pronoun."""
        if match.groupdict().get(group) is None:
            return ()
        start, end = match.span(group)
        ids = dict.fromkeys(id_ for name in masked.names_within(start, end) for id_ in name.ids)
        words = match[group]
        if re.search(r"\byou\b", words) and self._owner:
            ids[self._owner] = None
        if re.search(r"\bthe[ym]\b", words) and (earlier := masked.names_within(0, start)):
            ids.update(dict.fromkeys(earlier[-1].ids))
        if words == "it":
            ids.update(dict.fromkeys(self._spoken_of(masked.start)))
        return tuple(ids)

    def _spoken_of(self, start: int) -> tuple[str, ...]:
        """Return the ids of the first body named in the previous sentence, taken to be what *it* means."""
        before = self._reading.earlier_sentences(Span(start, start), 1)
        names = self._reading.names_in(before[0]) if before else []
        return names[0].ids if names else ()

    def _words(self, masked: Masked, match: re.Match[str], group: str) -> str | None:
        """Return the words of a group on one line, or None if it is empty or did not take part in the match."""
        if match.groupdict().get(group) is None:
            return None
        words = masked.span(*match.span(group)).of(self._reading.text)
        return " ".join(words.split()) or None


@dataclass(slots=True)
class _Found:
    """What has been gathered so far from the wordings that match a sentence."""

    first: Pattern | None = None
    end: int | None = None
    """Where the first match ends in the masked sentence; None for a claim of its own."""
    accountable: dict[str, None] = field(default_factory=dict)
    to: dict[str, None] = field(default_factory=dict)
    party: str | None = None
    reason: str | None = None

    def add(
        self, wording: Pattern, who: Iterable[str], whom: Iterable[str], party: str | None, reason: str | None
    ) -> "_Found":
        """Add what one wording says and return this object; the first wording decides the claim's rule and modality."""
        self.accountable.update(dict.fromkeys(who))
        self.to.update(dict.fromkeys(whom))
        self.first = self.first or wording
        self.party = self.party or party
        self.reason = self.reason or reason
        return self


@remembered
def _may_claim(sentence: str) -> bool:
    """Tell whether a sentence contains a word that some wording needs."""
    return not load(_NAME)["claims"].needed.isdisjoint(re.findall(r"[^\W_]+", sentence.lower()))


@remembered
def _fitting(sentence: str) -> Sequence[tuple[Pattern, re.Match[str]]]:
    """Return the wordings that match a masked sentence, in order of rank, with their matches."""
    words = frozenset(re.findall(r"[\w-]+", sentence))
    tried = ((wording, wording.find.search(sentence)) for wording in load(_NAME)["claims"].candidates(words))
    return [(wording, match) for wording, match in tried if match]


def _unknown(match: re.Match[str]) -> bool:
    """Tell whether a match names a party that is not in the ontology."""
    return match.groupdict().get("party") is not None


def _is_own(match: re.Match[str]) -> bool:
    """Tell whether the party in a match is the writer: *we*, *our board*."""
    return _unknown(match) and bool(guard(_NAME, "own").fullmatch(match["party"]))


def _modality(wording: Pattern, sentence: str, end: int | None = None) -> Modality:
    """Return the modality of a claim, judged from its own clause only: later clauses are about something else."""
    if stated := wording.yields.get("modality"):
        return Modality(stated)
    if end is not None and (further := guard(_NAME, "further_clause").search(sentence, end)):
        sentence = sentence[: further.start()]
    for name, modality in _SIGNS:
        if guard(_NAME, name).search(sentence):
            return modality
    return Modality.CURRENT
