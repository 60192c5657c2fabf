"""Checking what an extractor returns: its ids must be in the ontology, and its spans in the text."""

from collections.abc import Collection, Iterable, Iterator

from loaders.document import Extraction, Statement
from ontology.lexicon import Lexicon


def faults(extraction: Extraction, lexicon: Lexicon) -> Iterator[str]:
    """Yield a sentence for each id that is not in the ontology and each span that is not in the text."""
    length = len(extraction.document.text)
    for statement in _statements(extraction):
        span = statement.span
        if not 0 <= span.start < span.end <= length:
            yield f"a statement stands at {span.start} to {span.end}, in a text of {length} characters"
    yield from _unknown("stance", {answer.stance for answer in extraction.answers}, lexicon.stances)
    topics = [statement.topics for part in (extraction.asks, extraction.concerns) for statement in part]
    yield from _unknown("topic", {topic for some in topics for topic in some}, lexicon.topics)
    bodies = {body for ask in extraction.asks for body in ask.addressees}
    bodies |= {body for claim in extraction.accountabilities for body in (*claim.accountable, *claim.to)}
    bodies |= {quotation.speaker_kind for quotation in extraction.quotations if quotation.speaker_kind}
    yield from _unknown("body", bodies, lexicon.bodies)


def _statements(extraction: Extraction) -> Iterable[Statement]:
    parts = (extraction.asks, extraction.quotations, extraction.concerns, extraction.accountabilities)
    return (statement for part in (*parts, extraction.endorsements) for statement in part)


def _unknown(what: str, found: Iterable[str], known: Collection[str]) -> Iterator[str]:
    for name in found:
        if name not in known:
            yield f"the extractor names the {what} {name}, which is not in the ontology"
