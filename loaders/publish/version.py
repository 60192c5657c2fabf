"""The versions on which the result of a load depends: that of whoasks, and that of its code, patterns and rules."""

from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import ontology
from sparql import BUNDLED_RULES

_ROOMS = Path(__file__).parent.parent, ontology.BUNDLED, BUNDLED_RULES
_SUFFIXES = {".py", ".yaml", ".json", ".toml", ".rq"}


def tool() -> str:
    """Return the version of whoasks."""
    return metadata.version("whoasks")


@cache
def rules() -> str:
    """Return a digest of the code, patterns and rules that read, extract and infer: 16 hexadecimal digits.

    It changes with any of them, so that the next load repeats what an older version has extracted.
    """
    digest = sha256(tool().encode())
    for room in _ROOMS:
        for path in sorted(room.rglob("*")):
            within = path.relative_to(room)
            if path.suffix in _SUFFIXES and within.parts[0] != "corpus":
                digest.update(str(within).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
