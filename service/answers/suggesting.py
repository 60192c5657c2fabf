"""Completing what somebody types: saved questions, bodies and topics."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process, utils

from ontology.lexicon import Lexicon
from service.answers.shaping import Json
from sparql.saved.catalogue import Catalogue

_LIKE: Final = 72.0
"""Lowest similarity of a suggestion, out of 100."""
_LONGEST: Final = 200
"""Most characters of the input that are considered."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Something to suggest, and a wording of it."""

    kind: str
    id: str
    label: str
    wording: str


def suggest(typed: str, catalogue: Catalogue, lexicon: Lexicon, *, limit: int) -> list[Json]:
    """Return the questions, bodies and topics most similar to the input, best first, each once."""
    text = utils.default_process(typed[:_LONGEST])
    if not text:
        return []
    choices = list(_choices(catalogue, lexicon))
    wordings = [utils.default_process(choice.wording) for choice in choices]
    scored = process.extract(text, wordings, scorer=fuzz.WRatio, score_cutoff=_LIKE, limit=None)
    ranked = sorted(scored, key=lambda one: (not _begins(one[0], text), -one[1], len(one[0])))
    found: dict[tuple[str, str], Json] = {}
    for _, _, number in ranked:
        choice = choices[number]
        found.setdefault((choice.kind, choice.id), {"kind": choice.kind, "id": choice.id, "label": choice.label})
    return list(found.values())[:limit]


def _begins(wording: str, text: str) -> bool:
    """Tell whether a word of the wording begins with what was typed."""
    return f" {wording}".find(f" {text}") >= 0


def _choices(catalogue: Catalogue, lexicon: Lexicon) -> Iterator[_Choice]:
    for question in catalogue.questions.values():
        if question.listed:
            for wording in (question.summary, question.name.replace("-", " "), *question.asks):
                yield _Choice("question", question.name, question.summary, wording)
    for body in lexicon.bodies.values():
        for wording in (body.label, *body.alt_labels):
            yield _Choice("body", body.id, body.label, wording)
    for topic in lexicon.topics.values():
        for wording in (topic.label, *topic.alt_labels):
            yield _Choice("topic", topic.id, topic.label, wording)
