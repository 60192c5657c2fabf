"""Errors as problems: one class for all that a request, or a command, can end in.

Mistake
 └─ Problem
"""

from collections.abc import Mapping
from typing import Self

from ontology.mistakes import Mistake


class Problem(Mistake):
    """A request that ends in an error; the handler turns it into ``application/problem+json``.

    ``detail`` is one sentence that says what is wrong and what to do. ``extra`` are further members,
    e.g. ``line``, ``column``, ``parameter``, ``nearest``.
    """

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **extra: object) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra

    def listed_at(self, listing: str) -> Self:
        """Say also where all that there is stands, by the name of a listing; nothing where that is empty."""
        if listing:
            self.extra["list"] = f"/{listing}"
        return self
