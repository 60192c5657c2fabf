"""Ids made of names: of a response from its file, of a consultation from its title."""

import re
import unicodedata

_LONGEST = 60


def slug(name: str) -> str:
    """Return a name as small ASCII letters and digits parted by hyphens; ``unnamed`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "unnamed"


class Ids:
    """Ids that are given out, each once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        """For each id that is taken, the number that was last put behind it."""

    def give(self, wanted: str) -> str:
        """Return the id, with ``-2``, ``-3`` … where it is taken."""
        found, number = wanted, self._numbers.get(wanted, 1)
        while found in self._numbers:
            number += 1
            found = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._numbers.setdefault(found, 1)
        return found
