"""Who is said to be accountable, and how that stands, in sentences of many makes; and what only sounds like it."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from loaders.document import AccountabilityClaim, Context, Document
from loaders.extract import RuleExtractor
from loaders.readers.text import blocks
from ontology.lexicon import Lexicon

SENTENCES: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "voices" / "accountable.yaml").read_text(encoding="utf-8")
)
CLAIMS: Final = [
    (sentence, status, who) for status, claims in SENTENCES["claims"].items() for sentence, who in claims.items()
]
EXTRACT = RuleExtractor(Lexicon.load())


def claims(text: str) -> tuple[AccountabilityClaim, ...]:
    return EXTRACT(Document("sentence.txt", text, tuple(blocks(text)), ""), Context()).accountabilities


@pytest.mark.parametrize(("sentence", "status", "who"), CLAIMS)
def test_who_is_accountable_and_how_that_stands_is_told(sentence: str, status: str, who: str) -> None:
    found = claims(sentence)[0]
    assert (found.modality.value, " ".join(found.accountable) or found.party) == (status, who)


@pytest.mark.parametrize("sentence", SENTENCES["none"])
def test_tasks_sums_and_slips_are_no_accountability(sentence: str) -> None:
    assert not claims(sentence)
