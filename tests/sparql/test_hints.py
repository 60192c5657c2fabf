"""Hints on a query name the unknown term, its place, and what looks like it."""

import pytest

from sparql.syntax.hints import hints

KNOWN = [f"https://w3id.org/whoasks/ontology#{name}" for name in ("Ask", "addressee", "topic", "statedBy")]


@pytest.mark.parametrize(
    ("query", "term", "line", "column", "nearest"),
    [
        ("SELECT * WHERE { ?s wa:adressee ?o }", "wa:adressee", 1, 21, "wa:addressee"),
        ("SELECT *\nWHERE {\n  ?s wa:topics ?o }", "wa:topics", 3, 6, "wa:topic"),
        ("ASK { ?s a <https://w3id.org/whoasks/ontology#Asks> }", "wa:Asks", 1, 12, "wa:Ask"),
    ],
)
def test_an_unknown_term_is_named_with_its_place_and_the_nearest(
    query: str, term: str, line: int, column: int, nearest: str
) -> None:
    (hint,) = hints(query, KNOWN)
    assert (hint.term, hint.line, hint.column) == (term, line, column)
    assert hint.nearest[0] == nearest


@pytest.mark.parametrize(
    "query",
    ["SELECT * WHERE { ?s wa:topic ?o ; a wa:Ask }", "# wa:adressee", "SELECT ('wa:adressee' AS ?x) {}", "", "{"],
)
def test_known_terms_comments_and_strings_give_no_hint(query: str) -> None:
    assert hints(query, KNOWN) == []


def test_nothing_is_called_unknown_where_no_ontology_is_loaded() -> None:
    assert hints("ASK { ?s wa:adressee ?o }", []) == []
