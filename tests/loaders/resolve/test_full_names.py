"""Which initials of a document stand for which of its names."""

import pytest

from loaders.resolve.body_mentions import body_mentions
from loaders.resolve.full_names import spelled_out
from ontology import BUNDLED
from ontology.lexicon import Lexicon
from ontology.wording import Words

SPELLED_OUT = [
    ("The Greater Wolds Ferry Board (GWFB) met.", {"GWFB": "Greater Wolds Ferry Board"}),
    # small words count where the initials hold them, and not otherwise
    ("the Office of Pilots and Keepers (OPK)", {"OPK": "Office of Pilots and Keepers"}),
    ("the Ministry of Piers (“MoP”)", {"MoP": "Ministry of Piers"}),
    ("In May the Pilots & Keepers Union (the PKU) met.", {"PKU": "Pilots & Keepers Union"}),
    # brackets that hold something else
    ("The Harbour Board (OK) met.", {}),
    ("We wrote to pilots and keepers (see ANNEX).", {}),
    ("on the pier (PIER)", {}),
]


@pytest.mark.parametrize(("text", "expected"), SPELLED_OUT)
def test_initials_in_brackets_stand_for_the_name_before_them(text: str, expected: dict[str, str]) -> None:
    assert spelled_out(text) == expected


def test_initials_of_a_body_that_the_ontology_knows_by_its_name_alone_name_it_too() -> None:
    text = (
        "The Financial Ombudsman Service (FOS) met. FOS should write to the Harbour Board (HBD). HBD met FOS's clerk."
    )
    named = body_mentions(Words(text), Lexicon.load(BUNDLED))
    by_initials = [(one.span.of(text), one.ids, one.possessive) for one in named if "FOS" in one.span.of(text)]
    assert by_initials == [
        ("FOS", ("regulators",), False),
        ("FOS", ("regulators",), False),
        ("FOS's", ("regulators",), True),
    ]
    assert not [one for one in named if "HBD" in one.span.of(text)]


def test_initials_that_a_document_does_not_spell_out_are_those_of_a_name_whose_letters_they_are() -> None:
    text = "The Office of Rail and Road met the Environment Agency. The ORR's clerk rang. The EA and the PIER did not."
    named = body_mentions(Words(text), Lexicon.load(BUNDLED))
    assert [one.span.of(text) for one in named] == ["Office of Rail and Road", "Environment Agency", "ORR's"]
