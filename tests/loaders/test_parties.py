"""Whom an ask names that the ontology does not hold: each wording, and what becomes of the names."""

import pytest

from loaders.document import Context, Document
from loaders.extract import RuleExtractor
from loaders.patterns import Pattern, load
from loaders.resolve.parties import named, parties
from ontology.lexicon import Lexicon
from tests.loaders.test_addressees import last_sentence, read

LEXICON = Lexicon.load()


@pytest.mark.parametrize("wording", load("parties")["parties"].patterns, ids=lambda wording: wording.id)
def test_each_wording_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    assert wording.matches
    for text, name in wording.matches.items():
        reading = read(text)
        assert named(wording, reading, last_sentence(reading)) == (name,), text
    for text in wording.spares:
        reading = read(text)
        assert parties(reading, last_sentence(reading)) == (), text


def asked(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    document = Document("letter.txt", text, (), "")
    found = RuleExtractor(LEXICON)(document, Context(owner="nhsei"))
    return [(ask.addressees, ask.parties, ask.addressee_explicit) for ask in found.asks]


def test_a_party_is_asked_in_its_own_words_and_not_whoever_consults() -> None:
    assert asked("Bus operators must publish their fares.") == [((), ("Bus operators",), True)]
    assert asked("Small landlords must answer your letters.") == [((), ("Small landlords",), True)]


def test_a_body_of_the_ontology_is_asked_though_a_party_is_named_too() -> None:
    assert asked("We ask that the CQC explains what bus operators must publish.") == [(("cqc",), (), True)]


def test_a_thing_that_should_change_is_asked_of_whoever_consults() -> None:
    assert asked("The fares must fall.") == [(("nhsei",), (), False)]


def test_whoever_is_asked_beside_a_body_is_named_too() -> None:
    assert asked("The CQC and bus operators should publish one map.") == [(("cqc",), ("bus operators",), True)]
    assert asked("We ask that UKRI and the CQC publish one map.") == [(("cqc",), ("UKRI",), True)]
    assert asked("Bus operators and Network Rail must publish one map.") == [
        ((), ("Bus operators", "Network Rail"), True)
    ]


def test_a_single_word_is_a_name_only_where_the_document_writes_it_as_one() -> None:
    assert asked("We ride with Buslink. Buslink should publish its map.") == [((), ("Buslink",), True)]
    assert asked("Fares went up. Fares should pay for the map.") == [(("nhsei",), (), False)]


def test_initials_of_a_thing_ask_nobody() -> None:
    assert asked("The BSB should publish its map.") == [((), ("BSB",), True)]
    assert asked("A Bus Support Programme (BSP) began. The BSP should publish its map.") == [(("nhsei",), (), False)]


def test_an_item_is_addressed_to_the_party_of_its_lead_in() -> None:
    assert asked("We call on bus operators to:\n\n- publish a map;\n- stop at the pier.") == 2 * [
        ((), ("bus operators",), True)
    ]
