"""Annotations made by hand, read as what an extractor yields."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from loaders import BUNDLED_CORPUS, manifest
from loaders.annotation import HAND
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
)
from loaders.naming import slug
from loaders.readers import read

GOLD = Path(__file__).parent / "gold"
CORPUS = BUNDLED_CORPUS / "sof-2021-22"


def annotated(respondent: str) -> Extraction:
    """Return a bundled response as it was annotated by hand."""
    found = manifest.load(CORPUS / manifest.NAME)
    entry = found.response_of[f"{respondent}.txt"]
    data = json.loads((GOLD / f"{respondent}.json").read_text(encoding="utf-8"))
    return from_annotation(data, read(CORPUS / entry.file), found.context(entry))


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
