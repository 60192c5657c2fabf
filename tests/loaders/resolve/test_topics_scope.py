"""Whether a text speaks of the topics of the ontology at all; each case says why it exists."""

import pytest

from loaders.document import Ask, Context, Document, Extraction
from loaders.extract import RuleExtractor
from ontology.lexicon import OTHER, Lexicon

EXTRACT = RuleExtractor(Lexicon.load())
OF_BUSES = "The council runs a bus to the market, and the drivers know the road. " * 14
OF_OVERSIGHT = "Regulatory burden and mutual accountability divide the regional teams. " * 4 + OF_BUSES
ASK = "The council should publish its data on delays."


def extracted(text: str, consultation: str = "", title: str | None = None) -> Extraction:
    return EXTRACT(Document("a.txt", text, (), ""), Context(consultation=consultation, consultation_title=title))


def asked(extraction: Extraction) -> Ask:
    return extraction.asks[-1]


@pytest.mark.parametrize(
    ("text", "consultation", "title", "filed"),
    [
        pytest.param(f"{OF_BUSES}\n\n{ASK}", "", None, False, id="a-text-about-other-matters"),
        pytest.param(f"{OF_BUSES}\n\n{ASK}", "buses", None, False, id="the-name-of-a-folder-tells-nothing"),
        pytest.param(f"{OF_BUSES}\n\n{ASK}", "buses", "Buses", True, id="a-known-consultation-has-its-topics"),
        pytest.param(f"{OF_OVERSIGHT}\n\n{ASK}", "", None, True, id="a-text-about-the-topics"),
        pytest.param(ASK, "", None, True, id="too-short-to-tell"),
    ],
)
def test_a_text_about_other_matters_is_filed_under_no_topic(
    text: str, consultation: str, title: str | None, *, filed: bool
) -> None:
    extraction = extracted(text, consultation, title)
    assert (asked(extraction).topics != (OTHER,)) is filed
    assert any("hardly speaks of the topics" in note for note in extraction.notes) is not filed, "and it is said"
