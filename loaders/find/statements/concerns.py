"""Finds concerns: worries, risks, gaps, objections and doubts.

Each sentence is given a weight. The wording of a concern counts most, criticism less and other signs little (all in
``patterns/concerns.yaml``). Its place counts too, since the reasons for a criticism often do not sound critical.
"""

from collections.abc import Collection, Iterator, Sequence

from loaders.document import Answer, Concern, Span
from loaders.find.passages import Passage
from loaders.find.statements.ask_wording import is_courtesy
from loaders.patterns import load, remembered

_FEWEST_WORDS = 3
"""Words of a sentence that can be a concern by criticism, signs or its list."""
_BRIEFEST = 2
"""Words of a sentence that can be worded as a concern: *We disagree.*"""
_OBJECTION = "concerns.objection"
_SIGNS = "concerns.signs"
"""The rule of a concern that only several weaker signs together show."""
_WORDED, _CRITICAL = 7, 4
"""Weight of the wording of a concern, and of criticism, which may be of something else."""
_ENOUGH = 3
"""Weight from which a sentence is a concern."""
_BETWEEN = 2
"""Weight of being between two other passages of the same paragraph."""
_ASKED = -4
"""Weight of being an ask, which is no concern by itself."""
_SHORT, _SHORT_WORDS = -1, 6
"""Weight of being a sentence of fewer words."""
_LONG_STANCE = 10
"""Words of a sentence that can take a stance and give a reason too."""
_STANCES = {"disagree": 2, "fully-agree": -3}
"""Weight of the stance of the answer.

These weights and those of the signs are small whole numbers, fitted by a search over the annotated documents.
"""


def concerns(passages: Sequence[Passage], asked: Collection[Span], answer: Answer | None = None) -> Iterator[Concern]:
    """Yield the concerns in the passages of an answer, or outside every answer, in order.

    ``asked`` are the spans of asks. A sentence that only takes the stance of the answer is no concern.
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
    """Tell whether a sentence that takes the stance of its answer gives no reason."""
    return rule in {_OBJECTION, None} or len(passage.folded.split()) < _LONG_STANCE


def _is_between(passages: Sequence[Passage], number: int) -> bool:
    """Tell whether a passage is between two others of its paragraph."""
    if not 0 < number < len(passages) - 1:
        return False
    return passages[number - 1].unit == passages[number].unit == passages[number + 1].unit


@remembered
def _worrying_part(words: str) -> str:
    """Return folded words without denials and other wordings that only resemble concerns."""
    patterns = load("concerns")
    return patterns["set_aside"].without(patterns["denials"].without(words))


@remembered
def _is_aside(words: str) -> bool:
    """Tell whether words deny a concern or are a courtesy, and do not criticise as well."""
    denied = load("concerns")["denials"].first(words) is not None
    return (denied or is_courtesy(words)) and _wording(words, "criticisms") is None


@remembered
def _wording(words: str, kind: str) -> str | None:
    """Return the id of the first pattern of ``concerns`` or ``criticisms`` that words match, otherwise None."""
    if len(words.split()) < (_BRIEFEST if kind == "concerns" else _FEWEST_WORDS):
        return None
    found = load("concerns")[kind].first(_worrying_part(words))
    return found.id if found else None


@remembered
def _weight_of_signs(words: str) -> int:
    """Return the weight of criticism and of all signs in a sentence."""
    if len(words.split()) < _FEWEST_WORDS:
        return 0
    criticism = _CRITICAL if _wording(words, "criticisms") else 0
    return criticism + load("concerns")["signs"].weight(_worrying_part(words))


def _in_list(passage: Passage) -> str | None:
    """Return the rule of a concern that the introduction of a list shows (*We are concerned that:*), otherwise None."""
    if not passage.lead or len(passage.folded.split()) < _FEWEST_WORDS or load("lists")["leads"].first(passage.lead):
        return None
    found = load("lists")["worries"].first(passage.lead) or load("concerns")["leads"].first(passage.lead)
    return found.id if found else None
