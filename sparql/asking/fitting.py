"""Fitting the weights of signs, and the confidence in readings, to sentences whose meaning is known.

    python -m sparql.asking.fitting FILE …

The sentences are divided into folds. Each fold is interpreted by what was learned without it: without the examples that
are a sentence of the fold or part of one, and without the words of the phrasing data that no other fold has. The
weights maximise the likelihood of the right readings among all readings of their sentence; the confidence is fitted to
the readings that the weights of the other folds prefer.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import GradientBoostingClassifier

from ontology.lexicon import Lexicon
from sparql import BUNDLED_EXAMPLES, BUNDLED_QUESTIONS, BUNDLED_WEIGHTS
from sparql.asking.belief import Belief, Tree
from sparql.asking.matching import Fit
from sparql.asking.meaning import NO_MEANING, Meaning, meaning, meanings
from sparql.asking.phrasing import Phrasing, Sense
from sparql.asking.ranking import Candidates, Ranking, facts
from sparql.asking.understanding import Understanding
from sparql.asking.words import forms
from sparql.saved.catalogue import Catalogue
from sparql.saved.phrasings import pieces

_FOLDS: Final = 4
_ROUNDS: Final = 2
"""Number of fits: the weights also choose the phrasing that a reading is compared with, so one fit is not enough."""
_LEAST_TIMES: Final = 5
"""Fewest readings with a sign that gets a weight."""
_PENALTY: Final = 40.0
"""Penalty on the squared change of a weight, in standard deviations of its sign."""
_LIMITS: Final = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
_NO_BELIEF: Final = Belief(0.0, ())


@dataclass(frozen=True)
class Case:
    """A sentence, its meaning, and what was found in it."""

    sentence: str
    meant: frozenset[Meaning]
    candidates: Candidates | None

    def ordered(self, ranking: Ranking) -> list[Fit]:
        """Return its readings in the order of a ranking, which need not be the one they were found with."""
        if self.candidates is None:
            return []
        again = [replace(fit, signs=ranking.scales.again(fit.signs)) for fit in self.candidates.fits]
        return ranking.ordered(replace(self.candidates, fits=again))

    def is_right(self, fit: Fit) -> bool:
        """Tell whether a reading is right."""
        return meaning(fit.question, fit.parameters) in self.meant

    @property
    def fold(self) -> int:
        """The number of its fold, from its text."""
        return hashlib.sha256(self.sentence.encode()).digest()[0] % _FOLDS


def main(files: Iterable[str]) -> None:
    """Fit to the sentences of some files, write the weights, and print how well left-out sentences are read."""
    known = {sentence: meant for file in files for sentence, meant in meanings(Path(file)).items()}
    cases = [Case(sentence, meant, None) for sentence, meant in known.items()]
    ranking = Ranking(json.loads(BUNDLED_WEIGHTS.read_text(encoding="utf-8"))["signs"], _NO_BELIEF)
    for _ in range(_ROUNDS):
        cases = _interpreted(cases, ranking)
        ranking = Ranking(fitted_weights(cases, ranking), _NO_BELIEF)
    believed = _in_company(cases, ranking)
    rows, right = [row for _, row, _ in believed], [right for *_, right in believed]
    _report(cases, believed)
    belief = boosted_trees(_boosted(rows, right))
    BUNDLED_WEIGHTS.write_text(Ranking(ranking.weights, belief).as_json(), encoding="utf-8")


def _interpreted(cases: Sequence[Case], ranking: Ranking) -> list[Case]:
    folds = [[case for case in cases if case.fold == fold] for fold in range(_FOLDS)]
    others = [[case.sentence for case in cases if case.fold != fold] for fold in range(_FOLDS)]
    with ProcessPoolExecutor(2) as pool:
        return [case for each in pool.map(_interpreted_apart, folds, others, [ranking] * _FOLDS) for case in each]


def _interpreted_apart(cases: Sequence[Case], others: Sequence[str], ranking: Ranking) -> list[Case]:
    """Interpret sentences by what was learned without them."""
    lexicon = Lexicon.load()
    questions = Catalogue.load(BUNDLED_QUESTIONS, lexicon).questions.values()
    sentences = [case.sentence for case in cases]
    phrasing = without_words_of(Phrasing.load(), sentences, others)
    with TemporaryDirectory() as folder:
        _leave_out(sentences, Path(folder))
        understanding = Understanding(questions, lexicon, phrasing, taught=Path(folder), ranking=ranking)
    return [replace(case, candidates=understanding.candidates(case.sentence)) for case in cases]


def without_words_of(phrasing: Phrasing, sentences: Iterable[str], others: Iterable[str]) -> Phrasing:
    """Return the data without the words and phrases that are in ``sentences`` and not in ``others``."""
    here, elsewhere = _forms_of(sentences), _forms_of(others)

    def is_kept(phrase: tuple[str, ...], sense: Sense) -> bool:
        said = f" {' '.join(phrase)} "
        return sense.structure is not None or said not in here or said in elsewhere

    return replace(phrasing, senses={each: sense for each, sense in phrasing.senses.items() if is_kept(each, sense)})


def _forms_of(sentences: Iterable[str]) -> str:
    return "\n".join(f" {' '.join(forms(sentence))} " for sentence in sentences)


def _leave_out(sentences: Iterable[str], folder: Path) -> None:
    """Copy the examples to a folder, without those that give away the meaning of some sentences."""
    said = "\n".join(map(_plain, sentences))
    for path in BUNDLED_EXAMPLES.rglob("*.txt"):
        kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not _says(line, said)]
        copy = folder / path.relative_to(BUNDLED_EXAMPLES)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text("\n".join(kept), encoding="utf-8")


def _says(example: str, said: str) -> bool:
    """Tell whether an example matches one of some sentences; an example of a topic, whether it is part of one."""
    if "{" not in example:
        return " " in example and _plain(example) in said
    parts = [re.escape(_plain(one)) if isinstance(one, str) else r"\s?[^\n]+\s?" for one in pieces(example)]
    return re.search(f"^{''.join(parts)}$", said, re.MULTILINE) is not None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def fitted_weights(cases: Sequence[Case], ranking: Ranking) -> Mapping[str, float]:
    """Return the weights of signs that make the right readings likeliest, drawn towards those of a ranking.

    That no reading is right counts as a reading without signs.
    """
    rows, right, starts = _rows(cases, ranking)
    times = Counter(name for amounts in rows for name in amounts)
    columns = sorted(name for name, count in times.items() if count >= _LEAST_TIMES)
    signs = np.array([[amounts.get(name, 0.0) for name in columns] for amounts in rows])
    spread = signs.std(axis=0) + 1e-9
    signs /= spread
    of = np.repeat(np.arange(len(starts)), np.diff([*starts, len(signs)]))
    before = np.array([ranking.weights.get(name, 0.0) for name in columns]) * spread

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        moved = weights - before
        totals = signs @ weights
        likely = np.exp(totals - np.maximum.reduceat(totals, starts)[of])
        whole, good = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts)
        slope = signs.T @ (likely / whole[of] - likely * right / good[of])
        return float(-np.log(good / whole).sum() + _PENALTY * moved @ moved), slope + 2 * _PENALTY * moved

    found = minimize(loss, before, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / spread
    return {name: round(float(weight), 4) for name, weight in zip(columns, found, strict=True)}


def _rows(cases: Sequence[Case], ranking: Ranking) -> tuple[list[Mapping[str, float]], np.ndarray, list[int]]:
    """Return the signs of each reading (and of no reading), whether it is right, and the first row of each case."""
    rows: list[Mapping[str, float]] = []
    right: list[bool] = []
    starts: list[int] = []
    for case in cases:
        starts.append(len(rows))
        ordered = case.ordered(ranking)
        good = [case.is_right(fit) for fit in ordered]
        rows += [*(fit.signs.by_name() for fit in ordered), {}]
        right += [*good, NO_MEANING in case.meant or not any(good)]
    return rows, np.array(right), starts


def _in_company(cases: Sequence[Case], ranking: Ranking) -> list[tuple[Case, list[float], bool]]:
    """Return the facts of each case's likeliest reading by the weights of the other folds, and whether it is right."""
    found = []
    for fold in range(_FOLDS):
        apart = Ranking(fitted_weights([case for case in cases if case.fold != fold], ranking), _NO_BELIEF)
        for case in cases:
            ordered = case.ordered(apart) if case.fold == fold else []
            if case.candidates and ordered:
                found.append(
                    (case, facts(ordered, apart.shares(ordered), case.candidates.length), case.is_right(ordered[0]))
                )
    return found


def _boosted(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> GradientBoostingClassifier:
    boosting = GradientBoostingClassifier(
        n_estimators=200,
        learning_rate=0.05,
        max_depth=3,
        subsample=0.7,
        max_features=0.3,
        min_samples_leaf=10,
        random_state=0,
    )
    return boosting.fit(np.array(rows), right)


def boosted_trees(boosted: GradientBoostingClassifier) -> Belief:
    """Return the belief that scikit-learn's boosted trees express."""
    right = boosted.init_.class_prior_[1]
    trees = [_tree(each[0].tree_, 0, boosted.learning_rate) for each in boosted.estimators_]
    return Belief(float(np.log(right / (1 - right))), trees)


def _tree(tree: Any, node: int, rate: float) -> Tree:  # noqa: ANN401 - scikit-learn's, which has no types
    less, more = tree.children_left[node], tree.children_right[node]
    if less < 0:
        return round(rate * float(tree.value[node][0][0]), 5)
    return int(tree.feature[node]), float(tree.threshold[node]), _tree(tree, less, rate), _tree(tree, more, rate)


def _report(cases: Collection[Case], believed: Sequence[tuple[Case, list[float], bool]]) -> None:
    """Print how many sentences of left-out folds are read right, wrong or not at all, for several limits."""
    sure: dict[str, tuple[float, bool]] = {}
    for fold in range(_FOLDS):
        others = [(row, right) for case, row, right in believed if case.fold != fold]
        boosted = _boosted(*zip(*others, strict=True))
        own = [(case, row, right) for case, row, right in believed if case.fold == fold]
        likely = boosted.predict_proba(np.array([row for _, row, _ in own]))[:, 1]
        sure |= {case.sentence: (float(one), right) for one, (case, _, right) in zip(likely, own, strict=True)}
    for limit in _LIMITS:
        print(limit, dict(Counter(_outcomes(cases, sure, limit))), file=sys.stderr)  # noqa: T201


def _outcomes(cases: Iterable[Case], sure: Mapping[str, tuple[float, bool]], limit: float) -> Iterator[str]:
    for case in cases:
        likely, right = sure.get(case.sentence, (0.0, False))
        taken = likely >= limit
        yield ("right" if right else "wrong") if taken else "right" if NO_MEANING in case.meant else "missed"


if __name__ == "__main__":
    main(sys.argv[1:])
