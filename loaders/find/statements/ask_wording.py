"""Tells whether a sentence asks for something by its words alone.

The wordings are in ``patterns/asks.yaml``, and those of orders in ``patterns/lists.yaml``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.document import AskKind, Force
from loaders.patterns import Pattern, load, remembered

_FEWEST_WORDS = 3
"""Words of a sentence that can ask; shorter orders have patterns of their own."""
QUESTION = "asks.question"
"""The rule of a question that is put to whoever consults."""


@dataclass(frozen=True, slots=True)
class WordedAsk:
    """What the words of an ask show, and the rule that found it."""

    rule: str
    force: Force
    kind: AskKind
    obliges: bool = False
    """Whether it says only that somebody must act, which may be an existing duty rather than an ask."""


@remembered
def worded_ask(words: str, *, asked_before: bool) -> WordedAsk | None:
    """Return what folded words ask for, None if nothing; ``asked_before`` says that the sentence before asks."""
    patterns = load("asks")
    rest = asking_part(words)
    clarity = patterns["clarity"].first(rest)
    found = patterns["asks"].first(rest)
    if found is None and asked_before:
        found = patterns["further_asks"].first(rest)
        clarity = patterns["clarity"].first(rest) if found else clarity
    if clarity:
        return WordedAsk(clarity.id, force_of(found) if found else Force.SHOULD, AskKind.CLARITY_REQUEST)
    acts = _asks_to_act(patterns["asks"].all(rest)) if words.endswith("?") else found
    if acts:
        return WordedAsk(acts.id, force_of(acts), AskKind.RECOMMENDATION, "obliges" in acts.yields)
    return _put_to_owner(rest, asked_before=asked_before and found is None)


def _asks_to_act(found: Iterable[Pattern]) -> Pattern | None:
    """Return the first pattern of a request in the form of a question (*could you please …?*), otherwise None."""
    return next((pattern for pattern in found if pattern.yields.get("asks_to_act") == "yes"), None)


def _put_to_owner(words: str, *, asked_before: bool) -> WordedAsk | None:
    """Return the ask in a question that is put to whoever consults, None if words are no such question."""
    patterns = load("asks")
    if asked_before and (found := patterns["further_questions"].first(words)):
        return WordedAsk(found.id, Force.SHOULD, AskKind.CLARITY_REQUEST)
    if not words.endswith("?") or patterns["rhetorical"].first(words):
        return None
    found = patterns["questions"].first(words)
    return WordedAsk(found.id, Force.SHOULD, AskKind.CLARITY_REQUEST) if found else None


@remembered
def order(words: str, *, sure: bool) -> WordedAsk | None:
    """Return the ask in an imperative, otherwise None; with ``sure``, only if the words can be nothing else."""
    found = load("lists")["imperatives"].first(asking_part(words))
    if found is None or (sure and found.yields.get("sure") != "yes"):
        return None
    return WordedAsk(found.id, Force.SHOULD, kind_of(words))


def brief_order(words: str) -> WordedAsk | None:
    """Return the ask in an order of two words (*Publish them.*), otherwise None."""
    found = load("lists")["brief_orders"].first(words)
    return WordedAsk(found.id, Force.SHOULD, AskKind.RECOMMENDATION) if found else None


def is_long_enough(words: str) -> bool:
    """Tell whether words are enough to be tried on the patterns for sentences."""
    return len(words.split()) >= _FEWEST_WORDS


def is_courtesy(words: str) -> bool:
    """Tell whether folded words contain a courtesy or an aside, which is neither an ask nor a concern."""
    return load("asks")["courtesies"].first(words) is not None


@remembered
def without_courtesies(words: str) -> str:
    """Return folded words without courtesies and asides."""
    return load("asks")["courtesies"].without(words)


@remembered
def asking_part(words: str) -> str:
    """Return folded words without courtesies and other wordings that only resemble asks."""
    return load("asks")["set_aside"].without(without_courtesies(words))


def reports_question(words: str) -> bool:
    """Tell whether words report a question: *one of them asked: "Whom do I ring?"*"""
    return load("asks")["put_as_questions"].first(words) is not None


def kind_of(words: str) -> AskKind:
    """Return whether words that ask want something made clear or something done."""
    clear = load("asks")["clarity"].first(words) is not None
    return AskKind.CLARITY_REQUEST if clear else AskKind.RECOMMENDATION


def force_of(pattern: Pattern) -> Force:
    """Return the force of the asks that a pattern finds, *should* unless it says otherwise."""
    return Force(pattern.yields.get("force", Force.SHOULD))
