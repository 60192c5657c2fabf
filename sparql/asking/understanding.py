"""Understanding a sentence: its readings, how sure each is, and whether the best is sure enough."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ontology.lexicon import Lexicon
from sparql import BUNDLED_EXAMPLES
from sparql.asking import examples
from sparql.asking.clauses import Clause, Clauses, refers_back
from sparql.asking.dataset_names import NO_NAMES, DatasetNames
from sparql.asking.intents import Intents
from sparql.asking.leftovers import Leftovers
from sparql.asking.matching import Fit, Matcher
from sparql.asking.mention import Mention
from sparql.asking.naming import Names
from sparql.asking.own_words import ADDRESS, Likened, OwnWords
from sparql.asking.parsing import parse
from sparql.asking.parts import phrase_parts
from sparql.asking.phrasing import Phrasing
from sparql.asking.ranking import Candidates, Ranking, Reading
from sparql.asking.roles import Asked
from sparql.asking.spelling import Spelling
from sparql.asking.templates import template
from sparql.asking.words import Word, level, words
from sparql.saved import SavedQuestion

UNDERSTOOD: Final = 0.85
"""Least confidence of a reading that counts as understood."""
_LONGEST: Final = 60
"""Most words of a question."""
_EASED: Final = 0.85
"""Largest reduction of the weight of leftover words, where the examples are sure of a question."""
_SURE_LEAD: Final = 1.5
"""Lead over the next question, as a logarithm, from which the examples count as sure."""
_ENOUGH: Final = 40
"""Fewest examples of a question; if there are fewer, they are repeated."""
_FAR: Final = -2.5
"""Logarithm of how much less likely than the likeliest a question may be to be considered."""
_CLAUSE: Final = 0.92
"""Factor on the confidence if only a clause of the text is understood."""
_NAMED: Final = 0.8
"""Least worth of a name of a topic that a reading may not ignore."""
_ABOUT: Final = (["about"], ["on"])
_AS_FOR: Final = ["as", "for"]
"""Words of grammar that begin what a question is about."""
_OTHERS: Final = 3
"""Most other readings that are offered."""
_LEAST_OTHER: Final = 0.015
"""Least confidence of one."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The reading of a question, and other possible ones."""

    reading: Reading | None
    confidence: float
    """Of the reading or, if there is none, of the best one that was not sure enough."""
    others: Sequence[Reading] = field(default=())
    note: str = ""
    """How a statement was found by its words, or why none was; empty if the question names none so."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The reading of a question that names a statement by its words."""

    own: OwnWords
    parameter: str
    """The parameter that takes the address of the statement."""
    reading: Reading
    """With an address of no statement for that parameter."""


class Understanding:
    """Understands questions with one lexicon, one catalogue and one set of phrasing data."""

    def __init__(
        self,
        questions: Iterable[SavedQuestion],
        lexicon: Lexicon,
        phrasing: Phrasing | None = None,
        taught: Path = BUNDLED_EXAMPLES,
        ranking: Ranking | None = None,
    ) -> None:
        """Learn how questions are asked: from their phrasings, the phrasing data, and the examples in a folder."""
        self._ranking = ranking or Ranking.load()
        self._phrasing = phrasing or Phrasing.load()
        saved = [question for question in questions if question.listed]
        self._clauses = Clauses(self._phrasing.openings)
        self._names = Names(lexicon, self._phrasing, taught)
        self._likened = Likened(self._phrasing, self._names)
        self._asked = [self._prepared(question) for question in saved]
        self._types = {one.name: one.types for one in self._asked}
        learned = _examples(saved, examples.load(taught))
        scales, speaking = self._ranking.scales, self._names.speaking
        leftovers = Leftovers(self._phrasing, speaking, scales, examples.usual(learned))
        self._matcher = Matcher(self._phrasing, speaking, scales, leftovers)
        self._intents = Intents(learned, self._phrasing)
        own = {word.text for question in saved for text in question.asks for word in words(level(text))}
        self._spelling = Spelling(self._phrasing.vocabulary | self._names.vocabulary | own)

    def _prepared(self, question: SavedQuestion) -> Asked:
        return Asked(
            question.name,
            {name: str(parameter.type) for name, parameter in question.parameters.items()},
            frozenset(name for name, parameter in question.parameters.items() if parameter.required),
            [template(text, self._phrasing) for text in question.phrasings],
        )

    def understand(self, text: str, known: DatasetNames = NO_NAMES) -> Understood:
        """Return the reading of a question, if one is sure enough; ``known`` are names that only the dataset has."""
        whole = self._understood(text, known)
        if whole.reading:
            return whole
        for clause in self._clauses.find(text):
            if refers_back(clause.text) and any(one.type == "body" for one in self._named(clause.lead)):
                continue
            understood = self._understood(clause.text, known)
            if understood.reading and not self._lacks(clause, understood.reading):
                return _less_sure(understood)
        return whole

    def stated(self, text: str, known: DatasetNames = NO_NAMES) -> Stated | None:
        """Return the reading of a question that names a statement by its words; None if it names none so.

        The words are taken for those of a statement if the question is understood with an address in their place.
        """
        for found in self._likened.find(text):
            reading = self.understand(found.around, known).reading
            taken = [name for name, value in reading.parameters.items() if value == ADDRESS] if reading else []
            if reading and taken:
                return Stated(found, taken[0], reading)
        return None

    def _lacks(self, clause: Clause, reading: Reading) -> bool:
        """Tell whether the text outside a clause says something that the reading lacks."""
        beside = [] if clause.announced else [clause.lead]
        beside += [text for text in (clause.explanation, clause.rest) if not refers_back(text)]
        if self._asks_beyond(clause.rest) or self._names_subject(clause.lead):
            return True
        return any(self._says_another(text, reading) for text in beside)

    def _names_subject(self, lead: str) -> bool:
        """Tell whether a lead names the subject of the question: *as for parking, …*."""
        parts = phrase_parts(words(level(lead)), self._phrasing)
        grammar = [part.sense.structure for part in parts if part.sense.structure or not part.light]
        return (grammar[:1] in _ABOUT or grammar[:2] == _AS_FOR) and not all(part.light for part in parts)

    def _asks_beyond(self, text: str) -> bool:
        """Tell whether a text asks for something that the data lack: *who asks for openness, ranked*."""
        return any(part.sense.beyond for part in phrase_parts(words(level(text)), self._phrasing))

    def _says_another(self, text: str, reading: Reading) -> bool:
        """Tell whether a text names a body or a topic that the reading does not take."""
        taken = set(reading.parameters.values())
        return any(
            one.id not in taken and (one.type == "body" or (one.type == "topic" and one.worth >= _NAMED))
            for one in self._named(text)
        )

    def _named(self, text: str) -> Sequence[Mention]:
        """Return the mentions in a text outside the question."""
        return self._names.find(words(level(text)))

    def _understood(self, text: str, known: DatasetNames) -> Understood:
        candidates = self.candidates(text, known)
        readings = self._ranking.rank(candidates) if candidates else []
        if not readings:
            return Understood(None, 0.0)
        best = readings[0]
        others = tuple(one for one in readings[1 : 1 + _OTHERS] if one.confidence >= _LEAST_OTHER)
        if best.confidence < UNDERSTOOD:
            doubtful = tuple(one for one in readings[:_OTHERS] if one.confidence >= _LEAST_OTHER)
            return Understood(None, best.confidence, doubtful)
        return Understood(best, best.confidence, others)

    def keywords(self, text: str) -> str:
        """Return the content words of a question, as a full-text search; all words if it has none."""
        asked = words(level(text))[:_LONGEST]
        telling = [word.text for word in asked if (word.form,) not in self._phrasing.senses]
        return " ".join(telling or [word.text for word in asked])

    def candidates(self, text: str, known: DatasetNames = NO_NAMES) -> Candidates | None:
        """Return what is found in a sentence, before it is ranked; None if it is empty or too long."""
        kept = {word.text for label in known.respondents for word in words(level(label))}
        asked = [word if word.text in kept else self._spelling.mend(word) for word in words(level(text))]
        if not 0 < len(asked) <= _LONGEST:
            return None
        named = self._names.find(asked, known)
        intents = self._intents.weigh(asked, named)
        return Candidates(len(asked), intents, list(self._fits(asked, named, intents.likelihoods)))

    def _fits(self, asked: Sequence[Word], named: Sequence[Mention], intents: Mapping[str, float]) -> Iterable[Fit]:
        """Return the best fit of each reading, among the likely questions."""
        likeliest = max((weight for name, weight in intents.items() if name != examples.NOTHING), default=0.0)
        likely = [
            (one, _ease(one.name, intents))
            for one in self._asked
            if intents.get(one.name, -math.inf) > likeliest + _FAR
        ]
        best: dict[tuple[str, tuple[tuple[str, str], ...]], Fit] = {}
        for parts in parse(asked, named, self._phrasing):
            for fit in self._matcher.fits(parts, likely):
                key = (fit.question, tuple(sorted(fit.parameters.items())))
                if key not in best or best[key].signs.total < fit.signs.total:
                    best[key] = fit
        return best.values()


def _less_sure(understood: Understood) -> Understood:
    """Return the reading of a clause, with less confidence because some text was left out."""
    reading = understood.reading
    if reading is None or reading.confidence * _CLAUSE < UNDERSTOOD:
        return Understood(None, understood.confidence * _CLAUSE, understood.others)
    sure = round(reading.confidence * _CLAUSE, 3)
    return Understood(replace(reading, confidence=sure), sure, understood.others)


def _ease(name: str, weights: Mapping[str, float]) -> float:
    """Return the factor on the weight of unexplained words: 1, or less if the examples are sure of a question."""
    lead = weights[name] - max((weight for other, weight in weights.items() if other != name), default=0.0)
    return 1 - _EASED * min(max(lead, 0.0) / _SURE_LEAD, 1.0)


def _examples(
    saved: Iterable[SavedQuestion], learned: Mapping[str, Sequence[Sequence[examples.Item]]]
) -> dict[str, list[Sequence[examples.Item]]]:
    """Return the examples of each question: its phrasings, and the worked examples under its name.

    Few examples are repeated, so that a new question can compete with those that have many.
    """
    found = {one.name: [*learned.get(one.name, ()), *examples.own(one, alone=one.name not in learned)] for one in saved}
    enough = {name: each * -(-_ENOUGH // len(each)) if each else [] for name, each in found.items()}
    return {**enough, examples.NOTHING: list(learned.get(examples.NOTHING, ()))}
