"""Compares the numbers of questions, however they are written: ``2.9``, ``12a``, ``iv``, ``c``, ``b2``."""

import re
from collections.abc import Sequence

_PARTS = re.compile(r"\d+|[a-z]")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
Place = tuple[int, ...]
"""A number as a sort key."""


def places(numbers: Sequence[str]) -> list[Place]:
    """Return a sort key for each number; letters count as Roman numerals if all of the numbers can be read so."""
    if all(_ROMAN.fullmatch(number) for number in numbers):
        return [(_roman(number),) for number in numbers]
    return [_place(number) for number in numbers]


def are_rising(numbers: Sequence[str]) -> bool:
    """Tell whether no number is lower than the one before it."""
    found = places(numbers)
    return found == sorted(found)


def count_from_first(numbers: Sequence[str]) -> bool:
    """Tell whether numbers or letters count from the first without a gap: *1, 2*; *a, b, c*; *i, ii*."""
    return places(numbers) == [(place,) for place in range(1, len(numbers) + 1)]


def _place(number: str) -> Place:
    return tuple(int(part) if part.isdigit() else ord(part) - ord("a") + 1 for part in _PARTS.findall(number))


def _roman(number: str) -> int:
    """Return the value of a Roman numeral."""
    digits = [_ROMAN_DIGITS[digit] for digit in number]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
