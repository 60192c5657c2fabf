"""Pages: their order and limits, added to any query without changing what it means."""

import pyoxigraph as ox
import pytest

from sparql.saved.paging import Page, Sort, paged

STORE = ox.Store()
STORE.extend(
    ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:n"), ox.Literal(n), ox.NamedNode(f"x:g{n % 2}")) for n in range(10)
)
NUMBERS = "SELECT ?n WHERE { ?s <x:n> ?n } ORDER BY ?n"


def numbers(text: str, page: Page) -> list[int]:
    rows = STORE.query(paged(text, page), use_default_graph_as_union="FROM" not in text)
    return [int(row["n"].value) for row in rows]


def test_one_row_more_than_the_page_is_asked_for() -> None:
    assert numbers(NUMBERS, Page(3)) == [0, 1, 2, 3]
    assert numbers(NUMBERS, Page(3, 8)) == [8, 9]


def test_a_sort_comes_before_the_order_of_the_query() -> None:
    assert numbers(NUMBERS, Page(2, sort=(Sort("n", descending=True),))) == [9, 8, 7]
    assert numbers("SELECT ?n { ?s <x:n> ?n }", Page(1, sort=(Sort("n"),))) == [0, 1]


@pytest.mark.parametrize("own", ["LIMIT 4", "OFFSET 0 LIMIT 4", "limit 4"])
def test_the_limit_of_the_query_itself_still_holds(own: str) -> None:
    assert numbers(f"{NUMBERS} {own}", Page(3, 3, (Sort("n"),))) == [3]


def test_a_dataset_clause_is_kept_outside() -> None:
    text = "SELECT ?n FROM <x:g1> WHERE { ?s <x:n> ?n } ORDER BY ?n LIMIT 3"
    assert numbers(text, Page(2, sort=(Sort("n"),))) == [1, 3, 5]


def test_what_a_last_values_clause_allows_is_paged() -> None:
    assert numbers("SELECT ?n { ?s <x:n> ?n } ORDER BY ?n VALUES ?n { 2 4 6 }", Page(1)) == [2, 4]


def test_words_inside_groups_and_strings_are_not_taken_for_modifiers() -> None:
    text = 'SELECT ?n { { SELECT ?n { ?s <x:n> ?n } ORDER BY ?n LIMIT 5 } FILTER(STR(?n) != "ORDER BY LIMIT") }'
    assert numbers(text, Page(9, sort=(Sort("n", descending=True),))) == [4, 3, 2, 1, 0]
