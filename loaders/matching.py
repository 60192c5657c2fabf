"""Matching the entries of two annotations of one document by their spans."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from re import finditer
from typing import Any

from loaders.document import Span

LEAST_OVERLAP = 0.5
"""Two spans are the same passage if they share at least this part of the words in either (intersection over union)."""
KINDS = ("asks", "quotations", "concerns", "accountabilities")
"""The lists of an annotation whose entries are statements."""
Entry = Mapping[str, Any]
"""An entry of an annotation, or a whole one."""


class Words:
    """The words of a text, for measuring in words how far two spans overlap."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in finditer(r"\w+", text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def within(self, span: Span) -> tuple[int, int]:
        """Return the first word in a span, and the one after the last."""
        return bisect_left(self._starts, span.start), bisect_left(self._ends, span.end + 1)

    def overlap(self, one: Span, other: Span) -> float:
        """Return the words that two spans share, as a part of the words in either."""
        (start, end), (begin, stop) = self.within(one), self.within(other)
        shared = max(0, min(end, stop) - max(start, begin))
        union = max(0, end - start) + max(0, stop - begin) - shared
        return shared / union if union else 0.0


def pairs(words: Words, found: Sequence[Entry], wanted: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Pair found and wanted entries whose spans overlap enough, one to one, those that overlap most first."""
    candidates = [
        (overlap, -i, -j)
        for i, one in enumerate(map(span_of, found))
        for j, other in enumerate(map(span_of, wanted))
        if one.overlaps(other) and (overlap := words.overlap(one, other)) >= LEAST_OVERLAP
    ]
    matched: list[tuple[Entry, Entry]] = []
    taken_found: set[int] = set()
    taken_wanted: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in taken_found and j not in taken_wanted:
            taken_found.add(i)
            taken_wanted.add(j)
            matched.append((found[-i], wanted[-j]))
    return matched


def span_of(entry: Entry) -> Span:
    """Return the span of an entry."""
    return Span(entry["start"], entry["end"])


def anchored(annotation: Entry, text: str) -> dict[str, Any]:
    """Return an annotation with offsets into ``text``, which may be the same document in another format.

    An entry whose quote is not in the text stays as it is, and counts as missed.
    """
    folded, places = _folded(text)
    moved = dict(annotation)
    for kind in ("answers", *KINDS):
        moved[kind] = [_anchor(entry, text, folded, places) for entry in annotation.get(kind, ())]
    return moved


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text with each run of white space as one space, and for each of its characters the original offset."""
    letters: list[str] = []
    places: list[int] = []
    for match in finditer(r"\S+", text):
        if letters:
            letters.append(" ")
            places.append(match.start() - 1)
        letters.extend(match[0])
        places.extend(range(match.start(), match.end()))
    return "".join(letters), [*places, len(text)]


def _anchor(entry: Entry, text: str, folded: str, places: Sequence[int]) -> Entry:
    quote = entry.get("quote")
    if quote is None or " ".join(text[entry["start"] : entry["end"]].split()) == quote:
        return entry
    found: list[int] = []
    at = folded.find(quote)
    while at >= 0:
        found.append(at)
        at = folded.find(quote, at + 1)
    if not found:
        return entry
    start = min(found, key=lambda place: abs(places[place] - entry["start"]))
    return {**entry, "start": places[start], "end": places[start + len(quote) - 1] + 1}
