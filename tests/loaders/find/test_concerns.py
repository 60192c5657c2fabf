"""What states a worry, a gap or a doubt, as (text, rule) pairs; each says why it exists."""

import pytest

from loaders.document import Context, Document
from loaders.extract import RuleExtractor
from loaders.readers.text import blocks
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
    # a worry denied, laid to rest or left to others
    "We are not worried about the toll.",
    "Our concerns have been addressed.",
    "We no longer have concerns about the horns.",
    "Some people worry about the horns, but we do not.",
    "We do not fear a late ferry.",
    "Nobody is worried about the horns.",
    "We don't think there is a risk of flooding.",
    "The risk of flooding is low.",
    "Our earlier fears have gone away.",
    # what is asked is a concern only where a wording of concern says so
    "But the council should not close the last library.",
    "The council should only close libraries that few use.",
]


@pytest.mark.parametrize("text", UNSTATED)
def test_a_fact_an_approval_and_a_plain_ask_are_no_concerns(text: str) -> None:
    assert rules(text) == []


def test_the_sentence_that_worries_is_found_within_a_list_item() -> None:
    text = "The plan:\n\n- The hall opened in May. We are worried about the rent. It seats forty.\n"
    found = EXTRACT(Document("a.md", text, tuple(blocks(text)), ""), Context()).concerns
    assert [one.span.of(text) for one in found] == ["We are worried about the rent."]


def test_items_under_a_lead_that_tells_of_gaps_are_concerns() -> None:
    text = "In particular we do not know:\n\n- who pays for the bridge;\n- how long the road stays shut.\n"
    found = EXTRACT(Document("a.md", text, tuple(blocks(text)), ""), Context()).concerns
    assert [one.rule for one in found][-2:] == ["concerns.gap-lead", "concerns.gap-lead"]


def test_numbered_paragraphs_under_a_title_that_tells_of_a_problem_are_no_concerns_by_that() -> None:
    text = "# The scale of the problem\n\n3. Nine boats sail from Leith.\n\n4. The quay was mended in 2019.\n"
    assert not EXTRACT(Document("a.md", text, tuple(blocks(text)), ""), Context()).concerns


def concerns_where_the_answer_disagrees(sentence: str) -> list[str]:
    text = f"Q1. Do you agree with the toll?\n\nNo, we disagree. {sentence}"
    context = Context(questions=(("1", "Do you agree with the toll?"),))
    found = EXTRACT(Document("a.txt", text, blocks(text), ""), context)
    assert found.answers[0].stance == "disagree"
    return [concern.span.of(text) for concern in found.concerns if concern.span.of(text) in sentence]


@pytest.mark.parametrize(
    "sentence", ["We have no concerns.", "There is no risk of flooding.", "We do not fear a flood."]
)
def test_a_denied_worry_is_no_concern_where_the_answer_disagrees_either(sentence: str) -> None:
    assert concerns_where_the_answer_disagrees(sentence) == []
    assert concerns_where_the_answer_disagrees(f"{sentence} The toll is three pounds.") == []


@pytest.mark.parametrize(
    "courtesy",
    [
        "Please find attached our drawings.",
        "Please see our attached drawings.",
        "Feel free to visit.",
        "I should say that I am a pilot.",
        "We should be happy to meet officials.",
        "It goes without saying that crews come first.",
        "I must admit the drawing is good.",
        "We look forward to seeing the drawing.",
        "You must be joking.",
    ],
)
def test_a_courtesy_or_an_aside_in_an_answer_that_disagrees_is_no_concern(courtesy: str) -> None:
    assert concerns_where_the_answer_disagrees(f"{courtesy} The toll is three pounds.") == []


STILL_STATED = [
    "We are not worried about the toll, but the lamp is unfair to crews.",
    "Our concerns have not been addressed.",
    "We do not think that our concerns have been addressed.",
    "The risk of flooding is not low.",
    "I must admit that I worry about the toll.",
    "We are not only worried about the toll but fear for the ferry.",
]


@pytest.mark.parametrize("sentence", STILL_STATED)
def test_a_worry_beside_one_that_is_denied_is_a_concern(sentence: str) -> None:
    assert rules(sentence)
