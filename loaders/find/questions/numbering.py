"""In which order the numbers of questions stand, however they are written: ``2.9``, ``12a``, ``iv``, ``c``, ``b2``."""

import re
from collections.abc import Sequence

_PARTS = re.compile(r"\d+|[a-z]")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
Place = tuple[int, ...]


def places(numbers: Sequence[str]) -> list[Place]:
    """Return by what numbers are put in order; ``i`` is a Roman one where all of them can be."""
    if all(_ROMAN.fullmatch(number) for number in numbers):
        return [(_roman(number),) for number in numbers]
    return [_place(number) for number in numbers]


def are_rising(numbers: Sequence[str]) -> bool:
    """Tell whether no number stands behind a higher one."""
    found = places(numbers)
    return found == sorted(found)


def count_from_first(numbers: Sequence[str]) -> bool:
    """Tell whether single numbers or letters count from the first of their kind without a gap: *a, b, c*; *i, ii*."""
    return places(numbers) == [(place,) for place in range(1, len(numbers) + 1)]


def _place(number: str) -> Place:
    return tuple(int(part) if part.isdigit() else ord(part) - ord("a") + 1 for part in _PARTS.findall(number))


def _roman(number: str) -> int:
    """Return the value of a Roman number: a digit counts against what stands behind it where that is higher."""
    digits = [_ROMAN_DIGITS[digit] for digit in number]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
