"""The phrasings of a saved question: English with slots for its parameters, as in ``who asks for {topic}``.

Those that a header holds are shown to people and taught. A question that is asked in many more ways has them in a file
beside it, ``NAME.asks.txt``, a phrasing a line.
"""

import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Final

from sparql.header import HeaderError
from sparql.nearness import offer

ENDING: Final = ".asks.txt"
"""How the names of the files of phrasings end."""
_SLOT: Final = re.compile(r"\{([^}:]*):?([^}]*)\}")
_KINDS: Final = ("group", "organisation", "asker")
"""What a slot may want of a body."""


def beside(question: Path) -> Path:
    """Return the file of the phrasings of a question, whether there is one or not.

    >>> beside(Path("questions/who-asks-for.rq")).name
    'who-asks-for.asks.txt'
    """
    return question.with_suffix(ENDING)


def read_beside(question: Path, parameters: Container[str]) -> tuple[str, ...]:
    """Return the phrasings of the file beside a question, none without one; raise HeaderError with the wrong line."""
    path = beside(question)
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(map(str.strip, _lines(path)), 1):
        reason = fault(line, parameters)
        if reason:
            raise HeaderError(path, number, reason)
        if line:
            found.append(line)
    return tuple(found)


def orphans(folder: Path) -> Iterator[HeaderError]:
    """Yield an error for each file of phrasings that no question stands beside."""
    for path in sorted(folder.rglob(f"*{ENDING}")):
        name = f"{path.name.removesuffix(ENDING)}.rq"
        if not path.with_name(name).exists():
            yield HeaderError(path, 1, f"no question {name} stands beside these phrasings")


def fault(phrasing: str, parameters: Container[str]) -> str | None:
    """Say what is wrong with a phrasing of a question that has these parameters; None where nothing is."""
    for name, kind in _SLOT.findall(phrasing):
        if name not in parameters:
            return f"the phrasing “{phrasing}” names no parameter: {{{name}}}"
        if kind and kind not in _KINDS:
            return f"“{phrasing}” names no kind of body: {kind}{offer(kind, _KINDS)[1]}"
    return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise HeaderError(path, error.object.count(b"\n", 0, error.start) + 1, "not UTF-8") from None
