"""A query that is shortened by what a dataset shows to be regular answers as it did."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ontology.vocabulary import RDF_TYPE
from sparql.statistics.counting import from_counts
from sparql.statistics.redundancy import Redundancy, redundancies, without
from sparql.statistics.survey import Regularity
from tests.sparql.surveying import surveyed

CLASSES = ("<x:A>", "<x:B>")
PROPERTIES = ("<x:p>", "<x:q>")
THINGS = ("<x:1>", "<x:2>", "<x:3>")
VARIABLES = ("?a", "?b")

things = st.sampled_from(THINGS)
types = st.builds("{0} a {1} .".format, things, st.sampled_from(CLASSES))
statements = st.builds("{0} {1} {2} .".format, things, st.sampled_from(PROPERTIES), things)
graphs = st.sampled_from(("", "<x:g>", "<x:h>"))
regular = st.sampled_from(([("", f"{thing} a <x:A> .") for thing in THINGS], []))
datasets = st.builds(
    list.__add__, regular, st.lists(st.tuples(graphs, st.one_of(statements, statements, types)), max_size=12)
)

variables = st.sampled_from(VARIABLES)
parts = st.one_of(
    st.builds("a {0}".format, st.sampled_from(CLASSES)),
    st.builds("{0} {1}".format, st.sampled_from(PROPERTIES), variables | things),
    st.sampled_from(("a <x:A>, <x:B>", "<x:p>/<x:q> ?b", "<x:p>* ?a", "<x:p> 'x'@en", "a ?b", "")),
)
triples = st.one_of(
    st.builds("{0} {1}".format, variables | things, st.lists(parts, min_size=1, max_size=4).map(" ; ".join)),
    st.builds("{0} a <x:A> ; {1} {2}".format, variables, st.sampled_from(PROPERTIES), variables),
    st.builds("?a {0} ?b . {1} a <x:A>".format, st.sampled_from(PROPERTIES), variables),
)
blocks = st.lists(triples, min_size=1, max_size=2).map(" . ".join)
groups = st.one_of(
    blocks,
    st.builds("{0} FILTER(?a != ?b)".format, blocks),
    st.builds("{0} OPTIONAL {{ {1} }}".format, blocks, blocks),
    st.builds("{{ {0} }} UNION {{ {1} . }}".format, blocks, blocks),
    st.builds("{0} FILTER NOT EXISTS {{ {1} }}".format, blocks, blocks),
    st.builds("{0} MINUS {{ {1} }}".format, blocks, blocks),
    st.builds("{0} . {{ SELECT DISTINCT ?b {{ {1} }} }}".format, blocks, blocks),
)
queries = st.builds("SELECT ?a (COUNT(*) AS ?n) (COUNT(?b) AS ?m) {{ {0} }} GROUP BY ?a".format, groups)


def is_query(text: str) -> bool:
    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    return True


def rows(store: ox.Store, query: str) -> Counter[tuple[str, ...]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return Counter(tuple(map(str, solution)) for solution in found)


@settings(max_examples=400)
@given(datasets, queries)
def test_the_shortened_query_answers_as_the_whole_one(dataset: list[tuple[str, str]], query: str) -> None:
    store = ox.Store()
    for graph, triple in dataset:
        store.update(f"INSERT DATA {{ GRAPH {graph} {{ {triple} }} }}" if graph else f"INSERT DATA {{ {triple} }}")
    try:
        expected = rows(store, query)
    except SyntaxError:  # an empty list of properties, as the strategy makes them now and then
        return
    known = surveyed(store)
    shortened = without(query, redundancies(query), known.regularities.__contains__)
    assert rows(store, shortened) == expected
    assert rows(store, from_counts(shortened, known.counts)) == expected


@given(queries)
def test_whatever_is_left_out_what_remains_is_a_query(query: str) -> None:
    assume(is_query(query))  # the strategy makes an empty list of properties now and then
    assert is_query(without(query, redundancies(query), lambda _: True))


TOPICS = Regularity("x:topic", "subject", "x:Ask")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("?a a <x:Ask> ; <x:topic> ?t", "?a <x:topic> ?t"),
        ("?a <x:topic> ?t ; a <x:Ask> .", "?a <x:topic> ?t ; ."),
        ("?a a <x:Ask> . ?a <x:topic> ?t", "?a <x:topic> ?t"),
        ("?a <x:topic> ?t . ?a a <x:Ask>", "?a <x:topic> ?t ."),
        (f"?a <{RDF_TYPE}> <x:Ask> ; <x:topic> 1", "?a <x:topic> 1"),
        ("?a a <x:Ask> ; a <x:B> ; <x:topic> ?t", "?a a <x:Ask> ; a <x:B> ; <x:topic> ?t"),
        ("?a a <x:Ask> . ?b <x:topic> ?t", "?a a <x:Ask> . ?b <x:topic> ?t"),
        ("?a a <x:Ask> . FILTER(?a != ?b) ?a <x:topic> ?t", "?a a <x:Ask> . FILTER(?a != ?b) ?a <x:topic> ?t"),
        ("?a a <x:Ask> ; <x:topic>? ?t", "?a a <x:Ask> ; <x:topic>? ?t"),
        ("<x:a> a <x:Ask> ; <x:topic> ?t", "<x:a> a <x:Ask> ; <x:topic> ?t"),
    ],
)
def test_only_the_type_beside_its_evidence_is_left_out(before: str, after: str) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {{ {before} }}"
    shortened = without(query, redundancies(query), lambda regularity: regularity == TOPICS)
    assert shortened.split() == f"SELECT (COUNT(*) AS ?n) {{ {after} }}".split()


PATTERN = "?a a <x:Ask> ; <x:topic> ?t"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?t {{ {PATTERN} }}",
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {PATTERN} }} }}",
        "SELECT (COUNT(*) AS ?n) FROM <x:g> { PATTERN }".replace("PATTERN", PATTERN),
        f"SELECT (COUNT(*) AS ?n) {{ SERVICE <x:s> {{ {PATTERN} }} }}",
        f"SELECT ?t (SAMPLE(?a) AS ?n) {{ {PATTERN} }} GROUP BY ?t",
        f"SELECT (SUM(?t) AS ?n) (COUNT(*) AS ?m) {{ {PATTERN} }}",
        f"SELECT ?t (COUNT(*) AS ?n) {{ {PATTERN} }} GROUP BY ?t LIMIT 1",
        f"SELECT ?a {{ {PATTERN} {{ SELECT (COUNT(*) AS ?n) {{}} }} }}",
        f"CONSTRUCT {{ {PATTERN} }} WHERE {{ {{ SELECT ?a (COUNT(*) AS ?t) {{ ?a ?b ?c }} GROUP BY ?a }} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {PATTERN} . FILTER(?t != '\\u0041') }}",
        "SELECT (COUNT(*) AS ?n) { ?a a <Ask> ; <topic> ?t }",
    ],
)
def test_what_might_answer_otherwise_is_left_alone(query: str) -> None:
    assert redundancies(query) == ()


def test_the_well_known_prefixes_and_declared_ones_are_followed() -> None:
    query = "PREFIX t: <x:> SELECT (COUNT(*) AS ?n) { ?a a wa:Ask ; t:topic ?t }"
    (found,) = redundancies(query)
    assert found.because == (Regularity("x:topic", "subject", "https://w3id.org/whoasks/ontology#Ask"),)


def test_of_a_prefix_that_is_declared_twice_the_last_holds_as_for_the_engine() -> None:
    query = "PREFIX p: <y:> PREFIX p: <x:> SELECT (COUNT(*) AS ?n) { ?a a p:Ask ; p:topic ?t }"
    (found,) = redundancies(query)
    assert found.because == (TOPICS,)
    store = ox.Store()
    store.update("INSERT DATA { <x:1> a <x:Ask> ; <x:topic> 1 . <y:1> a <y:Ask> ; <y:topic> 1 , 2 }")
    assert rows(store, query) == rows(store, query.replace("PREFIX p: <y:>", ""))


def test_what_follows_stays_where_it_was() -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a a <x:Ask> ; # why\n <x:topic> ?t }"
    (found,) = redundancies(query)
    assert isinstance(found, Redundancy)
    shortened = without(query, (found,), lambda _: True)
    assert (len(shortened), shortened.index("<x:topic>")) == (len(query), query.index("<x:topic>"))
    assert shortened.count("\n") == 1


def test_a_type_that_two_graphs_state_is_not_taken_for_one() -> None:
    store = ox.Store()
    store.update("INSERT DATA { GRAPH <x:g> { <x:1> a <x:Ask> ; <x:topic> 1 } }")
    assert TOPICS in surveyed(store).regularities
    store.update("INSERT DATA { GRAPH <x:h> { <x:1> a <x:Ask> } }")
    assert TOPICS not in surveyed(store).regularities
