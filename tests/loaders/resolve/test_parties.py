"""Whom an ask names that the ontology does not hold: each wording, and what becomes of the names."""

import pytest

from loaders.document import Context, Document
from loaders.extract import RuleExtractor
from loaders.patterns import Pattern, load
from loaders.resolve.addressees import AddresseeResolver
from loaders.resolve.parties import named, parties
from ontology.lexicon import Lexicon
from tests.loaders.resolve.test_addressees import last_sentence, read

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


def test_initials_ask_whom_the_document_names_in_full() -> None:
    opening = "The Greater Wolds Ferry Board (GWFB) met."
    board = ((), ("Greater Wolds Ferry Board",), True)
    assert asked(f"{opening} The GWFB should publish its map.") == [board]
    assert asked(f"{opening} Ferry operators and the GWFB should publish one map.") == [
        ((), ("Ferry operators", "Greater Wolds Ferry Board"), True)
    ]
    assert asked(f"{opening} The GWFC should publish its map.") == [((), ("GWFC",), True)]


def test_a_noun_with_a_capital_is_short_for_whom_the_document_names_in_full() -> None:
    board = ((), ("Wolds Ferry Authority",), True)
    assert asked("The Wolds Ferry Authority met. The Authority should publish its map.") == [board]
    assert asked("If Wolds Ferry Authority met, nobody saw. We invite the Authority to publish its map.") == [board]
    assert asked("When the Authority met, nobody saw. The Authority should publish its map.") == [
        (("nhsei",), (), False)
    ]


def test_a_noun_with_a_capital_is_whoever_consults_only_where_it_is_short_for_nobody_else() -> None:
    reading = read("The Wolds Ferry Agency met.\nThe Agency should publish its map.")
    assert AddresseeResolver(reading, "regulators")(last_sentence(reading)).parties == ("Wolds Ferry Agency",)
    reading = read("The Environment Agency met.\nThe Agency should publish its map.")
    assert AddresseeResolver(reading, "regulators")(last_sentence(reading)).ids == ("regulators",)


def test_whoever_a_list_names_is_asked_whether_the_ontology_holds_them_or_not() -> None:
    assert asked("We call on ferry operators, the Crown Estate and the CQC to publish one map.") == [
        (("cqc",), ("ferry operators", "Crown Estate"), True)
    ]
    assert asked("Ferry operators, the CQC and the port authority must publish one map.") == [
        (("cqc",), ("Ferry operators", "port authority"), True)
    ]
    assert asked("ABTA, Ferry Watch and the RNLI should publish one map.") == [
        ((), ("ABTA", "Ferry Watch", "RNLI"), True)
    ]


def test_a_list_of_things_before_whoever_is_asked_names_nobody() -> None:
    assert asked("On fares, maps and timetables the CQC should publish one page.") == [(("cqc",), (), True)]
    assert asked("After the storm, the flood and the fire, ferry operators must publish one map.") == [
        ((), ("ferry operators",), True)
    ]
