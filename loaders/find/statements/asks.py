"""Finds asks: what a respondent wants done, changed, kept, avoided or made clear.

Whether words ask is told by ``ask_wording``. This module adds what the place of a passage shows: it may be in a list
under *we recommend:*, in a list with other asks, or in a quotation, or answer a question that seeks suggestions.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from loaders.document import Ask, AskKind, BlockKind, Force
from loaders.find.passages import Passage
from loaders.find.question_wording import asks_opinion, seeks_suggestions
from loaders.find.statements.ask_wording import (
    QUESTION,
    WordedAsk,
    asking_part,
    brief_order,
    force_of,
    is_long_enough,
    kind_of,
    order,
    reports_question,
    without_courtesies,
    worded_ask,
)
from loaders.find.statements.duties import states_duty
from loaders.patterns import Pattern, load

_SHORT_LEAD = 16
"""Words. A sentence no longer than this that introduces a list (*In summary, we recommend:*) is no ask itself."""
_LONGEST_TITLE = 6
"""Words of the title with which a list item may begin."""
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"(?<=[\w)%~][.!?]) (?=[a-z])")
"""The end of a sentence within a folded list item."""
_QUOTES_SENTENCE = re.compile(r"(?:^|[^\w' ] )~")
"""A quotation that stands by itself, and does not continue a sentence as in *her staff "fill in three forms"*."""
_LABELLED = re.compile(r"[^:;.?!]{2,40}: (?=\S)")
"""The label with which a list item may begin: *Staffing: count those who have left.*"""


@dataclass(frozen=True, slots=True)
class _Told:
    """A passage and the ask found in it; ``voiced`` if the ask is in a quotation."""

    passage: Passage
    found: WordedAsk | None
    voiced: bool = False


def asks(passages: Iterable[Passage], question: str | None) -> Iterator[Ask]:
    """Yield the asks in passages that answer a ``question`` (None outside every answer), in order."""
    for is_item, run in groupby(_with_asks(passages), key=lambda told: told.passage.unit.is_item):
        for told in _with_fragments(list(run)) if is_item else run:
            if told.found:
                yield _ask(told.passage, told.found, question, voiced=told.voiced)


def _with_asks(passages: Iterable[Passage]) -> Iterator[_Told]:
    """Yield each passage with the ask that its words or its place make."""
    before = None
    for passage in passages:
        found, voiced = _in_own_voice(passage, before) or _in_later_sentence(passage), False
        if found is None and passage.voiced:
            found, voiced = _in_quotation(passage), True
        before = found
        yield _Told(passage, found, voiced)


def _with_fragments(items: Sequence[_Told]) -> Iterator[_Told]:
    """Yield list items, with those that only name something made asks if another item of the list asks."""
    asking = any(item.found and not item.voiced for item in items)
    for item in items:
        words = item.passage.folded
        is_bare = asking and item.found is None and _is_whole_item(item.passage) and not words.endswith(":")
        if is_bare and (fragment := load("lists")["fragments"].first(words)):
            yield replace(item, found=WordedAsk(fragment.id, Force.SHOULD, kind_of(words)))
        else:
            yield item


def _ask(passage: Passage, found: WordedAsk, question: str | None, *, voiced: bool) -> Ask:
    return Ask(
        span=passage.span,
        question=question,
        rule=found.rule,
        kind=found.kind,
        force=found.force,
        summary_bullet=bool(passage.lead) and bool(load("lists")["summaries"].first(passage.lead)),
        quotation=passage.quotation if voiced else None,
    )


def _in_own_voice(passage: Passage, before: WordedAsk | None) -> WordedAsk | None:
    """Return the ask in the respondent's own words, otherwise None.

    ``before`` is the ask of the passage before. A duty stated after a plain ask is part of what is asked.
    """
    words, asked_before = passage.folded, before is not None
    if not _WORD.search(without_courtesies(words)):
        return None
    if not is_long_enough(words):
        return brief_order(words)
    if words.endswith(":") and len(words.split()) <= _SHORT_LEAD:
        return None
    if asks_opinion(words):
        return None
    found = worded_ask(words, asked_before=asked_before)
    may_be_duty = found and found.kind is AskKind.RECOMMENDATION and (before is None or before.obliges)
    if may_be_duty and states_duty(asking_part(words), "" if before else passage.before):
        found = None
    return found or _by_place(passage, asked_before=asked_before)


def _in_later_sentence(passage: Passage) -> WordedAsk | None:
    """Return the ask in a later sentence of a list item, otherwise None: *Dues are paid in May. Move them to June.*"""
    if not _is_whole_item(passage):
        return None
    each = _SENTENCE_END.split(passage.folded)[1:]
    asking = (
        (worded_ask(words, asked_before=False) or order(words, sure=True))
        if is_long_enough(words)
        else brief_order(words)
        for words in each
    )
    return next((found for found in asking if found), None)


def _in_quotation(passage: Passage) -> WordedAsk | None:
    """Return the ask in the words that a passage quotes, otherwise None."""
    found = worded_ask(passage.voiced, asked_before=False)
    is_question = found is not None and found.rule == QUESTION
    if is_question and load("asks")["of_oneself"].first(passage.voiced) and not reports_question(passage.folded):
        return None
    goes_on = "~" in passage.folded and not _QUOTES_SENTENCE.search(passage.folded)
    return found or (None if goes_on else order(passage.voiced, sure=False))


def _by_place(passage: Passage, *, asked_before: bool) -> WordedAsk | None:
    """Return the ask that a passage makes by its list, its question or its opening with a verb, otherwise None."""
    if found := _by_list(passage):
        return WordedAsk(found.id, force_of(found), kind_of(passage.folded))
    terse = asked_before or passage.unit.is_item or passage.unit.kind is BlockKind.CELL
    return order(passage.folded, sure=not terse) or _after_label(passage)


def _by_list(passage: Passage) -> Pattern | None:
    """Return the pattern that shows a passage to be an ask by its marker, its introduction or its question."""
    lists = load("lists")
    if passage.unit.marker and (label := lists["labels"].first(passage.unit.marker)):
        return label
    opens = passage.lead and not passage.before and not _is_title(passage)
    if opens and (lead := lists["leads"].first(passage.lead)):
        return lead
    names_only = opens and _is_whole_item(passage) and _is_fragment(passage)
    if names_only and (summary := lists["summaries"].first(passage.lead)):
        return summary
    question = seeks_suggestions(passage.asked)
    if question and (_is_mere_noun(passage) or lists["choices"].first(passage.folded)):
        return question
    return lists["infinitives"].first(passage.folded) if passage.unit.is_item else None


def _after_label(passage: Passage) -> WordedAsk | None:
    """Return the ask after the label of a list item, otherwise None."""
    label = _LABELLED.match(passage.folded) if passage.unit.is_item else None
    words = passage.folded[label.end() :] if label else ""
    return (worded_ask(words, asked_before=False) or order(words, sure=False)) if is_long_enough(words) else None


def _is_whole_item(passage: Passage) -> bool:
    return passage.unit.is_item and passage.span == passage.unit.span


def _is_title(passage: Passage) -> bool:
    """Tell whether a passage is the title at the beginning of a list item: *3. Late trains. Most leave on time.*"""
    if passage.span.end == passage.unit.span.end or len(passage.folded.split()) > _LONGEST_TITLE:
        return False
    return _is_fragment(passage) and order(passage.folded, sure=False) is None


def _is_mere_noun(passage: Passage) -> bool:
    """Tell whether a passage is a whole list item without an introduction, and no sentence."""
    ends = passage.folded[-1:] in {".", "!", "?"}
    apart = _is_whole_item(passage) and passage.unit.kind is not BlockKind.QUOTE
    return apart and not passage.lead and (not ends or _is_fragment(passage))


def _is_fragment(passage: Passage) -> bool:
    """Tell whether a passage only names something, without a finite verb."""
    return load("lists")["fragments"].first(passage.folded) is not None
