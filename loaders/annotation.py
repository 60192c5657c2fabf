"""The annotation format: one JSON object for a document, written by hand or by ``extract --json``.

Offsets are code points into the canonical text; ``quote`` is that slice with each run of white space folded to a space.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.document import (
    AccountabilityClaim,
    Answer,
    Ask,
    AskKind,
    Concern,
    Context,
    Document,
    Extraction,
    Force,
    Modality,
    Quotation,
    Span,
    Statement,
)
from loaders.naming import slug

HAND = "by-hand"
"""Id of the rule that stands for a careful reader."""


def to_annotation(extraction: Extraction) -> dict[str, Any]:
    """Return an extraction in the annotation format."""
    document, context = extraction.document, extraction.context
    text = document.text
    return {
        "document": document.name,
        "sha256": document.file_sha256,
        "respondent": context.respondent,
        "respondent_label": context.respondent_label,
        "consultation": context.consultation_title or context.consultation or None,
        "date": context.date,
        "answers": [_answer(text, answer) for answer in extraction.answers],
        "asks": [_ask(text, ask) for ask in extraction.asks],
        "quotations": [
            _place(text, quotation) | {"speaker": quotation.speaker, "speaker_kind": quotation.speaker_kind}
            for quotation in extraction.quotations
        ],
        "accountabilities": [_claim(text, claim) for claim in extraction.accountabilities],
        "concerns": [_place(text, concern) | {"topics": list(concern.topics)} for concern in extraction.concerns],
        "notes": [*document.notes, *extraction.notes],
    }


def _folded(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _place(text: str, statement: Statement) -> dict[str, Any]:
    return {
        "question": statement.question,
        "start": statement.span.start,
        "end": statement.span.end,
        "quote": _folded(statement.span, text),
        "rule": statement.rule,
    }


def _answer(text: str, answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "stance": answer.stance,
        "stance_quote": _folded(answer.stance_span, text) if answer.stance_span else None,
        "start": answer.span.start,
        "end": answer.span.end,
    }


def _ask(text: str, ask: Ask) -> dict[str, Any]:
    return _place(text, ask) | {
        "kind": ask.kind.value,
        "force": ask.force.value,
        "addressees": [*ask.addressees, *map(slug, ask.parties)],
        "parties": list(ask.parties),
        "addressee_explicit": ask.addressee_explicit,
        "topics": list(ask.topics),
        "summary_bullet": ask.summary_bullet,
    }


def _claim(text: str, claim: AccountabilityClaim) -> dict[str, Any]:
    return _place(text, claim) | {
        "accountable": list(claim.accountable),
        "party": claim.party,
        "to": list(claim.to),
        "for": claim.accountable_for,
        "status": claim.modality.value,
    }


def from_annotation(data: Mapping[str, Any], document: Document, context: Context) -> Extraction:
    """Return what a hand annotation of ``document`` says, in the form that an extractor yields."""
    quotations = [
        Quotation(**_common(entry), speaker=entry["speaker"], speaker_kind=entry["speaker_kind"])
        for entry in data["quotations"]
    ]
    return Extraction(
        document=document,
        context=replace(
            context, respondent=context.respondent or data["respondent"], date=context.date or data["date"]
        ),
        answers=[_read_answer(entry, document.text) for entry in data["answers"]],
        asks=[_read_ask(entry, quotations) for entry in data["asks"]],
        quotations=quotations,
        concerns=[Concern(**_common(entry), topics=tuple(entry["topics"])) for entry in data["concerns"]],
        accountabilities=[_read_claim(entry) for entry in data["accountabilities"]],
    )


def _common(entry: Mapping[str, Any]) -> dict[str, Any]:
    span = Span(entry["start"], entry["end"])
    return {"span": span, "question": entry["question"], "rule": entry.get("rule", HAND)}


def _read_answer(entry: Mapping[str, Any], text: str) -> Answer:
    span, quote = Span(entry["start"], entry["end"]), entry["stance_quote"]
    start = text.find(quote, span.start, span.end) if quote else -1
    stance_span = None if start < 0 else Span(start, start + len(quote))
    return Answer(question=entry["question"], span=span, stance=entry["stance"], stance_span=stance_span)


def _read_ask(entry: Mapping[str, Any], quotations: Sequence[Quotation]) -> Ask:
    common = _common(entry)
    parties = tuple(entry.get("parties", ()))
    in_words = set(map(slug, parties))
    voiced = next((quotation.span for quotation in quotations if quotation.span.contains(common["span"])), None)
    return Ask(
        **common,
        kind=AskKind(entry["kind"]),
        force=Force(entry.get("force", Force.SHOULD)),
        addressees=tuple(id_ for id_ in entry["addressees"] if id_ not in in_words),
        parties=parties,
        addressee_explicit=entry["addressee_explicit"],
        topics=tuple(entry["topics"]),
        summary_bullet=entry["summary_bullet"],
        quotation=voiced,
    )


def _read_claim(entry: Mapping[str, Any]) -> AccountabilityClaim:
    return AccountabilityClaim(
        **_common(entry),
        accountable=tuple(entry["accountable"]),
        party=entry.get("party"),
        to=tuple(entry["to"]),
        accountable_for=entry["for"],
        modality=Modality(entry["status"]),
    )
