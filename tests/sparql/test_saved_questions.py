"""Every saved question finds in a small dataset what it should, and nothing else.

A case is a folder of tests/sparql/questions named after the question: what is given (asked.yaml), and the rows that
come (expected.csv, in their order, with the columns that the case is about). The data is
tests/sparql/questions/data.ttl, or the case's own.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from ontology.lexicon import Lexicon
from sparql import BUNDLED_QUESTIONS
from sparql.results import Table
from sparql.saved.catalogue import Catalogue
from sparql.saved.names import LexiconNames, Record
from sparql.saved.parameters import Type
from sparql.saved.shape import Leaf, Make, Shape
from sparql.saved.values import read_values

BASE = "https://w3id.org/whoasks/consultation/"
FOLDER = Path(__file__).parent / "questions"
CASES = sorted(path.parent for path in FOLDER.glob("*/expected.csv"))
LEXICON = Lexicon.load()
CATALOGUE = Catalogue.load(BUNDLED_QUESTIONS, LEXICON)
NAMED = [
    "who-asks-for",
    "what-is-asked-of",
    "what-does-body-ask",
    "accountable-to-whom",
    "stance-by-question",
    "concerns-about",
    "concerns-of",
    "quotations-by",
    "shared-asks",
    "applies-to",
    "asks-in-quotations-only",
    "unanswered-concerns",
    "restatements",
    "ask-matrix",
    "similar-asks",
    "bodies",
    "topics",
    "responses",
    "statements",
]


def asked(case: Path) -> Table:
    store = ox.Store()
    own = case / "data.ttl"
    store.bulk_load(path=own if own.exists() else FOLDER / "data.ttl", format=ox.RdfFormat.TURTLE)
    question = CATALOGUE[case.name]
    given = yaml.safe_load((case / "asked.yaml").read_text()) or {}
    values = read_values(question.parameters, given, LexiconNames(LEXICON))
    return Table.of(store.query(question.bind(values)))


def in_order(cell: str) -> str:
    """GROUP_CONCAT lists IRIs in any order."""
    return " ".join(sorted(cell.split(" "))) if cell.startswith("http") else cell


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_question_finds_just_the_expected_rows(case: Path) -> None:
    with (case / "expected.csv").open(newline="") as file:
        columns, *expected = csv.reader(file)
    found = [[row[name].value if name in row else "" for name in columns] for row in asked(case)]
    assert [[in_order(cell) for cell in row] for row in found] == expected


def test_every_question_of_the_catalogue_has_a_case() -> None:
    assert {case.name for case in CASES} >= set(NAMED)


def test_no_bundled_question_is_wrong() -> None:
    assert [str(error) for error in CATALOGUE.errors] == []


def test_every_statement_in_an_answer_says_where_it_stands_with_its_reviewers() -> None:
    shown = [part for question in CATALOGUE.questions.values() for part in statements_in(question.shape)]
    assert len(shown) >= 15
    assert [part for part in shown if part.get("review") != Leaf("review", Make.ID)] == []


def statements_in(shape: Shape) -> Iterator[Shape]:
    """Yield the parts of a shape that are a statement: its address and its words."""
    for part in shape.values():
        if not isinstance(part, Leaf):
            yield from (
                [part] if part.get("quote") == Leaf("quote", Make.VALUE) and "iri" in part else statements_in(part)
            )


@pytest.mark.parametrize(
    "name",
    [
        "statements",
        "statement-facets",
        "responses",
        "response-facets",
        "stance-by-question",
        "stance-differences",
        "ask-matrix",
    ],
)
def test_what_is_listed_counted_and_compared_keeps_to_a_consultation(name: str) -> None:
    store = ox.Store()
    store.bulk_load(path=FOLDER / "data.ttl", format=ox.RdfFormat.TURTLE)
    question = CATALOGUE[name]

    def rows(**given: str) -> int:
        names = LexiconNames(LEXICON, {Type.CONSULTATION: [Record(one, f"{BASE}{one}", one) for one in given.values()]})
        values = read_values(question.parameters, given, names)
        return len(Table.of(store.query(question.bind(values))).rows)

    assert rows(consultation="demo") == rows() > 0
    assert rows(consultation="another") == 0
