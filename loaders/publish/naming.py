"""Ids made of names: of a response from its file, of a consultation from its title."""

import re
import unicodedata
from collections.abc import Container

_LONGEST = 60


def slug(name: str) -> str:
    """Return a name as small ASCII letters and digits parted by hyphens; ``unnamed`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or "unnamed"


def distinct(wanted: str, taken: Container[str]) -> str:
    """Return the id, with ``-2``, ``-3`` … where it is taken."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
