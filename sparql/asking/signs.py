"""The signs for and against a reading, each with an amount, and their weights.

The log-probability of a reading, beside the other readings of its sentence, is the sum of the amounts of its signs
times their weights: a log-linear model (Berger, Della Pietra and Della Pietra 1996). The weights are fitted.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """The signs of a reading. The amount of a sign is the number of times it occurs, unless another one is given."""

    MISSING = "a word of the phrasing is missing"
    MISSING_WEIGHT = "what a missing word weighs"
    """A logarithm, of the weights of ``phrasing.yaml``; so is the next."""
    SURPLUS_WEIGHT = "what a word too many weighs"
    SURPLUS = "a word too many of asking"
    WORDLESS = "no word of the phrasing is there"
    OTHER_WORD = "another word of the same group"
    OTHER_ORDER = "the words stand in another order"
    """The share of the phrasing that does."""
    OTHER_ASKING = "about who in place of what, or the other way round"
    OUTSIDE = "a parameter that the phrasing does not mention"
    OUTSIDE_ALL = "a parameter where the phrasing mentions none"
    BEYOND = "a word for what the data do not hold"
    UNKNOWN = "an unknown word"
    UNKNOWN_NAME = "an unknown word that is written as a name, or a number"
    UNKNOWN_THING = "an unknown word where a question names a thing, and a parameter that could have meant it is free"
    UNKNOWN_VERB = "an unknown word that looks like the form of a verb"
    UNKNOWN_ADVERB = "an unknown word that looks like an adverb"
    USUAL = "an unknown word that questions often have"
    SPEAKING = "a word that speaks of the topic taken"
    SPEAKING_NAME = "a body that no parameter takes, whose name speaks of the topic taken"
    SPEAKING_NAME_FREE = "the same where a parameter could take it"
    UNUSED = "a name that no parameter takes"
    UNUSED_TOPIC = "a topic that no parameter can take, where none is taken"
    UNUSED_FREE = "a name that no parameter takes, though one could"
    EXPLAINING = "an unused topic beside the number of a question, of which it may be the subject"
    PLAIN_WORD = "a name taken for a word of asking"
    TWICE = "a body whose name alone speaks of the topic"
    DOUBTFUL = "doubtful words"
    """A logarithm: of how sure it is that they were cut and spelt right."""
    BODY = "how surely bodies are named"
    """A logarithm, as for topics and other things."""
    TOPIC = "how surely topics are named"
    CUE = "how surely topics are named by cues"
    EVIDENCE = "how surely topics are spoken of"
    WITHIN_TOPIC = "bodies named within the name of a topic"
    WITHIN_EVIDENCE = "bodies named within words that speak of a topic"
    OTHER_NAME = "how surely other things are named"
    BORNE_OUT = "words that show the part of a body"
    NO_ROLE = "a thing whose part no word shows"
    NO_ROLE_OF_TWO = "a body whose part no word shows, of two or where bodies are asked"
    EQUAL_ROLES = "words that show two parts alike"
    OTHER_ROLE = "words that show another part"
    UNUSUAL_ROLE = "a part that such a body seldom plays"
    RARE_ASKER = "a body that seldom asks is taken to ask"
    GROUP_ASKS = "a group is taken to ask"
    CUE_ALONE = "a topic of which a body's name alone is a sign"
    RUNS_ON = "two bodies side by side, which may be one"
    INTENT = "how much less likely than the likeliest question the examples make this one"
    """A logarithm; so are the next two."""
    ANSWERABLE = "how much likelier the examples make this question than none"
    LEAD = "how much likelier the examples make this question than the next"
    MARGIN = "how far this question lies behind the first by its margin"
    MARGIN_ANSWERABLE = "how far none lies behind this question by its margin"
    MARGIN_LEAD = "how far the next question lies behind this by its margin"
    PARAMETERS = "parameters taken"
    READ = "any reading at all"


@dataclass(frozen=True, slots=True)
class Signs:
    """Some signs with their amounts, and their weighted total."""

    total: float = 0.0
    """The sum of the amounts times their weights."""
    amounts: tuple[tuple[str, float], ...] = ()

    def __add__(self, other: "Signs") -> "Signs":
        return Signs(self.total + other.total, self.amounts + other.amounts) if other.amounts else self

    def times(self, number: float) -> "Signs":
        """Return the signs with amounts multiplied by a number."""
        if number == 1:
            return self
        if not number:
            return NONE
        return Signs(self.total * number, tuple((name, amount * number) for name, amount in self.amounts))

    def by_name(self) -> Mapping[str, float]:
        """Return the total amount of each sign."""
        amounts: dict[str, float] = defaultdict(float)
        for name, amount in self.amounts:
            amounts[name] += amount
        return amounts


NONE = Signs()


class Scales:
    """Weighs signs by some weights."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def weigh(self, name: str, amount: float = 1.0) -> Signs:
        """Return a sign with an amount; one without a weight counts nothing."""
        return Signs(self._weights.get(name, 0.0) * amount, ((name, amount),)) if amount else NONE

    def weigh_log(self, name: str, share: float) -> Signs:
        """Return a sign whose amount is the logarithm of a share from 0 to 1, such as how sure a name is."""
        return self.weigh(name, math.log(share))

    def again(self, signs: Signs) -> Signs:
        """Return signs that were weighed by other weights, weighed by these."""
        return together(self.weigh(name, amount) for name, amount in signs.amounts)


def together(signs: Iterable[Signs]) -> Signs:
    """Return the sum of signs."""
    return sum(signs, NONE)
