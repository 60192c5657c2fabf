"""A group's noun inside a longer proper name: whom it names, as (text, ids) pairs."""

import pytest

from loaders.resolve.body_mentions import body_mentions
from ontology.lexicon import Lexicon
from ontology.wording import Words

LEXICON = Lexicon.load()


def named(text: str) -> list[str]:
    return [id_ for mention in body_mentions(Words(text), LEXICON) for id_ in mention.ids]


BORROWED = [
    "It is for the Traffic Commissioner to hold operators to account.",
    "The Victims' Commissioner should report each year.",
    "The Housing Ombudsman Service is slow.",
    "Visitors pay the National Trust at the gate.",
    # the noun first, and the name goes on
    "The Commissioner for Ethical Standards must decide.",
    # a noun of several words that is the first part of a name
    "The Local Government Ombudsman decides.",
    # in short, once its name has been given in full
    "The Traffic Commissioner sits in Leeds. We think the Commissioner is too far away.",
    # at the head of a sentence, where any noun has a capital, and what it is of
    "We looked at the list. Place of death should be on it.",
]


@pytest.mark.parametrize("text", BORROWED)
def test_the_noun_of_a_group_in_a_longer_proper_name_is_not_that_group(text: str) -> None:
    assert named(text) == []


KEPT = [
    # capitals at the head of a sentence, after an article, in a title, after an imperative
    ("Commissioners should act.", ["ccg"]),
    ("We told the Council so.", ["local-government"]),
    ("Recommendations For Councils And Trusts", ["local-government", "trust"]),
    ("Require Trusts to publish their accounts.", ["trust"]),
    # a name that the ontology holds, and one that says in full what its bearer is
    ("The Charity Commission decides.", ["regulators"]),
    ("Kent County Council decides.", ["local-government"]),
    # those who belong to the group, and a group named beside a body
    ("Council Leaders agree.", ["local-government"]),
    ("We met NHS England Commissioners in May.", ["nhsei", "ccg"]),
    # a noun that is a name in itself
    ("The Labour Government agreed.", ["government"]),
]


@pytest.mark.parametrize(("text", "ids"), KEPT)
def test_the_noun_of_a_group_names_it_wherever_it_is_a_common_noun(text: str, ids: list[str]) -> None:
    assert named(text) == ids
