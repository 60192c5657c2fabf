"""A reviewer's verdict on one statement; ``table`` explains its parts, which are the columns of a table."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loaders.kinds import Kind

PARTS: Final = {kind.value: kind.part for kind in Kind}
"""The part of an extraction that holds the statements of a kind."""
KIND_OF_CLASS: Final = {kind.classes[-1]: kind.value for kind in Kind}
"""The kind of a statement, by the local name of its most specific class."""


class Verdict(StrEnum):
    """What a reviewer decides about a statement."""

    CONFIRM = "confirm"
    REJECT = "reject"
    CHANGE = "change"
    ADD = "add"


STATUS: Final = {Verdict.CONFIRM: "confirmed", Verdict.CHANGE: "corrected", Verdict.ADD: "added"}
"""Id of the review status that a verdict gives; a rejected statement is not in the graph."""
_EARLIEST: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Review:
    """A verdict on a statement of a response."""

    response: str
    kind: str
    quote: str
    verdict: Verdict
    reviewer: str
    start: int | None = None
    end: int | None = None
    addressees: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    note: str = ""
    date: str = ""
    was: str = ""
    account_to: tuple[str, ...] = ()
    account_for: str = ""
    modality: str = ""

    @property
    def subject(self) -> tuple[object, ...]:
        """Who gave the verdict and on what; a later verdict with the same subject replaces it.

        A verdict that adds a statement is never replaced by one on the added statement, which would not exist without
        it.
        """
        is_new = self.verdict is Verdict.ADD
        return self.reviewer, self.response, PARTS[self.kind], PARTS.get(self.was), self.quote, self.start, is_new


def in_order(some: Iterable[Review]) -> tuple[Review, ...]:
    """Return verdicts from the oldest to the latest, without duplicates; those without a date come first."""
    return tuple(sorted(dict.fromkeys(some), key=lambda review: moment(review.date)))


def moment(date: str) -> dt.datetime:
    """Return the moment of an ISO 8601 date, in UTC unless it says otherwise; an empty one is before all others.

    Raises ValueError if it is no date.
    """
    if not date:
        return _EARLIEST
    found = dt.datetime.fromisoformat(date)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def now() -> str:
    """Return the present moment as the date of a verdict."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
