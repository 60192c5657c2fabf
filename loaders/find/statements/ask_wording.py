"""Whether the words of one sentence ask for something, wherever it stands.

The wordings are in ``patterns/asks.yaml``, and those of orders in ``patterns/lists.yaml``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.document import AskKind, Force
from loaders.patterns import Pattern, load, remembered

_FEWEST_WORDS = 3
QUESTION = "asks.question"


@dataclass(frozen=True, slots=True)
class WordedAsk:
    rule: str
    force: Force
    kind: AskKind
    obliges: bool = False
    """Whether it only says that somebody has to act, which may be a duty in force."""


@remembered
def worded_ask(words: str, *, asked_before: bool) -> WordedAsk | None:
    """Find the wording of asking in a folded passage."""
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
    """Return the first wording that asks to act in the form of a question: *could you please …?*"""
    return next((pattern for pattern in found if pattern.yields.get("asks_to_act") == "yes"), None)


def _put_to_owner(words: str, *, asked_before: bool) -> WordedAsk | None:
    """Find a question whose answer the respondent misses."""
    patterns = load("asks")
    if asked_before and (found := patterns["further_questions"].first(words)):
        return WordedAsk(found.id, Force.SHOULD, AskKind.CLARITY_REQUEST)
    if not words.endswith("?") or patterns["rhetorical"].first(words):
        return None
    found = patterns["questions"].first(words)
    return WordedAsk(found.id, Force.SHOULD, AskKind.CLARITY_REQUEST) if found else None


@remembered
def order(words: str, *, sure: bool) -> WordedAsk | None:
    found = load("lists")["imperatives"].first(asking_part(words))
    if found is None or (sure and found.yields.get("sure") != "yes"):
        return None
    return WordedAsk(found.id, Force.SHOULD, kind_of(words))


def brief_order(words: str) -> WordedAsk | None:
    """Find an order of two words: *Publish them.*"""
    found = load("lists")["brief_orders"].first(words)
    return WordedAsk(found.id, Force.SHOULD, AskKind.RECOMMENDATION) if found else None


def is_long_enough(words: str) -> bool:
    return len(words.split()) >= _FEWEST_WORDS


def is_courtesy(words: str) -> bool:
    """Tell whether folded words hold a courtesy or an aside, which neither asks nor worries by itself."""
    return load("asks")["courtesies"].first(words) is not None


@remembered
def without_courtesies(words: str) -> str:
    """Return words without courtesies."""
    return load("asks")["courtesies"].without(words)


@remembered
def asking_part(words: str) -> str:
    """Return words without courtesies and what else looks like asking and is not."""
    return load("asks")["set_aside"].without(without_courtesies(words))


def reports_question(words: str) -> bool:
    """Tell whether whoever is quoted is said to ask: *one of them asked: "Whom do I ring?"*."""
    return load("asks")["put_as_questions"].first(words) is not None


def kind_of(words: str) -> AskKind:
    clear = load("asks")["clarity"].first(words) is not None
    return AskKind.CLARITY_REQUEST if clear else AskKind.RECOMMENDATION


def force_of(pattern: Pattern) -> Force:
    return Force(pattern.yields.get("force", Force.SHOULD))
