"""Concerns: worries, risks, gaps, objections and doubts, from their wording (``patterns/concerns.yaml``).

Each sentence is weighed. A wording of concern weighs most, a wording of criticism less, other signs little; where the
sentence stands counts too, for whoever criticises goes on to say why, in sentences that hardly show it by themselves.
"""

from collections.abc import Collection, Iterator, Sequence

from loaders.document import Answer, Concern, Span
from loaders.find.passages import Passage
from loaders.find.statements.ask_wording import is_courtesy
from loaders.patterns import load, remembered

_FEWEST_WORDS = 3
_BRIEFEST = 2
"""Words of the briefest objection: *We disagree.*"""
_OBJECTION = "concerns.objection"
_SIGNS = "concerns.signs"
"""The rule of a concern that no single wording tells, but several weaker signs together."""
_WORDED, _CRITICAL = 7, 4
"""Weight of a wording of concern, and of a wording of criticism, which may be of something else."""
_ENOUGH = 3
"""Weight of a sentence that states a concern."""
_BETWEEN = 2
"""Weight of standing between two others of the same paragraph."""
_ASKED = -4
"""Weight of asking: to ask for something is no concern by itself."""
_SHORT, _SHORT_WORDS = -1, 6
"""Weight of a sentence of fewer words."""
_LONG_STANCE = 10
"""Words of a sentence that both takes a stance and says why."""
_STANCES = {"disagree": 2, "fully-agree": -3}
"""Weight of the stance of the answer.

These weights, and those of the signs, are small whole numbers that a search over the annotated documents settled on.
"""


def concerns(passages: Sequence[Passage], asked: Collection[Span], answer: Answer | None = None) -> Iterator[Concern]:
    """Yield the concerns among the passages of an answer, or outside every answer, in order; ``asked`` are the asks.

    To disagree where the answer takes its stance is no concern.
    """
    for number, passage in enumerate(passages):
        rule = _wording(passage.folded, "concerns") or _wording(passage.voiced, "concerns") or _in_list(passage)
        weight = max((_weight_of_signs(words) for words in (passage.folded, passage.voiced) if words), default=0)
        weight += _WORDED if rule else 0
        weight += _ASKED if passage.span in asked else 0
        weight += _BETWEEN if _is_between(passages, number) else 0
        weight += _SHORT if weight < _ENOUGH and len(passage.folded.split()) < _SHORT_WORDS else 0
        weight += _STANCES.get(answer.stance, 0) if answer else 0
        is_stance = answer is not None and passage.span == answer.stance_span and _only_takes_it(passage, rule)
        is_aside = rule is None and _is_aside(passage.folded)
        if weight >= _ENOUGH and not is_stance and not is_aside:
            rule = rule or _wording(passage.folded, "criticisms") or _wording(passage.voiced, "criticisms") or _SIGNS
            yield Concern(span=passage.span, question=answer.question if answer else None, rule=rule)


def _only_takes_it(passage: Passage, rule: str | None) -> bool:
    """Tell whether a sentence that takes the stance of its answer gives no reason for it."""
    return rule in {_OBJECTION, None} or len(passage.folded.split()) < _LONG_STANCE


def _is_between(passages: Sequence[Passage], number: int) -> bool:
    """Tell whether a passage stands between two others of its paragraph."""
    if not 0 < number < len(passages) - 1:
        return False
    return passages[number - 1].unit == passages[number].unit == passages[number + 1].unit


@remembered
def _worrying_part(words: str) -> str:
    """Return words without what tells of no concern."""
    patterns = load("concerns")
    return patterns["set_aside"].without(patterns["denials"].without(words))


@remembered
def _is_aside(words: str) -> bool:
    """Tell whether words deny a worry or are a courtesy, and criticise nothing beside it."""
    denied = load("concerns")["denials"].first(words) is not None
    return (denied or is_courtesy(words)) and _wording(words, "criticisms") is None


@remembered
def _wording(words: str, kind: str) -> str | None:
    """Return the first wording of a kind, ``concerns`` or ``criticisms``, that words hold."""
    if len(words.split()) < (_BRIEFEST if kind == "concerns" else _FEWEST_WORDS):
        return None
    found = load("concerns")[kind].first(_worrying_part(words))
    return found.id if found else None


@remembered
def _weight_of_signs(words: str) -> int:
    """Return how much the signs in a sentence weigh together; one that counts ``each`` time is added as often."""
    if len(words.split()) < _FEWEST_WORDS:
        return 0
    rest = _worrying_part(words)
    return (_CRITICAL if _wording(words, "criticisms") else 0) + sum(
        int(sign.yields["weight"]) * (len(set(sign.find.findall(rest))) if "each" in sign.yields else 1)
        for sign in load("concerns")["signs"].all(rest)
    )


def _in_list(passage: Passage) -> str | None:
    """Find a concern by the list in which it stands ("We are concerned that:")."""
    if not passage.lead or len(passage.folded.split()) < _FEWEST_WORDS or load("lists")["leads"].first(passage.lead):
        return None
    found = load("lists")["worries"].first(passage.lead) or load("concerns")["leads"].first(passage.lead)
    return found.id if found else None
