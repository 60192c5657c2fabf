"""A statement may be named by its words, in quotation marks or behind words of likeness."""

import pytest

from ontology.lexicon import Lexicon
from sparql import BUNDLED_QUESTIONS
from sparql.asking import Understanding
from sparql.saved.catalogue import Catalogue


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    lexicon = Lexicon.load()
    return Understanding(Catalogue.load(BUNDLED_QUESTIONS, lexicon).questions.values(), lexicon)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what other asks are like 'publish the metrics'", "publish the metrics"),
        (
            "is anyone else asking for the same as ‘NHSEI should publish the metrics’",
            "NHSEI should publish the metrics",
        ),
        ('find requests similar to "the trust\'s minutes, in full", please', "the trust's minutes, in full"),
        ("asks similar to publishing the metrics?", "publishing the metrics"),
        ("asks that resemble two-way accountability of regions", "two-way accountability of regions"),
        ("does any other ask say the same as clarify the role of the CQC", "clarify the role of the CQC"),
    ],
)
def test_the_words_of_a_statement_are_told_from_the_question_about_it(
    understanding: Understanding, question: str, words: str
) -> None:
    stated = understanding.stated(question)
    assert stated is not None
    assert (stated.reading.question, stated.parameter) == ("similar-asks", "ask")
    assert stated.own.words == words


@pytest.mark.parametrize(
    "question",
    [
        "who asks for “peer review between regions”",
        "who would like the CQC to publish the metrics",
        "does anybody ask the same as the BMA",
        "who asks for the same as the NHS Confederation on transparency",
        "asks similar to transparency",
        "which asks are similar to bma/ask-1-2 “publish the metrics”",
        "what do the doctors' leaders want from the trusts' boards",
        "concerns like lack of transparency",
    ],
)
def test_what_is_no_question_about_a_statement_names_none(understanding: Understanding, question: str) -> None:
    assert understanding.stated(question) is None
