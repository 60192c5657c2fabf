"""What states a worry, a gap or a doubt, as (text, rule) pairs; each says why it exists."""

import pytest

from loaders.document import Context, Document
from loaders.extract import RuleExtractor
from ontology.lexicon import Lexicon

EXTRACT = RuleExtractor(Lexicon.load())


def rules(text: str) -> list[str]:
    return [concern.rule for concern in EXTRACT(Document("a.txt", text, (), ""), Context()).concerns]


STATED = [
    # one wording that is enough
    ("We are worried about the cost.", "concerns.concern"),
    ("Regrettably, the clinic has moved.", "concerns.regret"),
    ("There is no route by which a tenant can appeal.", "concerns.none-of-it"),
    # a wording of criticism, which approval or asking could outweigh
    ("The service is slow, and the queue is long past the door.", "concerns.bad-predicate"),
    ("None of this helps a patient in pain.", "concerns.nothing-and-nobody"),
    # no such wording, but two weak signs
    ("But the library does not open.", "concerns.signs"),
    ("The bus still runs only twice a day.", "concerns.signs"),
]


@pytest.mark.parametrize(("text", "rule"), STATED)
def test_a_worry_a_gap_or_a_criticism_is_a_concern(text: str, rule: str) -> None:
    assert rules(text) == [rule]


UNSTATED = [
    # one weak sign is a fact
    "The library does not open on Sundays.",
    "We run a bus for the isolated.",
    # approval outweighs a sign
    "But we welcome the progress, and the waits have become shorter.",
    # asking outweighs a wording of criticism
    "We ask that a line be drawn where the map is muddled.",
    # a figure, and what one says of oneself
    "We have had 3 vacancies since May, and none before.",
    # what is asked is a concern only where a wording of concern says so
    "But the council should not close the last library.",
    "The council should only close libraries that few use.",
]


@pytest.mark.parametrize("text", UNSTATED)
def test_a_fact_an_approval_and_a_plain_ask_are_no_concerns(text: str) -> None:
    assert rules(text) == []
