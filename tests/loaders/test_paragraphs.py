"""What whole paragraphs ask for, and of whom; each was judged by a reader before the rules were tried on it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.document import AskKind, Context
from loaders.extract import RuleExtractor
from loaders.readers import read
from ontology import BUNDLED
from ontology.lexicon import Lexicon

EXTRACT = RuleExtractor(Lexicon.load(BUNDLED))
PARAGRAPHS = yaml.safe_load((Path(__file__).parent / "paragraphs.yaml").read_text("utf-8"))


def read_as(text: str, folder: Path) -> list[dict[str, Any]]:
    """Return the asks of a text as the file of paragraphs writes them."""
    file = folder / "letter.md"
    file.write_text(f"{text}\n", "utf-8")
    document = read(file)
    asks = []
    for ask in EXTRACT(document, Context()).asks:
        told: dict[str, Any] = {"words": " ".join(ask.span.of(document.text).split())}
        if ask.kind is AskKind.CLARITY_REQUEST:
            told["kind"] = ask.kind.value
        if ask.addressee_explicit:
            told["of"] = [*ask.addressees, *ask.parties]
        asks.append(told)
    return asks


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda paragraph: " ".join(paragraph["text"].split()[-6:]))
def test_a_paragraph_asks_for_what_a_careful_reader_finds_in_it_and_for_nothing_else(
    paragraph: dict[str, Any], tmp_path: Path
) -> None:
    assert read_as(paragraph["text"], tmp_path) == paragraph["asks"]
