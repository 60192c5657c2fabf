"""A query that is answered from counts answers as it did."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparql.results import Table
from sparql.statistics import survey
from sparql.statistics.counting import from_counts
from tests.sparql.surveying import surveyed

THINGS = ("<x:1>", "<x:2>", "<x:3>")
PROPERTIES = ("<x:p>", "<x:q>", "a")
VARIABLES = ("?a", "?b", "?c")

values = st.sampled_from((*THINGS, *THINGS, *THINGS, "7", "_:b"))
triples = st.builds("{0} {1} {2} .".format, st.sampled_from(THINGS), st.sampled_from(PROPERTIES), values)
datasets = st.lists(st.tuples(st.sampled_from(("", "<x:g>", "<x:h>")), triples), max_size=12)

terms = st.sampled_from((*VARIABLES, "$a", "<x:1>", "7"))
verbs = st.sampled_from((*PROPERTIES, "?a", "<x:p>/<x:q>", "<x:p>?"))
patterns = st.builds("{0} {1} {2}".format, st.sampled_from(VARIABLES), verbs, terms)
groups = st.one_of(
    st.lists(patterns, min_size=1, max_size=3).map(" . ".join),
    st.builds("{0} ; {1} {2} .".format, patterns, verbs, terms),
    st.builds("{0}, {1}".format, patterns, terms),
    st.builds("{0} OPTIONAL {{ {1} }}".format, patterns, patterns),
    st.builds("{0} FILTER(?a != <x:1>)".format, patterns),
)
called = st.sampled_from(("*", *VARIABLES, "DISTINCT *", "DISTINCT ?a", "DISTINCT ?b"))
counts = st.lists(st.builds("COUNT({0})".format, called), min_size=1, max_size=2)
ends = st.sampled_from(("", " GROUP BY ?a", " GROUP BY ?b", " GROUP BY ?b HAVING (COUNT(?a) > 1)", " GROUP BY ?a ?b"))


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Draw a query that counts what is in a group."""
    end = draw(ends)
    named = " ".join(end.partition("HAVING")[0].split()[2:])
    selected = " ".join(f"({call} AS ?n{place})" for place, call in enumerate(draw(counts)))
    return f"SELECT {named} {selected} {{ {draw(groups)} }}{end}"


def store_of(dataset: list[tuple[str, str]]) -> ox.Store:
    store = ox.Store()
    for graph, triple in dataset:
        store.update(f"INSERT DATA {{ GRAPH {graph} {{ {triple} }} }}" if graph else f"INSERT DATA {{ {triple} }}")
    return store


def rows(store: ox.Store, query: str) -> Counter[tuple[str, ...]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return Counter(tuple(map(str, solution)) for solution in found)


@settings(max_examples=600)
@given(datasets, queries())
def test_what_is_answered_from_counts_is_what_the_triples_say(dataset: list[tuple[str, str]], query: str) -> None:
    store = store_of(dataset)
    try:
        expected = rows(store, query)
    except SyntaxError:  # a verb that is a variable may not stand in a path, say
        return
    assert rows(store, from_counts(query, surveyed(store).counts)) == expected


COUNTS = {"x:topic": {"x:t": 5, "x:u": 3}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:topic> ?t } GROUP BY ?t",
            "SELECT ?t (SUM(?counted0) AS ?n) { VALUES (?counted0 ?t) { ROWS } } GROUP BY ?t",
        ),
        (
            "SELECT (COUNT(*) AS ?n) { ?a <x:topic> <x:u> }",
            "SELECT (SUM(?counted0) AS ?n) { VALUES (?counted0) { (3) } }",
        ),
        (
            "SELECT (COUNT(*) AS ?n) { ?a <x:topic> <x:v> }",
            "SELECT (SUM(?counted0) AS ?n) { VALUES (?counted0) { } }",
        ),
        (
            "SELECT (COUNT(?a) AS ?n) { ?t <x:l> ?l . ?a <x:topic> ?t } HAVING (COUNT(?a)>4)",
            "SELECT (SUM(?counted0) AS ?n) { ?t <x:l> ?l . VALUES (?counted0 ?t) { ROWS } } HAVING (SUM(?counted0)>4)",
        ),
        (
            "SELECT ?counted0 (COUNT(?a) AS ?n) { ?a <x:topic> ?counted0 } GROUP BY ?counted0",
            "SELECT ?counted0 (SUM(?counted1) AS ?n) { VALUES (?counted1 ?counted0) { ROWS } } GROUP BY ?counted0",
        ),
    ],
)
def test_numbers_take_the_place_of_the_pattern(before: str, after: str) -> None:
    assert from_counts(before, COUNTS).split() == after.replace("ROWS", "(5 <x:t>) (3 <x:u>)").split()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?t { ?a <x:topic> ?t }",
        "SELECT ?t (COUNT(DISTINCT ?a) AS ?n) { ?a <x:topic> ?t } GROUP BY ?t",
        "SELECT ?t (COUNT(DISTINCT *) AS ?n) { ?a <x:topic> ?t } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:topic> ?t ; <x:quote> ?q } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:topic> ?t . ?a <x:quote> ?q } GROUP BY ?t",
        "SELECT ?a (COUNT(?t) AS ?n) { ?a <x:topic> ?t } GROUP BY ?a",
        "SELECT ?t (COUNT(?l) AS ?n) { ?a <x:topic> ?t . ?t <x:l> ?l } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:topic> ?t FILTER(?a != <x:1>) } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:topic> ?t OPTIONAL { ?t <x:l> ?l } } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) FROM <x:g> { ?a <x:topic> ?t } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) { GRAPH ?g { ?a <x:topic> ?t } } GROUP BY ?t",
        "SELECT ?t (COUNT(?a) AS ?n) { ?a <x:quote> ?t } GROUP BY ?t",
        "SELECT (COUNT(?a) AS ?n) { ?a <x:topic> ?a }",
        "SELECT (COUNT(?a) AS ?n) { ?a <x:topic> 'x' }",
        "SELECT (COUNT(?a) AS ?n) { ?a <x:topic> ?t",
        "SELECT (COUNT(",
    ],
)
def test_what_asks_for_the_single_triples_gets_them(query: str) -> None:
    assert from_counts(query, COUNTS) == query


def test_a_predicate_that_has_other_values_than_iris_is_not_counted() -> None:
    store = store_of([("", "<x:1> <x:p> <x:2> ."), ("", "<x:2> <x:p> 7 ."), ("", "<x:2> <x:q> <x:1> .")])
    assert surveyed(store).counts == {"x:q": {"x:1": 1}}


def test_only_predicates_with_few_values_for_many_triples_are_worth_counting() -> None:
    store = store_of([("", f"<x:{n}> <x:kind> <x:k> ; <x:name> '{n}' .") for n in range(8)])
    triples = Table.of(store.query(survey.TRIPLES, use_default_graph_as_union=True))
    assert survey.countable(triples) == ["x:kind"]
