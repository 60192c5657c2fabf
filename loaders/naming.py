"""Making ids from names, such as the name of a file or the title of a consultation."""

import re
import unicodedata

_LONGEST = 60


def slug(name: str) -> str:
    """Return a name as lower-case ASCII letters and digits separated by hyphens; ``unnamed`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "unnamed"


class Ids:
    """Gives out ids, each only once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        """For each id given out, the last number that was appended to it."""

    def give(self, wanted: str) -> str:
        """Return the id, followed by ``-2``, ``-3`` and so on if it was given out before."""
        found, number = wanted, self._numbers.get(wanted, 1)
        while found in self._numbers:
            number += 1
            found = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._numbers.setdefault(found, 1)
        return found
