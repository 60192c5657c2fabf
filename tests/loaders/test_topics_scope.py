"""Whether a text speaks of the topics of the ontology at all; each case says why it exists."""

import pytest

from loaders.document import Ask, Context, Document, Extraction
from loaders.extract import RuleExtractor
from ontology.lexicon import OTHER, Lexicon

EXTRACT = RuleExtractor(Lexicon.load())
OF_BUSES = "The council runs a bus to the market, and the drivers know the road. " * 14
OF_OVERSIGHT = "Regulatory burden and mutual accountability divide the regional teams. " * 4 + OF_BUSES
ASK = "The council should publish its data on delays."


def extracted(text: str, consultation: str = "") -> Extraction:
    return EXTRACT(Document("a.txt", text, (), ""), Context(consultation=consultation))


def asked(extraction: Extraction) -> Ask:
    return extraction.asks[-1]


@pytest.mark.parametrize(
    ("text", "consultation", "filed"),
    [
        pytest.param(f"{OF_BUSES}\n\n{ASK}", "", False, id="a-text-about-other-matters"),
        pytest.param(f"{OF_BUSES}\n\n{ASK}", "buses", True, id="a-known-consultation-has-its-topics"),
        pytest.param(f"{OF_OVERSIGHT}\n\n{ASK}", "", True, id="a-text-about-the-topics"),
        pytest.param(ASK, "", True, id="too-short-to-tell"),
    ],
)
def test_a_text_about_other_matters_is_filed_under_no_topic(text: str, consultation: str, *, filed: bool) -> None:
    extraction = extracted(text, consultation)
    assert (asked(extraction).topics != (OTHER,)) is filed
    assert any("hardly speaks of the topics" in note for note in extraction.notes) is not filed, "and it is said"
