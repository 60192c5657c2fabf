"""What comes near a word is what somebody may have meant by it, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.lexicon import Lexicon
from sparql.nearness import nearest, offer

LEXICON = Lexicon.load()
TOPICS = [name for topic in LEXICON.topics.values() for name in (topic.id, topic.label)]
BODIES = [name for body in LEXICON.bodies.values() for name in (body.id, body.label, *body.alt_labels)]


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("transparancy", "transparency"),
        ("regoinal teams", "regional-teams"),
        ("peer", "peer-review"),
        ("cqc", "cqc-alignment"),
        ("burden of asurance", "Duplication and burden of assurance"),
        ("trans", "transparency"),
    ],
)
def test_a_slip_a_part_and_a_beginning_are_near(word: str, first: str) -> None:
    assert nearest(word, TOPICS)[0] == first


@pytest.mark.parametrize("word", ["banana", "unicorn", "hospital food", "xyz", "a", "the", "", "12345", "–"])
def test_nothing_is_near_what_is_unrelated(word: str) -> None:
    assert nearest(word, TOPICS) == []


@pytest.mark.parametrize("word", ["Tesco", "Age Concern of Mars", "qqq", "bdoy"])
def test_no_body_is_near_a_name_that_shares_letters_only(word: str) -> None:
    assert nearest(word, BODIES) == []


@given(st.text(max_size=300))
def test_any_word_has_at_most_five_near_ones_of_the_choices(word: str) -> None:
    near = nearest(word, TOPICS)
    assert len(near) <= 5
    assert set(near) <= set(TOPICS)


def test_of_a_few_choices_all_are_offered_where_none_is_near() -> None:
    assert offer("bdoy", ["body", "topic"]) == (["body"], "; nearest: body")
    assert offer("colour", ["body", "topic"]) == (["body", "topic"], "; it takes body, topic")
