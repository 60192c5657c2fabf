"""What stands in a question beside its names: explanations, which are left out, and words that speak of a topic."""

import doctest

import pytest

from ontology.lexicon import Lexicon
from sparql import BUNDLED_QUESTIONS
from sparql.asking import Phrasing, Understanding, clauses
from sparql.asking.clauses import main_clause
from sparql.asking.evidence import Evidence
from sparql.asking.wordings import Wordings
from sparql.asking.words import level, words
from sparql.catalogue import Catalogue

LEXICON = Lexicon.load()
PHRASING = Phrasing.load()
UNDERSTANDING = Understanding(Catalogue.load(BUNDLED_QUESTIONS, LEXICON).questions.values(), LEXICON, PHRASING)


def topic_of(question: str) -> str | None:
    reading = UNDERSTANDING.understand(question).reading
    return reading and reading.parameters.get("topic")


def test_the_examples_of_the_documentation_hold() -> None:
    assert doctest.testmod(clauses).failed == 0


@pytest.mark.parametrize(
    "question",
    ["who asks for peer review (the reviews by equals)", "who asks for peer review, because it is cheap"],
)
def test_asides_and_reasons_are_no_part_of_the_main_clause(question: str) -> None:
    assert main_clause(question)[0] == "who asks for peer review"
    assert topic_of(question) == "peer-review"


def spoken_of(text: str) -> set[str]:
    asked = words(level(text))
    found = Evidence(LEXICON, PHRASING).find(asked, Wordings(LEXICON, PHRASING).levelled([word.stem for word in asked]))
    return {mention.id for mention in found}


def test_several_words_of_a_definition_speak_of_a_topic_that_no_wording_names() -> None:
    assert spoken_of("staff and functions moved out of CCGs") == {"ccg-assessment"}


def test_one_word_of_it_speaks_of_none() -> None:
    assert spoken_of("functions") == set()
