"""wa:matches becomes VALUES, wherever it may stand, and nothing else in a query changes."""

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparql.fulltext.matches import MatchError, expand, find_matches

_PREFIX = "PREFIX wa: <https://w3id.org/whoasks/ontology#> "
_DATA = """@prefix wa: <https://w3id.org/whoasks/ontology#> .
<http://e/1> a wa:Ask ; wa:quote "peer review" . <http://e/2> a wa:Concern ; wa:quote "peer pressure" ."""


def _found(words: str) -> list[tuple[str, float]]:
    return [("http://e/1", 2.5), ("http://e/2", 1.0)] if words == "peer" else []


def _rows(query: str) -> list[list[str]]:
    store = ox.Store()
    store.bulk_load(_DATA, format=ox.RdfFormat.TURTLE)
    solutions = store.query(expand(_PREFIX + query, _found))
    assert isinstance(solutions, ox.QuerySolutions)
    return [[term.value for term in row] for row in solutions]


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?x { ?x wa:matches "peer" . ?x a wa:Ask }',
        'SELECT ?x { ?x a wa:Ask . ?x wa:matches "peer" }',
        'SELECT ?x { ?x wa:matches "peer" ; a wa:Ask }',
        "SELECT ?x { ?x wa:matches 'peer' ; a wa:Ask . }",
        'SELECT ?x { ?x <https://w3id.org/whoasks/ontology#matches> """peer""" ; a wa:Ask }',
        'SELECT ?x { { ?x wa:matches "peer" } ?x a wa:Ask }',
        'SELECT ?x { ?x a wa:Ask FILTER(true) ?x wa:matches "peer" }',
    ],
)
def test_it_joins_with_what_else_is_asked(query: str) -> None:
    assert _rows(query) == [["http://e/1"]]


def test_the_score_can_be_had_and_sorted_by() -> None:
    rows = _rows('SELECT ?x ?s { (?x ?s) wa:matches "peer" } ORDER BY ?s')
    assert [(iri, float(score)) for iri, score in rows] == [("http://e/2", 1.0), ("http://e/1", 2.5)]


def test_a_scored_subject_may_have_further_properties() -> None:
    assert _rows('SELECT ?x { (?x ?s) wa:matches "peer" ; a wa:Concern }') == [["http://e/2"]]


def test_words_that_nothing_has_leave_no_rows() -> None:
    assert _rows('SELECT ?x { ?x wa:matches "zebra" . ?x a wa:Ask }') == []


def test_two_searches_in_one_query_are_both_replaced() -> None:
    assert _rows('SELECT ?x { { ?x wa:matches "zebra" } UNION { ?x wa:matches "peer" } ?x a wa:Ask }') == [
        ["http://e/1"]
    ]


@pytest.mark.parametrize("words", ['"a \\"quoted\\" word"', "'a \"quoted\" word'", '"""a "quoted" word"""'])
def test_quotation_marks_reach_the_search(words: str) -> None:
    [match] = find_matches(f"{_PREFIX} SELECT ?x {{ ?x wa:matches {words} }}")
    assert match.words == 'a "quoted" word'


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?x { ?x a wa:Ask ; wa:matches "peer" }',
        "SELECT ?x { ?x wa:matches ?words }",
        'SELECT ?x { ?x wa:matches "peer"@en }',
        'SELECT ?x { ?x wa:matches "peer", "review" }',
        'SELECT ?x { <http://e/1> wa:matches "peer" }',
        "SELECT ?x { ?x wa:matches",
        'wa:matches "peer"',
    ],
)
def test_a_use_that_cannot_be_replaced_is_refused(query: str) -> None:
    with pytest.raises(MatchError):
        find_matches(_PREFIX + query)


def test_the_word_alone_in_a_string_or_a_comment_is_no_use_of_it() -> None:
    query = _PREFIX + 'SELECT ?x { ?x a "wa:matches" } # ?x wa:matches "peer"'
    assert expand(query, _found) == query


@given(st.text(max_size=60))
def test_any_text_is_expanded_or_refused(text: str) -> None:
    with suppress(MatchError):
        assert _PREFIX in expand(f"{_PREFIX}{text} wa:matches {text}", _found)
