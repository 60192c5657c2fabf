"""The error that ends a request or a command.

Mistake
 └─ Problem
"""

from collections.abc import Mapping
from typing import Self

from ontology.mistakes import Mistake


class Problem(Mistake):
    """An error that a client is told of, as ``application/problem+json`` (RFC 9457).

    ``detail`` says in one sentence what is wrong and what to do. ``extra`` are further members of the problem, such as
    ``line``, ``column``, ``parameter`` and ``nearest``.
    """

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **extra: object) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra

    def listed_at(self, listing: str) -> Self:
        """Add a link to the list of everything there is, by the name of the list; do nothing if that is empty."""
        if listing:
            self.extra["list"] = f"/{listing}"
        return self
