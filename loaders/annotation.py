"""The annotation format: one JSON object for each document, written by hand or by ``extract --json``.

Offsets are code points of the canonical text; ``quote`` is the text between them, with each run of white space as one
space.
"""

from typing import Any

from loaders.document import AccountabilityClaim, Answer, Ask, Extraction, Span, Statement
from loaders.naming import slug

HAND = "by-hand"
"""Id of the rule of statements that a person found."""


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
