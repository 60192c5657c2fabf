"""Which initials of a document stand for which of its names."""

import pytest

from loaders.resolve.full_names import spelled_out

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
