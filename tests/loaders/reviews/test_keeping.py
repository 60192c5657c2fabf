"""Keeping verdicts: many at once, the latest of a reviewer in place of the one before, nothing lost."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from loaders.document import Ask, AskKind, Concern, Context, Document, Extraction, Span
from loaders.reviews.applying import applied
from loaders.reviews.keeping import keep, reviews_in
from loaders.reviews.review import Review, Verdict, in_order
from ontology import BUNDLED
from ontology.lexicon import Lexicon

TEXT = "We ask for more. We fear less."
FEAR = Review("bma", "concern", "We fear less.", Verdict.CONFIRM, "Ann", start=17, end=30, date="2026-01-01")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(BUNDLED)


def extraction() -> Extraction:
    ask = Ask(span=Span(0, 16), question=None, rule="x", kind=AskKind.RECOMMENDATION, topics=("other",))
    concern = Concern(span=Span(17, 30), question=None, rule="x", topics=("transparency",))
    return Extraction(document=Document("a.txt", TEXT, (), ""), context=Context(), asks=[ask], concerns=[concern])


def _keep_some(folder: Path, name: str) -> None:
    lexicon = Lexicon.load(BUNDLED)
    for number in range(10):
        keep(folder, [replace(FEAR, reviewer=name, start=number)], lexicon)


def test_processes_that_keep_verdicts_at_once_lose_none(tmp_path: Path, lexicon: Lexicon) -> None:
    names = ["Ann", "Ann", "Bea", "A. N. N."]
    with ProcessPoolExecutor(len(names)) as pool:
        list(pool.map(_keep_some, [tmp_path] * len(names), names))
    kept = {(review.reviewer, review.start) for review in reviews_in(tmp_path, lexicon)}
    assert kept == {(name, number) for name in names for number in range(10)}


def test_a_new_verdict_replaces_the_reviewers_own_and_nobody_elses(tmp_path: Path, lexicon: Lexicon) -> None:
    first = [FEAR, replace(FEAR, reviewer="Bea"), replace(FEAR, kind="recommendation", note='a, "b"\nc')]
    keep(tmp_path, first, lexicon)
    keep(tmp_path, [replace(FEAR, verdict=Verdict.REJECT)], lexicon)
    assert reviews_in(tmp_path, lexicon) == [first[2], replace(FEAR, verdict=Verdict.REJECT), first[1]]


def test_what_a_reviewer_says_of_an_addition_of_their_own_does_not_undo_it(tmp_path: Path, lexicon: Lexicon) -> None:
    added = replace(FEAR, quote="We ask for more.", start=0, end=16, verdict=Verdict.ADD)
    changed = replace(added, verdict=Verdict.CHANGE, topics=("transparency",), date="2026-02-01")
    for verdict in (added, changed):
        keep(tmp_path, [verdict], lexicon)
    after, _ = applied(extraction(), in_order(reviews_in(tmp_path, lexicon)))
    assert [one.topics for one in after.concerns] == [("transparency",), ("transparency",)]
    keep(tmp_path, [replace(changed, verdict=Verdict.REJECT, date="2026-03-01")], lexicon)
    after, _ = applied(extraction(), in_order(reviews_in(tmp_path, lexicon)))
    assert ([one.span for one in after.concerns], after.notes) == ([Span(17, 30)], ())


def test_the_latest_is_told_by_the_moment_and_not_by_how_it_is_written() -> None:
    dates = ["", "2026-01-01", "2026-01-02T01:00:00+02:00", "2026-01-01T23:30:00Z", "2026-01-02 00:00:00"]
    assert [one.date for one in in_order(replace(FEAR, date=date) for date in reversed(dates))] == dates


@pytest.mark.parametrize("reviewer", ["Ann", "Zoe"])
def test_of_several_verdicts_the_latest_holds_whoever_gave_it(reviewer: str) -> None:
    later = replace(FEAR, reviewer=reviewer, verdict=Verdict.REJECT, date="2026-01-02T10:00:00Z")
    assert applied(extraction(), in_order([later, FEAR]))[0].concerns == ()
    again = replace(FEAR, verdict=Verdict.ADD, date="2026-01-03")
    after, marks = applied(extraction(), in_order([again, later]))
    assert [marks[type(one), one.span].verdict for one in after.concerns] == [Verdict.ADD]


def test_a_later_verdict_overrules_a_rejection_and_finds_what_was_corrected_before_it() -> None:
    corrected = replace(FEAR, verdict=Verdict.CHANGE, topics=("funding",))
    rejected = replace(FEAR, reviewer="Cat", verdict=Verdict.REJECT, date="2026-02-01")
    confirmed = replace(FEAR, reviewer="Bob", date="2026-05-01")
    after, marks = applied(extraction(), in_order([confirmed, rejected, corrected]))
    assert [(one.topics, marks[Concern, one.span]) for one in after.concerns] == [(("funding",), confirmed)]
    assert after.notes == ()
    assert applied(extraction(), in_order([confirmed, replace(rejected, date="2026-06-01")]))[0].concerns == ()


def test_what_is_said_of_one_of_two_like_statements_brings_back_that_one() -> None:
    document = Document("a.txt", "We fear less. We fear less.", (), "")
    concerns = [Concern(span=Span(start, start + 13), question=None, rule="x") for start in (0, 14)]
    both = Extraction(document=document, context=Context(), concerns=concerns)
    rejected = replace(FEAR, verdict=Verdict.REJECT, start=None, end=None)
    confirmed = replace(FEAR, reviewer="Bob", start=14, end=27, date="2026-05-01")
    assert [one.span for one in applied(both, [rejected])[0].concerns] == []
    assert [one.span for one in applied(both, [rejected, confirmed])[0].concerns] == [Span(14, 27)]


def test_a_change_may_make_a_statement_one_of_another_class_and_back() -> None:
    change = replace(FEAR, verdict=Verdict.CHANGE, kind="recommendation", was="concern", addressees=("cqc",))
    after, marks = applied(extraction(), [change])
    assert not after.concerns
    (ask,) = (one for one in after.asks if one.span == Span(17, 30))
    assert (ask.addressees, ask.topics, marks[Ask, ask.span]) == (("cqc",), ("transparency",), change)
    back = replace(change, kind="concern", was="recommendation", addressees=())
    after, _ = applied(extraction(), [change, back])
    assert (len(after.asks), [one.topics for one in after.concerns]) == (1, [("transparency",)])


def test_an_ask_no_longer_repeats_one_that_was_rejected() -> None:
    whole = extraction()
    bullet = replace(whole.asks[0], span=Span(17, 30), summary_bullet=True, restates=Span(0, 16))
    reject = replace(FEAR, kind="recommendation", quote="We ask for more.", start=0, end=16, verdict=Verdict.REJECT)
    after, _ = applied(replace(whole, asks=[*whole.asks, bullet]), [reject])
    assert [ask.restates for ask in after.asks] == [None]
