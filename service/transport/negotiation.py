"""Content negotiation: which of several media types a client prefers (RFC 9110, section 12.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

from fastapi import Query, Request

from service.errors import Problem
from service.workers.coding import CODINGS


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of an ``Accept`` header, in lower case."""

    kind: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return how specifically this matches the media type, from 0, not at all, to 3, exactly."""
        kind, _, subtype = media_type.partition("/")
        if self.kind == "*" and self.subtype == "*":
            return 1
        if self.kind != kind:
            return 0
        if self.subtype == "*":
            return 2
        return 3 if self.subtype == subtype else 0


def may_want_page(accept: str) -> bool:
    """Tell whether an ``Accept`` header names HTML at all, so that the client may have to be shown a page."""
    return "html" in accept.lower()


def ranges(accept: str) -> list[Range]:
    """Return the entries of an ``Accept`` header."""
    found = []
    for entry in accept.split(","):
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        kind, slash, subtype = name.partition("/")
        if slash:
            found.append(Range(kind, subtype, _quality(parameters)))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


@lru_cache(maxsize=256)
def coding_of(accept_encoding: str) -> str:
    """Return the content coding to answer in, from ``Accept-Encoding`` (section 12.5.3); empty for none."""
    wanted: dict[str, float] = {}
    for entry in accept_encoding.split(","):
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        wanted[name] = _quality(parameters)
    return next((coding for coding in CODINGS if wanted.get(coding, wanted.get("*", 0)) > 0), "")


def choose(accept: str | None, offers: Mapping[str, str]) -> str:
    """Return the value of the best offer; ``offers`` maps media types, in order of preference, to values.

    Raises Problem 406 if the client accepts none of them.
    """
    wanted = ranges(accept or "*/*") or ranges("*/*")
    best, chosen = 0.0, ""
    for media_type, offer in offers.items():
        matching = [(entry.specificity(media_type), entry.quality) for entry in wanted]
        specificity, quality = max(matching)
        if specificity and quality > best:
            best, chosen = quality, offer
    if not chosen:
        raise Problem(406, f"None of the formats that you accept is on offer; these are: {', '.join(offers)}.")
    return chosen


VARYING: Final = {"Vary": "Accept"}
"""Header of a reply whose media type depends on the client's ``Accept``."""
Wanted = Annotated[str, Query(alias="format", description="The format; otherwise as the Accept header has it.")]
"""The parameter that names a format, for links and forms, which cannot set a header."""


def negotiate(request: Request, given: Mapping[str, str], offered: Mapping[str, str]) -> str:
    """Return the media type that ``format=``, or else ``Accept``, asks for. Raises Problem if it is not on offer."""
    wanted = given.get("format")
    if not wanted:
        return choose(request.headers.get("accept"), {media_type: media_type for media_type in offered})
    for media_type, word in offered.items():
        if wanted in {word, media_type}:
            return media_type
    words = list(offered.values())
    detail = f"There is no format “{wanted[:80]}” here; there are {', '.join(words)}."
    raise Problem(400, detail, parameter="format", nearest=words)
