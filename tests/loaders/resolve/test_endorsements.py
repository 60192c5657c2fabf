"""Endorsements: every wording finds what it says, and the sentences around that endorse nothing."""

import pytest

from loaders.document import Span
from loaders.patterns import Pattern, load
from loaders.resolve.endorsements import endorsements, endorsing
from loaders.resolve.reading import Paragraph, Reading
from ontology.lexicon import Entries, Lexicon


@pytest.mark.parametrize("wording", load("endorsements")["endorsements"].patterns, ids=lambda wording: wording.id)
def test_each_wording_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    for text in wording.matches:
        found = endorsing(text)
        assert found is not None, text
        assert found.id == wording.id, text
    for text in wording.spares:
        assert endorsing(text) is None, text


NOT_ENDORSEMENTS = [
    # a stance with no object
    "Yes, we agree.",
    # support on a condition
    "We support the plan provided that it is funded.",
    # a question
    "Do we agree that this is right?",
]


@pytest.mark.parametrize("text", NOT_ENDORSEMENTS)
def test_a_sentence_that_supports_nothing_in_particular_or_not_yet_endorses_nothing(text: str) -> None:
    assert endorsing(text) is None


def test_a_sentence_that_is_an_ask_is_no_endorsement_too() -> None:
    text = "We welcome the plan. We welcome the fund."
    first, second = Span(0, 20), Span(21, 41)
    reading = Reading(text, Lexicon(Entries()), [Paragraph(Span(0, 41), (first, second))])
    assert [one.span for one in endorsements(reading, [first])] == [second]
