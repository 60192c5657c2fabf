"""What states a worry, a risk, a gap, an objection or a doubt, and what only has the words of one."""

from pathlib import Path
from typing import Final

import pytest
import yaml

from loaders.document import Concern, Context, Document
from loaders.extract import RuleExtractor
from loaders.readers.text import blocks
from ontology.lexicon import Lexicon

SENTENCES: Final[dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "voices" / "worries.yaml").read_text(encoding="utf-8")
)
EXTRACT = RuleExtractor(Lexicon.load())


def concerns(text: str) -> tuple[Concern, ...]:
    return EXTRACT(Document("sentence.txt", text, tuple(blocks(text)), ""), Context()).concerns


@pytest.mark.parametrize("sentence", SENTENCES["stated"])
def test_a_sentence_that_finds_fault_is_a_concern_as_a_whole(sentence: str) -> None:
    assert [one.span.of(sentence) for one in concerns(sentence)] == [sentence]


@pytest.mark.parametrize("sentence", SENTENCES["unstated"])
def test_a_name_an_end_or_a_denial_of_an_ill_is_no_concern(sentence: str) -> None:
    assert not concerns(sentence)
