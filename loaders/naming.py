"""Making ids from names, such as the file name of a response or the title of a consultation."""

import re
import unicodedata

_LONGEST = 60


def slug(name: str) -> str:
    """Return a name as lower-case ASCII letters and digits separated by hyphens; ``unnamed`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "unnamed"


class Ids:
    """Gives out unique ids."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        """For each id that is taken, the last number appended to it."""

    def give(self, wanted: str) -> str:
        """Return the id, with ``-2``, ``-3`` and so on if it is taken."""
        found, number = wanted, self._numbers.get(wanted, 1)
        while found in self._numbers:
            number += 1
            found = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._numbers.setdefault(found, 1)
        return found
