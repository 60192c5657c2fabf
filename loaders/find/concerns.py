"""Concerns: worries, risks, gaps, objections and doubts, from their wording (``patterns/concerns.yaml``)."""

from collections.abc import Collection, Iterable, Iterator

from loaders.document import Concern, Span
from loaders.find.passages import Passage
from loaders.find.patterns import load, remembered

_FEWEST_WORDS = 3
_OBJECTION = "concerns.objection"
_SIGNS = "concerns.signs"
"""The rule of a concern that no single wording tells, but several weaker signs together."""
_ENOUGH = 2
"""Weight of the signs in a sentence that states a concern."""


def concerns(
    passages: Iterable[Passage], question: str | None, asked: Collection[Span], stance: Span | None = None
) -> Iterator[Concern]:
    """Yield the concerns among passages, in order.

    To disagree where the answer takes its ``stance`` is no concern; what is ``asked`` is one only if worded so.
    """
    for passage in passages:
        rule = next((rule for words in (passage.folded, passage.voiced) if (rule := _worded(words))), None)
        rule = rule or _listed(passage)
        if rule is None and passage.span not in asked and passage.span != stance:
            rule = next((_SIGNS for words in (passage.folded, passage.voiced) if _weight(words) >= _ENOUGH), None)
        if rule and not (rule == _OBJECTION and passage.span == stance):
            yield Concern(span=passage.span, question=question, rule=rule)


@remembered
def _worded(words: str) -> str | None:
    if len(words.split()) < _FEWEST_WORDS:
        return None
    patterns = load("concerns")
    found = patterns["concerns"].first(patterns["set_aside"].without(words))
    return found.id if found else None


@remembered
def _weight(words: str) -> int:
    """Return how much the signs in a sentence weigh together; one that counts ``each`` time is added as often."""
    if len(words.split()) < _FEWEST_WORDS:
        return 0
    patterns = load("concerns")
    rest = patterns["set_aside"].without(words)
    return sum(
        int(sign.yields["weight"]) * (len(set(sign.find.findall(rest))) if "each" in sign.yields else 1)
        for sign in patterns["signs"].all(rest)
    )


def _listed(passage: Passage) -> str | None:
    """Find a concern by the list in which it stands ("We are concerned that:")."""
    if not passage.lead or load("lists")["leads"].first(passage.lead):
        return None
    found = load("lists")["worries"].first(passage.lead)
    return found.id if found else None
