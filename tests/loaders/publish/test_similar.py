"""Asks alike across respondents are linked, scored, and never said to be the same."""

import pyoxigraph as ox
import pytest

from loaders.publish.similar import AskText, alike, similarity_quads
from ontology.vocabulary import GRAPH_INFERENCES, iri
from sparql.store import EmbeddedStore

_FLEXIBLE = frozenset({iri("topic", "flexibility")})
_CULTURE = frozenset({iri("topic", "culture")})
_WORDS = "Implement this framework as flexibly as possible during the recovery."


def _ask(name: str, respondent: str, quote: str, topics: frozenset[str] = _FLEXIBLE) -> AskText:
    return AskText(iri("statement", name), iri("body", respondent), quote, topics)


def _others() -> list[AskText]:
    quotes = ["Publish the minutes of meetings.", "Appoint more clinicians.", "Fund local hospitals properly."]
    return [_ask(f"other-{n}", f"body-{n}", quote, _CULTURE) for n, quote in enumerate(quotes)]


def test_the_same_wording_by_two_respondents_scores_one() -> None:
    [pair] = alike([_ask("a", "bma", _WORDS), _ask("b", "lga", _WORDS), *_others()])
    assert (pair.first, pair.second, pair.score) == (iri("statement", "a"), iri("statement", "b"), 1.0)


def test_likeness_falls_as_wording_parts() -> None:
    near = _ask("b", "lga", "We ask to implement the framework as flexibly as possible.")
    far = _ask("c", "cqc", "There is a need for flexibility about deadlines and reporting possible to all.")
    scores = {pair.second: pair.score for pair in alike([_ask("a", "bma", _WORDS), near, far, *_others()], least=0.01)}
    assert 1 > scores[near.ask] > scores[far.ask] > 0


def test_a_respondent_is_not_linked_with_itself() -> None:
    assert alike([_ask("a", "bma", _WORDS), _ask("b", "bma", _WORDS), *_others()]) == []


def test_like_words_on_another_topic_are_not_linked() -> None:
    assert alike([_ask("a", "bma", _WORDS), _ask("b", "lga", _WORDS, _CULTURE), *_others()]) == []


def test_the_topic_other_is_nothing_in_common() -> None:
    other = frozenset({iri("topic", "other")})
    assert alike([_ask("a", "bma", _WORDS, other), _ask("b", "lga", _WORDS, other), *_others()]) == []


def test_each_copy_of_a_campaign_is_linked_to_a_few_others_only() -> None:
    copies = [_ask(f"copy-{n:05}", f"body-{n}", _WORDS) for n in range(2000)]
    links = alike(copies, links=3)
    assert len(links) <= 3 * len(copies)
    assert {link.first for link in links} | {link.second for link in links} == {copy.ask for copy in copies}


def test_links_are_written_both_ways_with_a_scored_node(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    data = """
        @prefix wa: <https://w3id.org/whoasks/ontology#> . @prefix t: <https://w3id.org/whoasks/topic/> .
        <http://e/r1> wa:respondent <http://e/b1> . <http://e/r2> wa:respondent <http://e/b2> .
        <http://e/a1> a wa:Ask ; wa:inResponse <http://e/r1> ; wa:quote "Publish all minutes" ; wa:topic t:openness .
        <http://e/a2> a wa:Ask ; wa:inResponse <http://e/r2> ; wa:quote "Publish minutes." ; wa:topic t:openness .
        <http://e/a3> a wa:Ask ; wa:inResponse <http://e/r2> ; wa:quote "Include carers." ; wa:topic t:partners ."""
    graph = ox.NamedNode("http://e/g")
    quads = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(data, format=ox.RdfFormat.TURTLE)]
    with store.writing("test") as writer:
        writer.replace_graph(graph.value, quads)
        writer.replace_graph(GRAPH_INFERENCES, similarity_quads(writer.query))
    rows = store.query(
        "PREFIX wa: <https://w3id.org/whoasks/ontology#> SELECT ?a ?b ?score WHERE "
        "{ ?a wa:similarTo ?b . ?s a wa:Similarity ; wa:between ?a, ?b ; wa:score ?score . FILTER(?a != ?b) } "
        "ORDER BY ?a"
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = [(row["a"].value, row["b"].value, float(row["score"].value)) for row in rows]
    assert [pair[:2] for pair in found] == [("http://e/a1", "http://e/a2"), ("http://e/a2", "http://e/a1")]
    assert 0 < found[0][2] == found[1][2] <= 1
