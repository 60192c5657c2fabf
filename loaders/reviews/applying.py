"""Applying verdicts to an extraction: statements are confirmed, removed, changed and added."""

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
Marks = Mapping[tuple[type[Statement], Span], Review]
"""The review of each reviewed statement, by the statement's class and span."""
Rejected = tuple[str, Statement]
"""A statement that was rejected, and the part of the extraction that it was in."""


def applied(extraction: Extraction, verdicts: Sequence[Review]) -> tuple[Extraction, Marks]:
    """Return an extraction with the verdicts applied, and the review of each statement that has one.

    Of several verdicts on a statement the last one counts. A statement that an earlier verdict rejected is restored for
    a later one, as it was when it was rejected.
    """
    after, marks, lost = _replayed(extraction, verdicts)
    notes = [
        f"the review of “{_short(review.quote)}” by {review.reviewer} fits no statement any more"
        for review in lost
        if review.verdict is not Verdict.REJECT  # what is not found any more need not be left out
    ]
    return _mended(replace(after, notes=(*after.notes, *notes))) if verdicts else extraction, marks


def unfit(extraction: Extraction, verdicts: Sequence[Review]) -> list[Review]:
    """Return the verdicts that apply to nothing, because the statement or the words do not exist at that point."""
    return _replayed(extraction, verdicts)[2]


def stated(extraction: Extraction, review: Review) -> list[Statement]:
    """Return the statements, of any kind, that have the words of a verdict."""
    return [one for kind in Kind for one in _meant(extraction, kind, review) if kind_of(one) is kind]


def _replayed(extraction: Extraction, verdicts: Sequence[Review]) -> tuple[Extraction, Marks, list[Review]]:
    """Apply verdicts one after another; return the extraction, the marks, and the verdicts that apply to nothing."""
    marks: dict[tuple[type[Statement], Span], Review] = {}
    lost: list[Review] = []
    rejected: list[Rejected] = []
    for review in verdicts:
        restored = _restored(extraction, rejected, review)
        after = _after(restored, review)
        if after is None:
            lost.append(review)
            continue
        if review.verdict is Verdict.REJECT:
            rejected += [(PARTS[review.kind], one) for one in _meant(restored, review.kind, review)]
        extraction = after
        marks |= {(type(one), one.span): review for one in _meant(extraction, review.kind, review)}
    return extraction, marks, lost


def _restored(extraction: Extraction, rejected: Sequence[Rejected], review: Review) -> Extraction:
    """Return the extraction with the rejected statements restored that a verdict is about."""
    text = extraction.document.text
    for kind in filter(None, (review.kind, review.was)):
        back = [one for part, one in rejected if part == PARTS[kind] and _is_meant(text, one, review)]
        extraction = _replaced(extraction, kind, back, back)
    return extraction


def _after(extraction: Extraction, review: Review) -> Extraction | None:
    """Return the extraction after a verdict; None if the verdict applies to nothing."""
    meant = _meant(extraction, review.kind, review)
    if review.verdict is Verdict.REJECT:
        return _replaced(extraction, review.kind, meant, []) if meant else None
    if review.verdict is Verdict.CONFIRM:
        return extraction if meant else None
    before = _meant(extraction, review.was, review) if review.was else []
    new = [_changed(one, review) for one in meant]
    if not new and (before or review.verdict is Verdict.ADD):
        new = _made(extraction, review, before)
    if not new:
        return None
    return _replaced(_replaced(extraction, review.was or review.kind, before, []), review.kind, meant, new)


def _meant(extraction: Extraction, kind: str, review: Review) -> list[Statement]:
    """Return the statements of a kind that a verdict is about."""
    found: Sequence[Statement] = getattr(extraction, PARTS[kind])
    return [one for one in found if _is_meant(extraction.document.text, one, review)]


def _is_meant(text: str, statement: Statement, review: Review) -> bool:
    """Tell whether a verdict is about this statement: by its words, and by its place unless the text has changed."""
    if _folded(statement.span.of(text)) != _folded(review.quote):
        return False
    moved = review.start is None or _folded(text[review.start : review.end]) != _folded(review.quote)
    return moved or statement.span.start == review.start


def _replaced(extraction: Extraction, kind: str, old: Sequence[Statement], new: Sequence[Statement]) -> Extraction:
    """Return the extraction with some statements of a kind in place of others."""
    statements: Sequence[Statement] = getattr(extraction, PARTS[kind])
    kept = [*(one for one in statements if one not in old), *new]
    changed: dict[str, Any] = {PARTS[kind]: tuple(sorted(kept, key=lambda one: one.span))}
    return replace(extraction, **changed)


def _changed(statement: Statement, review: Review) -> Statement:
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
    """Return the statement that a reviewer adds, or makes of one of another kind; none if its words are gone."""
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
    if review.start is not None and review.end is not None and text[review.start : review.end] == review.quote:
        return Span(review.start, review.end)
    words = re.search(r"\s+".join(map(re.escape, review.quote.split())), text)
    return Span(*words.span()) if words else None


def _mended(extraction: Extraction) -> Extraction:
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
