"""The graph of a response: every quote is the text at its offsets, and the same text gives the same graph."""

import json
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import graph
from loaders.annotation import to_annotation
from loaders.graph.nquads import literal
from tests.annotations import GOLD, annotated

QUOTES = """
PREFIX wa: <https://w3id.org/whoasks/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?quote ?exact ?prefix ?suffix ?start ?end ?text {
  ?statement wa:quote ?quote ; wa:statedIn ?passage .
  ?passage oa:hasSource/wa:text ?text ; oa:hasSelector ?position, ?words .
  ?position oa:start ?start ; oa:end ?end .
  ?words oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix
}"""


@pytest.mark.parametrize("respondent", ["bma", "nhs-confederation"])
def test_every_quote_is_the_text_at_its_offsets(respondent: str) -> None:
    extraction = annotated(respondent)
    store = ox.Store()
    store.extend(graph.quads(extraction))
    rows = list(store.query(QUOTES, use_default_graph_as_union=True))
    assert len(rows) == sum(
        map(len, (extraction.asks, extraction.quotations, extraction.concerns, extraction.accountabilities))
    )
    for row in rows:
        start, end, text = int(row["start"].value), int(row["end"].value), row["text"].value
        assert row["quote"].value == row["exact"].value == text[start:end]
        assert text.startswith(row["prefix"].value, start - len(row["prefix"].value))
        assert text.startswith(row["suffix"].value, end)


@given(st.text())
def test_a_literal_is_read_back_as_the_words_that_it_was_written_from(words: str) -> None:
    (quad,) = ox.parse(f"<a:a> <a:b> {literal(words)} .\n", format=ox.RdfFormat.N_QUADS)
    assert quad.object == ox.Literal(words)


def test_the_same_extraction_gives_the_same_quads_and_each_once() -> None:
    first, second = list(graph.quads(annotated("bma"))), list(graph.quads(annotated("bma")))
    assert first == second
    assert len(first) == len(set(first))


def test_an_ask_inside_a_quotation_is_voiced_by_its_speaker_and_reported_by_the_respondent() -> None:
    store = ox.Store()
    store.extend(graph.quads(annotated("nhs-confederation")))
    query = """
    PREFIX wa: <https://w3id.org/whoasks/ontology#>
    ASK { ?ask a wa:Ask ; wa:statedBy ?speaker ; wa:reportedBy <https://w3id.org/whoasks/body/nhs-confederation> .
          ?speaker a wa:Speaker }"""
    assert store.query(query, use_default_graph_as_union=True)


@pytest.mark.parametrize("respondent", ["bma", "nhs-confederation"])
def test_the_annotation_format_is_written_as_it_was_read(respondent: str) -> None:
    data = json.loads((GOLD / f"{respondent}.json").read_text(encoding="utf-8"))
    written = to_annotation(annotated(respondent))
    for part in ("answers", "asks", "quotations", "accountabilities", "concerns"):
        for expected, entry in zip(data[part], written[part], strict=True):
            shared = expected.keys() & entry.keys()
            assert {key: entry[key] for key in shared} == {key: expected[key] for key in shared}
    assert written["sha256"] == data["sha256"]


def test_a_party_that_is_no_body_answers_by_its_words() -> None:
    extraction = annotated("bma")
    claim = replace(extraction.accountabilities[0], accountable=(), party="the directors")
    store = ox.Store()
    store.extend(graph.quads(replace(extraction, accountabilities=(claim,))))
    query = """
    PREFIX wa: <https://w3id.org/whoasks/ontology#>
    SELECT ?party ?body { ?claim wa:accountableParty ?party OPTIONAL { ?claim wa:accountableBody ?body } }"""
    rows = [(row["party"].value, row["body"]) for row in store.query(query, use_default_graph_as_union=True)]
    assert rows == [("the directors", None)]
