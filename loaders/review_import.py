"""Checking a whole table of verdicts against the responses that they are about, before any verdict is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from loaders.document import Extraction
from loaders.errors import BadInput
from loaders.kinds import kind_of
from loaders.listing import listed
from loaders.plan import Plan
from loaders.reviews.applying import unfit, with_same_words
from loaders.reviews.review import Review, Verdict, in_order
from loaders.reviews.table import Row
from loaders.sources.find import Found, Source
from loaders.standalone import extracted
from sparql.nearness import nearest

Place: TypeAlias = tuple[str, str]
"""A response: the id of its consultation and its own id."""


def checked_verdicts(file: Path, rows: Sequence[Row], found: Found, plan: Plan) -> dict[str, list[Review]]:
    """Return the verdicts in a table by consultation.

    ``found`` are the responses that they may be about. Raises BadInput if any verdict names an unknown response, or
    words that are not in it; the message names the first such line and says what to do.
    """
    sources = {(source.context.consultation, source.response): source for source in found.sources}
    by_id: dict[str, list[Place]] = {}
    for place in sources:
        by_id.setdefault(place[1], []).append(place)
    wrong: dict[int, str] = {}
    there: dict[Place, list[Row]] = {}
    for row in rows:
        places = [place for place in by_id.get(row.review.response, ()) if row.consultation in {"", place[0]}]
        if len(places) == 1:
            there.setdefault(places[0], []).append(row)
        else:
            wrong[row.line] = _unknown_response(row, sources) if not places else _ambiguous_id(places)
    wrong |= _misfits({place: sources[place] for place in there}, there, plan)
    if wrong:
        raise _refused(file, wrong)
    verdicts: dict[str, list[Review]] = {}
    for (consultation, _response), some in there.items():
        verdicts.setdefault(consultation, []).extend(row.review for row in some)
    return verdicts


def _unknown_response(row: Row, places: Collection[Place]) -> str:
    """Return a sentence that says that a row is about an unknown response, and suggests known ones."""
    consultations = list(dict.fromkeys(consultation for consultation, _response in places))
    if row.consultation and row.consultation not in consultations:
        return f"“{row.consultation}” is no consultation here; write one of {listed(consultations)}"
    near = nearest(row.review.response, [name for where, name in places if row.consultation in {"", where}])
    advice = f"nearest: {listed(near)}" if near else "write its id as `whoasks review export` does"
    return f"“{row.review.response}” is no response to {row.consultation or listed(consultations)}; {advice}"


def _ambiguous_id(places: Sequence[Place]) -> str:
    """Return a sentence that says that several responses have the id in a row."""
    consultations = listed([consultation for consultation, _response in places])
    return f"responses to {consultations} have this id; say which is meant in a column `consultation`"


def _misfits(sources: Mapping[Place, Source], rows: Mapping[Place, Sequence[Row]], plan: Plan) -> dict[int, str]:
    """Return a sentence for each verdict that applies to nothing in its response, by line."""
    wrong: dict[int, str] = {}
    bare = [replace(source, reviews=()) for source in sources.values()]
    for source, extraction in extracted(bare, plan, jobs=plan.jobs):
        place = source.context.consultation, source.response
        verdicts = in_order([*sources[place].reviews, *(row.review for row in rows[place])])
        lost = unfit(extraction, verdicts)
        wrong |= {row.line: _misfit(extraction, row.review) for row in rows[place] if row.review in lost}
    return wrong


def _misfit(extraction: Extraction, review: Review) -> str:
    """Return a sentence that says why a verdict applies to nothing, and what to write instead."""
    if review.verdict is Verdict.ADD:
        return f"the words to add stand nowhere in {review.response}; copy them from its text"
    others = [kind_of(one) for one in with_same_words(extraction, review)]
    kind = review.was or review.kind
    if not others:
        advice = "copy its quote from `whoasks review export`, or `add` one that was missed"
        return f"{review.response} holds no {kind} of these words; {advice}"
    is_move = review.verdict is Verdict.CHANGE and not review.was
    advice = f"to make it a {kind}, write {others[0]} under `was`" if is_move else f"write {others[0]} under `kind`"
    return f"these words of {review.response} are no {kind} but a {others[0]}; {advice}"


def _refused(file: Path, wrong: Mapping[int, str]) -> BadInput:
    first, *others = sorted(wrong)
    more = f"; not right either: line {listed(others)}" if others else ""
    return BadInput(file, f"{wrong[first]}{more}; nothing was kept", line=first)
