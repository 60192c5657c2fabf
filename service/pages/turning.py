"""Paging through a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
SIZE = 50
"""Entries on one page."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The part of a list that is shown; pages are numbered from 1."""

    page: int
    total: int
    size: int = SIZE

    @property
    def before(self) -> int | None:
        """The page before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """The page after this one."""
        return self.page + 1 if self.page * self.size < self.total else None

    @property
    def first(self) -> int:
        """Number of the first entry shown."""
        return min((self.page - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last entry shown."""
        return min(self.page * self.size, self.total)


def turned(entries: Sequence[T], page: int, size: int = SIZE) -> tuple[Sequence[T], Turn]:
    """Return a page of a list; a page beyond the end is the last one."""
    last = max(1, -(-len(entries) // size))
    turn = Turn(min(max(page, 1), last), len(entries), size)
    return entries[(turn.page - 1) * size : turn.page * size], turn
