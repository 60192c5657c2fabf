"""Applying verdicts to an extraction: confirming, removing, changing and adding statements."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from loaders.annotation import HAND
from loaders.document import (
    AccountabilityClaim,
    Ask,
    AskKind,
    Concern,
    Endorsement,
    Extraction,
    Modality,
    Quotation,
    Span,
    Statement,
)
from loaders.kinds import Kind, kind_of
from loaders.reviews.review import PARTS, Review, Verdict
from ontology.lexicon import OTHER

_SHORT: Final = 60
ReviewIndex = Mapping[tuple[type[Statement], Span], Review]
"""The last review of each reviewed statement, by the statement's class and span."""
Rejected = tuple[str, Statement]
"""A rejected statement, after the part of the extraction that it was in."""


def applied(extraction: Extraction, verdicts: Sequence[Review]) -> tuple[Extraction, ReviewIndex]:
    """Return an extraction with the verdicts applied, and the review of each statement that has one.

    ``verdicts`` are in the order of their dates, and the last one on a statement counts. If an earlier one rejected the
    statement, it is restored as it was before.
    """
    if not verdicts:
        return extraction, {}
    after, reviews, lost = _replayed(extraction, verdicts)
    notes = [
        f"the review of “{_short(review.quote)}” by {review.reviewer} fits no statement any more"
        for review in lost
        if review.verdict is not Verdict.REJECT  # a statement that is not found need not be left out
    ]
    return _without_lost_references(replace(after, notes=(*after.notes, *notes))), reviews


def unfit(extraction: Extraction, verdicts: Sequence[Review]) -> list[Review]:
    """Return the verdicts that apply to nothing: when their turn comes, there is no such statement or no such quote."""
    return _replayed(extraction, verdicts)[2]


def with_same_words(extraction: Extraction, review: Review) -> list[Statement]:
    """Return the statements of any kind that a verdict would be about if it did not name a kind."""
    return [one for kind in Kind for one in _about(extraction, kind, review) if kind_of(one) is kind]


def _replayed(extraction: Extraction, verdicts: Sequence[Review]) -> tuple[Extraction, ReviewIndex, list[Review]]:
    """Apply verdicts one after another; return the extraction, the reviews, and the verdicts that apply to nothing."""
    reviews: dict[tuple[type[Statement], Span], Review] = {}
    lost: list[Review] = []
    rejected: list[Rejected] = []
    for review in verdicts:
        restored = _restored(extraction, rejected, review)
        after = _reviewed(restored, review)
        if after is None:
            lost.append(review)
            continue
        if review.verdict is Verdict.REJECT:
            rejected += [(PARTS[review.kind], one) for one in _about(restored, review.kind, review)]
        extraction = after
        reviews |= {(type(one), one.span): review for one in _about(extraction, review.kind, review)}
    return extraction, reviews, lost


def _restored(extraction: Extraction, rejected: Sequence[Rejected], review: Review) -> Extraction:
    """Return the extraction with those rejected statements restored that a verdict is about."""
    text = extraction.document.text
    for kind in filter(None, (review.kind, review.was)):
        back = [one for part, one in rejected if part == PARTS[kind] and _is_about(text, one, review)]
        extraction = _replaced(extraction, kind, back, back)
    return extraction


def _reviewed(extraction: Extraction, review: Review) -> Extraction | None:
    """Return the extraction after a verdict; None if the verdict applies to nothing."""
    subjects = _about(extraction, review.kind, review)
    if review.verdict is Verdict.REJECT:
        return _replaced(extraction, review.kind, subjects, []) if subjects else None
    if review.verdict is Verdict.CONFIRM:
        return extraction if subjects else None
    before = _about(extraction, review.was, review) if review.was else []
    new = [_changed(one, review) for one in subjects]
    if not new and (before or review.verdict is Verdict.ADD):
        new = _made(extraction, review, before)
    if not new:
        return None
    return _replaced(_replaced(extraction, review.was or review.kind, before, []), review.kind, subjects, new)


def _about(extraction: Extraction, kind: str, review: Review) -> list[Statement]:
    """Return the statements of a kind that a verdict is about."""
    found: Sequence[Statement] = getattr(extraction, PARTS[kind])
    return [one for one in found if _is_about(extraction.document.text, one, review)]


def _is_about(text: str, statement: Statement, review: Review) -> bool:
    """Tell whether a verdict is about a statement: the words agree, and the place too unless the text has changed."""
    if _folded(statement.span.of(text)) != _folded(review.quote):
        return False
    place_is_unknown = review.start is None or _folded(text[review.start : review.end]) != _folded(review.quote)
    return place_is_unknown or statement.span.start == review.start


def _replaced(extraction: Extraction, kind: str, old: Sequence[Statement], new: Sequence[Statement]) -> Extraction:
    """Return the extraction with the ``old`` statements of a kind replaced by the ``new`` ones."""
    statements: Sequence[Statement] = getattr(extraction, PARTS[kind])
    kept = [*(one for one in statements if one not in old), *new]
    changed: dict[str, Any] = {PARTS[kind]: tuple(sorted(kept, key=lambda one: one.span))}
    return replace(extraction, **changed)


def _changed(statement: Statement, review: Review) -> Statement:
    """Return a statement with the values that a verdict gives; what it leaves empty stays."""
    if isinstance(statement, Ask):
        return replace(
            statement,
            kind=AskKind(review.kind),
            addressees=review.addressees or statement.addressees,
            topics=review.topics or statement.topics,
        )
    if isinstance(statement, Concern | Endorsement):
        return replace(statement, topics=review.topics or statement.topics)
    if isinstance(statement, AccountabilityClaim):
        return replace(
            statement,
            accountable=review.addressees or statement.accountable,
            to=review.account_to or statement.to,
            accountable_for=review.account_for or statement.accountable_for,
            modality=Modality(review.modality or statement.modality),
        )
    return statement


def _made(extraction: Extraction, review: Review, before: Sequence[Statement]) -> list[Statement]:
    """Return the statement that a reviewer adds, or makes of ``before``, of another kind; none without the quote."""
    span = before[0].span if before else _found(extraction.document.text, review)
    if span is None:
        return []
    question = extraction.question_at(span)
    topics = review.topics or next((tuple(getattr(one, "topics", ())) for one in before), ())
    if review.kind == "concern":
        return [Concern(span=span, question=question, rule=HAND, topics=topics)]
    if review.kind == "endorsement":
        return [Endorsement(span=span, question=question, rule=HAND, topics=topics)]
    if review.kind == "quotation":
        return [Quotation(span=span, question=question, rule=HAND)]
    if review.kind == "accountability":
        return [_claim(span, question, review)]
    owner = (extraction.context.owner,) if extraction.context.owner else ()
    return [
        Ask(
            span=span,
            question=question,
            rule=HAND,
            kind=AskKind(review.kind),
            addressees=review.addressees or owner,
            addressee_explicit=bool(review.addressees),
            topics=topics or (OTHER,),
        )
    ]


def _claim(span: Span, question: str | None, review: Review) -> AccountabilityClaim:
    return AccountabilityClaim(
        span=span,
        question=question,
        rule=HAND,
        accountable=review.addressees,
        to=review.account_to,
        accountable_for=review.account_for or None,
        modality=Modality(review.modality or Modality.CURRENT),
    )


def _found(text: str, review: Review) -> Span | None:
    """Return where the quote of a verdict is in a text: at its place, or else the first occurrence."""
    if review.start is not None and review.end is not None and text[review.start : review.end] == review.quote:
        return Span(review.start, review.end)
    words = re.search(r"\s+".join(map(re.escape, review.quote.split())), text)
    return Span(*words.span()) if words else None


def _without_lost_references(extraction: Extraction) -> Extraction:
    """Remove references from asks to asks and quotations that have been rejected."""
    asked, quoted = {one.span for one in extraction.asks}, {one.span for one in extraction.quotations}
    asks = [
        replace(
            ask,
            restates=ask.restates if ask.restates in asked else None,
            quotation=ask.quotation if ask.quotation in quoted else None,
        )
        for ask in extraction.asks
    ]
    return replace(extraction, asks=tuple(asks))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _short(quote: str) -> str:
    return quote if len(quote) <= _SHORT else f"{quote[:_SHORT]}…"
