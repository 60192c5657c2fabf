"""The questions answer what the model is for: on the bundled consultation, what must appear does, and nothing wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from ontology.lexicon import Lexicon
from sparql import BUNDLED_QUESTIONS
from sparql.results import Table
from sparql.saved.catalogue import Catalogue
from sparql.saved.names import LexiconNames
from sparql.saved.values import read_values
from sparql.store import EmbeddedStore

CASES = yaml.safe_load((Path(__file__).parent / "competency.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(BUNDLED)


@pytest.fixture(scope="module")
def catalogue(lexicon: Lexicon) -> Catalogue:
    return Catalogue.load(BUNDLED_QUESTIONS, lexicon)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    load(store, [], Plan(BUNDLED, jobs=1))
    return store


@pytest.mark.parametrize("case", CASES, ids=[case["asks"] for case in CASES])
def test_what_must_appear_does_and_what_must_not_does_not(
    case: Mapping[str, Any], store: EmbeddedStore, catalogue: Catalogue, lexicon: Lexicon
) -> None:
    question = catalogue[case["question"]]
    values = read_values(question.parameters, case["given"], LexiconNames(lexicon))
    table = Table.of(store.query(question.bind(values)))
    found = [getattr(term, "value", "") for term in table.column(case["column"])]
    folded = [value.casefold() for value in found]
    for words in case.get("has", []):
        assert any(words.casefold() in value for value in folded), f"missing: {words}"
    for words in case.get("lacks", []):
        assert not any(_holds(value, words) for value in found), f"must not appear: {words}"
    if "every" in case:
        assert found, "there must be an answer to be right about"
        assert all(case["every"] in value for value in found)
    assert len(found) <= case.get("at_most", len(found))


def _holds(value: str, words: str) -> bool:
    """Compare ids whole, so that ``body/bma`` is not found in ``body/bma-scotland``; other words anywhere."""
    if "/" in words and " " not in words:
        return any(iri.endswith(f"/{words}") for iri in value.split())
    return words.casefold() in value.casefold()


def test_at_least_twenty_questions_are_tested() -> None:
    assert len({case["asks"] for case in CASES}) >= 20
    assert len({case["question"] for case in CASES}) >= 20
