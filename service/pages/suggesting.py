"""Suggestions while a question is typed: questions, bodies and topics whose words begin as typed."""

from collections.abc import Iterator
from dataclasses import dataclass

from ontology.lexicon import Lexicon
from service.pages.choices import example
from service.pages.statements import address
from sparql.catalogue import Catalogue

_MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant, and where it leads."""

    label: str
    kind: str
    address: str | None = None
    """None for a question: it is put into the box."""


def suggest(typed: str, lexicon: Lexicon, catalogue: Catalogue) -> list[Suggestion]:
    """Return the best suggestions: those that begin as typed, then those with words that do."""
    words = typed.casefold().split()
    if not words:
        return []
    found = []
    for suggestion, names in _all(lexicon, catalogue):
        ranks = [rank for name in names if (rank := _rank(words, name.casefold())) is not None]
        if ranks:
            found.append((min(ranks), len(suggestion.label), suggestion.label, suggestion))
    return [suggestion for *_, suggestion in sorted(found, key=lambda each: each[:3])[:_MOST]]


def _rank(words: list[str], name: str) -> int | None:
    """Return 0 where the name begins as typed, 1 where each typed word begins one of its words, None otherwise."""
    if name.startswith(" ".join(words)):
        return 0
    parts = name.split()
    return 1 if all(any(part.startswith(word) for part in parts) for word in words) else None


def _all(lexicon: Lexicon, catalogue: Catalogue) -> Iterator[tuple[Suggestion, tuple[str, ...]]]:
    """Yield everything that can be suggested, with the names it goes by."""
    for question in catalogue.questions.values():
        text = example(question, lexicon) if question.listed else None
        if text:
            yield Suggestion(text, "question"), (text, question.summary)
    for body in lexicon.bodies.values():
        yield Suggestion(body.label, "body", address(body.iri)), (body.label, *body.alt_labels)
    for topic in lexicon.topics.values():
        yield Suggestion(topic.label, "topic", address(topic.iri)), (topic.label, *topic.alt_labels)
