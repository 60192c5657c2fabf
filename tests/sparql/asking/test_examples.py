"""What a sentence asks is learned from examples, which are data."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.lexicon import Lexicon
from sparql import BUNDLED_EXAMPLES, BUNDLED_QUESTIONS
from sparql.asking import Phrasing, examples
from sparql.asking import words as asked
from sparql.asking.intents import Intents
from sparql.asking.mention import Mention
from sparql.asking.words import level, words
from sparql.saved.catalogue import Catalogue


def test_examples_are_of_saved_questions_or_of_nothing_and_no_sentence_is_of_two() -> None:
    names = {*Catalogue.load(BUNDLED_QUESTIONS, Lexicon.load()).questions, examples.NOTHING}
    seen: dict[str, str] = {}
    for path in BUNDLED_EXAMPLES.glob("*.txt"):
        assert path.stem in names
        for line in path.read_text(encoding="utf-8").splitlines():
            assert seen.setdefault(line, path.stem) == path.stem, line


def test_examples_name_nothing_but_kinds_of_things() -> None:
    kinds = {item for each in examples.load().values() for one in each for item in one if isinstance(item, str)}
    assert kinds == {"topic", "respondent", "organisation", "group"}


@pytest.fixture(scope="module")
def intents() -> Intents:
    learned = {
        "wishes": [examples.items("who wants {topic}"), examples.items("who is keen on {topic}")],
        "worries": [examples.items("who fears {topic}"), examples.items("what does {body} fear about {topic}")],
    }
    return Intents(learned, Phrasing.load())


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("who wants peace", "wishes"),
        ("who fears war", "worries"),
        ("who desires peace", "wishes"),  # in no example, but alike
        ("who worries about war", "worries"),
    ],
)
def test_a_sentence_weighs_for_the_question_whose_examples_it_is_like(
    intents: Intents, sentence: str, question: str
) -> None:
    asked = words(level(sentence))
    named = [Mention("topic", "t", len(asked) - 1, len(asked), 1.0)]
    weights = intents.weigh(asked, named).likelihoods
    assert weights[question] == 0
    assert all(weight < 0 for name, weight in weights.items() if name != question)


def test_words_of_few_examples_and_numbers_are_not_usual_ones(tmp_path: Path) -> None:
    (tmp_path / "who-asks.txt").write_text(
        "who really wants {topic} in 2021\nwho really asks for {topic} in 2021\nwho really might push {topic} in 2021\n"
    )
    (tmp_path / "nothing.txt").write_text("weather today\nthe weather\nweather\n")
    usual = examples.usual(examples.load(tmp_path))
    assert {"who", "in"} <= usual
    assert not {"weather", "2021", "push"} & usual


@given(st.text(alphabet="acw'’ &+/4Q2?nt.howsdquestionfr", max_size=60))
@settings(deadline=None)
def test_what_is_written_in_full_is_found_to_be_contracted(text: str) -> None:
    if any(pattern.search(text) for pattern, _ in asked._CONTRACTIONS):
        assert asked._CONTRACTED.search(text)
