"""Only what finds a row with every step is taken for bounded."""

import pyoxigraph as ox
import pytest

from sparql.syntax.bounded import is_bounded

BOUNDED = [
    "SELECT ?p ?o { <x:a> ?p ?o }",
    "SELECT * WHERE { ?s a <x:A> . }",
    "PREFIX x: <x:> select ?o where { x:a x:b ?o } LIMIT 10",
    "PREFIX x: <x:> PREFIX y: <y:> SELECT ?s { ?s x:b 'o' }",
    "SELECT ?z { ?s ?p 1 } # nothing more",
    "SELECT*{?s ?p ?o}",
    "SELECT?s{?s?p?o}LIMIT 5",
    "SELECT ?s { ?s a '} ; ?q { ?r' } # ; ?q ?r }",
    "# {\nPREFIX : <x:#> # }\nSELECT ?o { :a.b :p ?o }",
]
UNBOUNDED = [
    "SELECT ?s { ?s ?p ?s }",
    "SELECT ?s { ?s ?p $s }",
    "SELECT DISTINCT ?s { ?s ?p ?o }",
    "SELECT REDUCED ?s { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (?s AS ?t) { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ORDER BY ?s",
    "SELECT * { ?s ?p ?o } OFFSET 5",
    "SELECT * { ?s ?p ?o } LIMIT 5 OFFSET 5",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s",
    "SELECT * { ?s ?p ?o } VALUES ?s { <x:a> }",
    "SELECT * { ?s ?p ?o . ?o ?q ?r }",
    "SELECT * { ?s ?p ?o ; ?q ?r }",
    "SELECT * { ?s ?p ?o , ?q }",
    "SELECT * { ?s <x:p>* ?o }",
    "SELECT * { ?s ^<x:p> ?o }",
    "SELECT * { ?s <x:p>? ?o }",
    "SELECT * { ?s ?p ?o FILTER(?o = 1) }",
    "SELECT * { OPTIONAL { ?s ?p ?o } }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <x:g> { ?s ?p ?o }",
    "SELECT * { SERVICE <x:s> { ?s ?p ?o } }",
    "SELECT * { VALUES ?s { 1 } }",
    "SELECT * { _:b ?p ?o }",
    "SELECT * { ?s ?p [] }",
    "SELECT * { }",
    "SELECT * { ?s ?p 'o'@en }",
    "SELECT * { ?s ?p '\\u007D' }",
    "SELECT * { ?s ?p ?o # }\n; ?q ?r }",
    "SELECT * { ?s ?p '}' ; ?q ?r }",
    "SELECT * { ?s <x:a/b>/x:c ?o }",
    "SELECT * { ?s abc ?o }",
    "SELECT * { ?s ?p ?o } LIMIT5",
    "SELECT * { ?s ?p ?o } { ?s ?p ?o }",
    "PREFIX x <x:> SELECT * { ?s ?p ?o }",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <x:a>",
    "SELECT ?s { ?s ?p ?o",
    "SELECT ?s ?s ?p ?o }",
    "",
]


@pytest.mark.parametrize("query", BOUNDED)
def test_one_pattern_is_bounded(query: str) -> None:
    ox.Store().query(query)
    assert is_bounded(query)


@pytest.mark.parametrize("query", UNBOUNDED)
def test_all_else_is_not(query: str) -> None:
    assert not is_bounded(query)


def test_a_long_text_is_not_looked_at() -> None:
    assert not is_bounded("SELECT * { ?s ?p ?o } #" + "x" * 3_000)
