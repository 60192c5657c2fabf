"""Readings are ranked by weighed signs, and the first is believed as far as such readings were right before."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import GradientBoostingClassifier

from sparql import BUNDLED_QUESTIONS, BUNDLED_WEIGHTS
from sparql.asking.belief import Belief
from sparql.asking.fitting import Case, boosted_trees, fitted_weights, without_words_of
from sparql.asking.intents import Weighed
from sparql.asking.matching import Fit
from sparql.asking.meaning import NO_MEANING, meaning, meanings
from sparql.asking.phrasing import Phrasing
from sparql.asking.ranking import Candidates, Ranking
from sparql.asking.signs import NONE, Scales, Sign

_NAMES = st.sampled_from([*Sign][:6])
_AMOUNTS = st.floats(-3, 3)
_UNDECIDED = Belief(0.0, ())


@given(st.lists(st.tuples(_NAMES, _AMOUNTS)), st.dictionaries(_NAMES, _AMOUNTS))
def test_signs_come_to_the_sum_of_their_amounts_by_their_weights(
    amounts: list[tuple[Sign, float]], weights: dict[Sign, float]
) -> None:
    scales = Scales(weights)
    signs = sum((scales.weigh(name, amount) for name, amount in amounts), NONE)
    expected = sum(weights.get(name, 0.0) * amount for name, amount in amounts)
    assert signs.total == pytest.approx(expected)
    assert signs.times(2).total == pytest.approx(2 * expected)
    assert Scales({}).again(signs).total == 0


def test_belief_follows_each_tree_to_its_leaf() -> None:
    belief = Belief(0.5, [[1, 2.0, -1.0, [0, 0.0, 3.0, 4.0]], 0.25])  # type: ignore[list-item]  # as JSON has them
    assert belief.of([0.0, 2.0]) == pytest.approx(1 / (1 + math.exp(-(0.5 - 1.0 + 0.25))))
    assert belief.of([0.0, 2.1]) == pytest.approx(1 / (1 + math.exp(-(0.5 + 3.0 + 0.25))))
    assert belief.of([0.1, 2.1]) == pytest.approx(1 / (1 + math.exp(-(0.5 + 4.0 + 0.25))))


def test_trees_that_are_written_say_what_the_library_says() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(300, 5))
    right = rows[:, 0] + rows[:, 1] * rows[:, 2] > 0
    boosted = GradientBoostingClassifier(n_estimators=20, max_depth=3, random_state=0).fit(rows, right)
    belief = boosted_trees(boosted)
    written = Belief(belief.start, json.loads(json.dumps(belief.trees)))
    for row, (_, likely) in zip(rows[:50], boosted.predict_proba(rows[:50]), strict=True):
        assert written.of(row.tolist()) == pytest.approx(likely, abs=1e-3)


def test_weights_are_fitted_so_that_what_is_meant_is_likeliest() -> None:
    scales = Scales({})
    cases = [
        Case(f"sentence {number}", frozenset({meaning("good", {})}), _candidates(scales, number % 2))
        for number in range(40)
    ]
    ranking = Ranking(fitted_weights(cases, Ranking({}, _UNDECIDED)), _UNDECIDED)
    assert ranking.weights[Sign.UNKNOWN] < 0 < ranking.weights[Sign.SPEAKING]
    for case in cases:
        assert case.candidates is not None
        assert case.ordered(ranking)[0].question == "good"


def _weighed(*questions: str) -> Weighed:
    alike = dict.fromkeys(questions, 0.0)
    return Weighed(alike, alike)


def _candidates(scales: Scales, order: int) -> Candidates:
    fits = [Fit("good", {}, scales.weigh(Sign.SPEAKING)), Fit("bad", {}, scales.weigh(Sign.UNKNOWN))]
    return Candidates(3, _weighed("good", "bad"), fits[::-1] if order else fits)


def test_the_first_reading_is_as_sure_as_it_is_believed_and_the_others_less() -> None:
    ranking = Ranking({Sign.UNKNOWN: -1.0}, Belief(math.log(3), ()))
    scales = ranking.scales
    readings = ranking.rank(
        Candidates(2, _weighed("a", "b"), [Fit("b", {}, scales.weigh(Sign.UNKNOWN)), Fit("a", {}, NONE)])
    )
    assert [(one.question, one.confidence) for one in readings] == [("a", 0.75), ("b", round(0.75 / math.e, 3))]


def test_weights_that_were_fitted_to_other_facts_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("weights") / "weights.json"
    written = Ranking({Sign.UNKNOWN: -1.0}, Belief(0.5, [(1, 2.0, -1.0, 3.0)])).as_json()
    file.write_text(written, encoding="utf-8")
    assert Ranking.load(file).weights == {Sign.UNKNOWN: -1.0}
    file.write_text(written.replace(Sign.UNKNOWN, "another fact", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="make weights"):
        Ranking.load(file)


def test_what_was_weighed_is_a_sign_or_a_question_with_its_parameters() -> None:
    questions = {path.stem for path in BUNDLED_QUESTIONS.rglob("*.rq")}
    for name in json.loads(BUNDLED_WEIGHTS.read_text(encoding="utf-8"))["signs"]:
        assert name in set(Sign) or " of kind " in name or name.split()[0] in questions


def test_a_sentence_may_have_several_meanings_or_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("meanings") / "known.yaml"
    file.write_text('"who asks?": who-asks-for topic=a b | duties\n"why?": nothing\n', encoding="utf-8")
    assert meanings(file) == {
        "who asks?": {meaning("who-asks-for", {"topic": "a b"}), meaning("duties", {})},
        "why?": {NO_MEANING},
    }


def test_sentences_are_read_without_the_words_that_they_alone_have() -> None:
    phrasing = Phrasing.load()
    left = without_words_of(phrasing, ["who hankers after peer review"], ["who asks for peer review"]).senses
    assert phrasing.senses.keys() - left.keys() == {("hanker", "after"), ("after",)}
