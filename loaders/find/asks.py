"""Asks: what a respondent wants done, changed, kept, avoided or made clear, from the wording of asking.

The wording is data (``patterns/asks.yaml``); what stands here is the order in which it is tried, and what the place of
a passage adds: a list under "we recommend:" or of items that ask, a question put to the owner, a quotation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from loaders.document import Ask, AskKind, BlockKind, Force
from loaders.find.duties import tells_duty
from loaders.find.passages import Passage
from loaders.find.wording import asks_opinion, seeks_suggestions
from loaders.patterns import Pattern, load, remembered

_SHORT_LEAD = 16
"""Words; a shorter introduction ("In summary, we recommend:") asks for nothing by itself."""
_FEWEST_WORDS = 3
_LONGEST_TITLE = 6
_QUESTION = "asks.question"
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"(?<=[\w)%~][.!?]) (?=[a-z])")
"""In folded words, behind which another sentence of the same item may stand."""


_QUOTES_SENTENCE = re.compile(r"(?:^|[^\w' ] )~")
"""Where quoted words do not go on with the sentence in which they stand, as in *her staff "fill in three forms"*."""
_LABELLED = re.compile(r"[^:;.?!]{2,40}: (?=\S)")
"""What an item may open with: *Staffing: count those who have left.*"""


@dataclass(frozen=True, slots=True)
class _Found:
    rule: str
    force: Force
    kind: AskKind
    obliges: bool = False
    """Whether it only says that somebody has to act, which may be a duty in force."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A passage and what was found in it, ``voiced`` where that stands in a quotation."""

    passage: Passage
    found: _Found | None
    voiced: bool = False


def asks(passages: Iterable[Passage], question: str | None) -> Iterator[Ask]:
    """Yield the asks among passages, in order."""
    for is_item, run in groupby(_each(passages), key=lambda told: told.passage.unit.is_item):
        for told in _with_fragments(list(run)) if is_item else run:
            if told.found:
                yield _ask(told.passage, told.found, question, voiced=told.voiced)


def is_courtesy(words: str) -> bool:
    """Tell whether folded words hold a courtesy or an aside, which neither asks nor worries by itself."""
    return load("asks")["courtesies"].first(words) is not None


def _each(passages: Iterable[Passage]) -> Iterator[_Told]:
    before = None
    for passage in passages:
        found, voiced = _in_own_voice(passage, before) or _further_on(passage), False
        if found is None and passage.voiced:
            found, voiced = _voiced(passage), True
        before = found
        yield _Told(passage, found, voiced)


def _with_fragments(items: Sequence[_Told]) -> Iterator[_Told]:
    """Take an item that only names something for an ask where another item of the list asks."""
    asking = any(item.found and not item.voiced for item in items)
    for item in items:
        words = item.passage.folded
        is_bare = asking and item.found is None and _is_whole_item(item.passage) and not words.endswith(":")
        if is_bare and (fragment := load("lists")["fragments"].first(words)):
            yield replace(item, found=_Found(fragment.id, Force.SHOULD, _kind(words)))
        else:
            yield item


def _ask(passage: Passage, found: _Found, question: str | None, *, voiced: bool) -> Ask:
    return Ask(
        span=passage.span,
        question=question,
        rule=found.rule,
        kind=found.kind,
        force=found.force,
        summary_bullet=bool(passage.lead) and bool(load("lists")["summaries"].first(passage.lead)),
        quotation=passage.quotation if voiced else None,
    )


def _in_own_voice(passage: Passage, before: _Found | None) -> _Found | None:
    """Find an ask; ``before`` is what the passage before asks for, which a duty named next belongs to."""
    words, asked_before = passage.folded, before is not None
    if not _WORD.search(_uncourteous(words)):
        return None
    if not _is_long(words):
        return _brief(words)
    if words.endswith(":") and len(words.split()) <= _SHORT_LEAD:
        return None
    if asks_opinion(words):
        return None
    found = _worded(words, asked_before=asked_before)
    may_be_duty = found and found.kind is AskKind.RECOMMENDATION and (before is None or before.obliges)
    if may_be_duty and tells_duty(_rest(words), "" if before else passage.before):
        found = None
    return found or _listed(passage, asked_before=asked_before)


def _further_on(passage: Passage) -> _Found | None:
    """Find the ask of an item of several sentences in one of them: *Dues are paid in May. Move them to June.*"""
    if not _is_whole_item(passage):
        return None
    each = _SENTENCE_END.split(passage.folded)[1:]
    asking = (
        (_worded(words, asked_before=False) or _imperative(words, sure=True)) if _is_long(words) else _brief(words)
        for words in each
    )
    return next((found for found in asking if found), None)


def _voiced(passage: Passage) -> _Found | None:
    found = _worded(passage.voiced, asked_before=False)
    is_question = found is not None and found.rule == _QUESTION
    if is_question and load("asks")["of_oneself"].first(passage.voiced) and not _put_as_question(passage.folded):
        return None
    goes_on = "~" in passage.folded and not _QUOTES_SENTENCE.search(passage.folded)
    return found or (None if goes_on else _imperative(passage.voiced, sure=False))


@remembered
def _uncourteous(words: str) -> str:
    """Return words without courtesies."""
    return load("asks")["courtesies"].without(words)


@remembered
def _rest(words: str) -> str:
    """Return words without courtesies and what else looks like asking and is not."""
    return load("asks")["set_aside"].without(_uncourteous(words))


def _put_as_question(words: str) -> bool:
    """Tell whether whoever is quoted is said to ask: *one of them asked: "Whom do I ring?"*."""
    return load("asks")["put_as_questions"].first(words) is not None


@remembered
def _worded(words: str, *, asked_before: bool) -> _Found | None:
    """Find the wording of asking in a folded passage."""
    patterns = load("asks")
    rest = _rest(words)
    clarity = patterns["clarity"].first(rest)
    found = patterns["asks"].first(rest)
    if found is None and asked_before:
        found = patterns["further_asks"].first(rest)
        clarity = patterns["clarity"].first(rest) if found else clarity
    if clarity:
        return _Found(clarity.id, _force(found) if found else Force.SHOULD, AskKind.CLARITY_REQUEST)
    acts = _that_act(patterns["asks"].all(rest)) if words.endswith("?") else found
    if acts:
        return _Found(acts.id, _force(acts), AskKind.RECOMMENDATION, "obliges" in acts.yields)
    return _put_to_owner(rest, asked_before=asked_before and found is None)


def _that_act(found: Iterable[Pattern]) -> Pattern | None:
    """Return the first wording that asks to act in the form of a question: *could you please …?*"""
    return next((pattern for pattern in found if pattern.yields.get("asks_to_act") == "yes"), None)


def _put_to_owner(words: str, *, asked_before: bool) -> _Found | None:
    """Find a question whose answer the respondent misses."""
    patterns = load("asks")
    if asked_before and (found := patterns["further_questions"].first(words)):
        return _Found(found.id, Force.SHOULD, AskKind.CLARITY_REQUEST)
    if not words.endswith("?") or patterns["rhetorical"].first(words):
        return None
    found = patterns["questions"].first(words)
    return _Found(found.id, Force.SHOULD, AskKind.CLARITY_REQUEST) if found else None


def _listed(passage: Passage, *, asked_before: bool) -> _Found | None:
    """Find an ask by the list in which it stands, or by its opening with a verb."""
    if passage.unit.marker and (label := load("lists")["labels"].first(passage.unit.marker)):
        return _Found(label.id, Force.SHOULD, _kind(passage.folded))
    opens = passage.lead and not passage.before and not _is_title(passage)
    if opens and (lead := load("lists")["leads"].first(passage.lead)):
        return _Found(lead.id, _force(lead), _kind(passage.folded))
    names_only = opens and _is_whole_item(passage) and _is_fragment(passage)
    if names_only and (summary := load("lists")["summaries"].first(passage.lead)):
        return _Found(summary.id, Force.SHOULD, _kind(passage.folded))
    question = seeks_suggestions(passage.asked)
    if question and (_is_mere_noun(passage) or load("lists")["choices"].first(passage.folded)):
        return _Found(question.id, Force.SHOULD, _kind(passage.folded))
    if passage.unit.is_item and (found := load("lists")["infinitives"].first(passage.folded)):
        return _Found(found.id, Force.SHOULD, _kind(passage.folded))
    terse = asked_before or passage.unit.is_item or passage.unit.kind is BlockKind.CELL
    return _imperative(passage.folded, sure=not terse) or _behind_label(passage)


def _behind_label(passage: Passage) -> _Found | None:
    """Find an order behind the label of an item, or a wording that opens a sentence."""
    label = _LABELLED.match(passage.folded) if passage.unit.is_item else None
    words = passage.folded[label.end() :] if label else ""
    return (_worded(words, asked_before=False) or _imperative(words, sure=False)) if _is_long(words) else None


def _is_long(words: str) -> bool:
    return len(words.split()) >= _FEWEST_WORDS


def _brief(words: str) -> _Found | None:
    """Find an order of two words: *Publish them.*"""
    found = load("lists")["brief_orders"].first(words)
    return _Found(found.id, Force.SHOULD, AskKind.RECOMMENDATION) if found else None


def _is_whole_item(passage: Passage) -> bool:
    return passage.unit.is_item and passage.span == passage.unit.span


def _is_title(passage: Passage) -> bool:
    """Tell whether an item opens with a title of its own, as in *3. Late trains. Most leave on time.*"""
    if passage.span.end == passage.unit.span.end or len(passage.folded.split()) > _LONGEST_TITLE:
        return False
    return _is_fragment(passage) and _imperative(passage.folded, sure=False) is None


def _is_mere_noun(passage: Passage) -> bool:
    """Tell whether a passage is a whole item of a list that nothing introduces, and is no sentence."""
    ends = passage.folded[-1:] in {".", "!", "?"}
    apart = _is_whole_item(passage) and passage.unit.kind is not BlockKind.QUOTE
    return apart and not passage.lead and (not ends or _is_fragment(passage))


def _is_fragment(passage: Passage) -> bool:
    return load("lists")["fragments"].first(passage.folded) is not None


@remembered
def _imperative(words: str, *, sure: bool) -> _Found | None:
    found = load("lists")["imperatives"].first(_rest(words))
    if found is None or (sure and found.yields.get("sure") != "yes"):
        return None
    return _Found(found.id, Force.SHOULD, _kind(words))


def _kind(words: str) -> AskKind:
    clear = load("asks")["clarity"].first(words) is not None
    return AskKind.CLARITY_REQUEST if clear else AskKind.RECOMMENDATION


def _force(pattern: Pattern) -> Force:
    return Force(pattern.yields.get("force", Force.SHOULD))
