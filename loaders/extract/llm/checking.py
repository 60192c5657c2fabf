"""Checking what a language model answers: statements with wrong quotes or unknown ids are dropped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from loaders.document import Ask, AskKind, Concern, Document, Extraction, Force, Quotation, Span
from ontology.lexicon import OTHER, Lexicon

RULE: Final = "llm"
"""Id of the rule of statements that a language model found."""


class _ModelAsk(BaseModel):
    quote: str
    kind: AskKind
    force: Force
    addressees: list[str]
    addressee_explicit: bool
    topics: list[str]


class _ModelConcern(BaseModel):
    quote: str
    topics: list[str]


class _ModelQuotation(BaseModel):
    quote: str
    speaker: str
    speaker_kind: str | None


class ModelAnswer(BaseModel):
    """The form of the model's answer."""

    asks: list[_ModelAsk]
    concerns: list[_ModelConcern]
    quotations: list[_ModelQuotation]


@dataclass
class Collected:
    """The statements found in a document so far, and how many were dropped for each reason."""

    asks: list[Ask] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each reason why something was dropped."""
        return tuple(f"{number} dropped: {reason}" for reason, number in sorted(self.dropped.items()))


@dataclass(frozen=True)
class AnswerCheck:
    """Checks the model's answer to one request against its passages and the ontology."""

    document: Document
    stretch: Span
    known: Extraction
    lexicon: Lexicon
    collected: Collected

    def collect(self, answer: ModelAnswer) -> None:
        """Collect the statements that are correct, and count the others."""
        for ask in answer.asks:
            place = self._place(ask.quote, topics=ask.topics, bodies=ask.addressees)
            if place:
                self.collected.asks.append(
                    Ask(
                        **place,
                        kind=ask.kind,
                        force=ask.force,
                        addressees=tuple(ask.addressees) or self._owner(),
                        addressee_explicit=ask.addressee_explicit,
                        topics=tuple(ask.topics) or (OTHER,),
                    )
                )
        for concern in answer.concerns:
            place = self._place(concern.quote, topics=concern.topics)
            if place:
                self.collected.concerns.append(Concern(**place, topics=tuple(concern.topics)))
        for said in answer.quotations:
            place = self._place(said.quote, bodies=[said.speaker_kind] if said.speaker_kind else [])
            if place:
                kind = said.speaker_kind or None
                self.collected.quotations.append(Quotation(**place, speaker=said.speaker, speaker_kind=kind))

    def _owner(self) -> tuple[str, ...]:
        return (self.known.context.owner,) if self.known.context.owner else ()

    def _place(self, quote: str, *, topics: Sequence[str] = (), bodies: Sequence[str] = ()) -> dict[str, Any] | None:
        """Return the place of a quote as fields of a statement; None if it is not in the text or an id is unknown."""
        text, words = self.document.text, quote.strip()
        start = text.find(words, self.stretch.start, self.stretch.end) if words else -1
        if start < 0:
            self.collected.dropped["quotes that are not in the text"] += 1
            return None
        if not set(topics) <= self.lexicon.topics.keys() or not set(bodies) <= self.lexicon.bodies.keys():
            self.collected.dropped["statements with ids that are not in the ontology"] += 1
            return None
        span = Span(start, start + len(words))
        return {"span": span, "question": self.known.question_at(span), "rule": RULE}
