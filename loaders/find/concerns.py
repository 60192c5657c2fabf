"""Concerns: worries, risks, gaps, objections and doubts, from their wording (``patterns/concerns.yaml``)."""

from collections.abc import Iterable, Iterator

from loaders.document import Concern, Span
from loaders.find.passages import Passage
from loaders.find.patterns import load

_FEWEST_WORDS = 3
_OBJECTION = "concerns.objection"


def concerns(passages: Iterable[Passage], question: str | None, stance: Span | None = None) -> Iterator[Concern]:
    """Yield the concerns among passages, in order; to disagree where the answer takes its stance is no concern."""
    for passage in passages:
        rule = next((rule for words in (passage.folded, passage.voiced) if (rule := _worded(words))), None)
        rule = rule or _listed(passage)
        if rule and not (rule == _OBJECTION and passage.span == stance):
            yield Concern(span=passage.span, question=question, rule=rule)


def _worded(words: str) -> str | None:
    if len(words.split()) < _FEWEST_WORDS:
        return None
    patterns = load("concerns")
    found = patterns["concerns"].first(patterns["set_aside"].without(words))
    return found.id if found else None


def _listed(passage: Passage) -> str | None:
    """Find a concern by the list in which it stands ("We are concerned that:")."""
    if not passage.lead or load("lists")["leads"].first(passage.lead):
        return None
    found = load("lists")["worries"].first(passage.lead)
    return found.id if found else None
