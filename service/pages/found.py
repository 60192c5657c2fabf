"""The hits of a full-text search, divided into pieces so that a page can mark the words that were found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.pages.statements import address


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage: a word that was found, or the text between two. Joined, the pieces are the passage."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and where it is."""

    kind: str
    address: str
    body: str
    question: str | None
    pieces: tuple[Piece, ...]
    whole: bool
    """Whether the passage is shown from its beginning to its end."""


def hits(results: Sequence[Mapping[str, Any]]) -> list[Hit]:
    """Return the results of a search (see ``service.answers.passages``) for a page."""
    return [_hit(result) for result in results if "body" in result]


def _hit(result: Mapping[str, Any]) -> Hit:
    return Hit(
        kind=result["kind"],
        address=address(result["iri"]),
        body=result["body"]["label"],
        question=result["consultation_question"],
        pieces=tuple(_pieces(result["quote"], result["marks"])),
        whole=result["whole"],
    )


def _pieces(quote: str, marks: Sequence[Mapping[str, int]]) -> Iterator[Piece]:
    place = 0
    for mark in sorted(marks, key=lambda mark: mark["start"]):
        if mark["start"] > place:
            yield Piece(quote[place : mark["start"]], is_found=False)
        yield Piece(quote[max(place, mark["start"]) : mark["end"]], is_found=True)
        place = max(place, mark["end"])
    if place < len(quote):
        yield Piece(quote[place:], is_found=False)
