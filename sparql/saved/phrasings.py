"""The phrasings of a saved question: English with slots for its parameters, as in ``who asks for {topic}``.

Those in the header of the question are also shown to people. Others may follow in a file beside it, ``NAME.asks.txt``,
one a line.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sparql.nearness import offer
from sparql.saved.header import HeaderError

ENDING: Final = ".asks.txt"
"""Suffix of the files of phrasings."""
_SLOT: Final = re.compile(r"\{([^{}:]*):?([^{}]*)\}")
_KINDS: Final = ("group", "organisation", "asker")
"""The kinds of body that a slot may ask for."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in a phrasing."""

    name: str
    """Name of the parameter that takes the value."""
    kind: str | None = None
    """The kind of body that it must be, if any."""


VALUE: Final = Slot("")
"""The slot ``{}`` in the wording of a role: ``be {} asked``."""


def pieces(phrasing: str) -> Iterator[str | Slot]:
    """Yield the words and the slots of a phrasing in turn.

    >>> list(pieces("what does {body:group} ask"))
    ['what does ', Slot(name='body', kind='group'), ' ask']
    """
    end = 0
    for match in _SLOT.finditer(phrasing):
        yield phrasing[end : match.start()]
        yield Slot(match[1], match[2] or None)
        end = match.end()
    yield phrasing[end:]


def beside(question: Path) -> Path:
    """Return the path of the phrasings of a question; the file need not exist.

    >>> beside(Path("questions/who-asks-for.rq")).name
    'who-asks-for.asks.txt'
    """
    return question.with_suffix(ENDING)


def read_beside(question: Path, parameters: Container[str]) -> tuple[str, ...]:
    """Return the phrasings in the file beside a question, if there is one. Raises HeaderError for a faulty line."""
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
    """Yield an error for each file of phrasings without a question."""
    for path in sorted(folder.rglob(f"*{ENDING}")):
        name = f"{path.name.removesuffix(ENDING)}.rq"
        if not path.with_name(name).exists():
            yield HeaderError(path, 1, f"no question {name} stands beside these phrasings")


def fault(phrasing: str, parameters: Container[str]) -> str | None:
    """Return what is wrong with a phrasing of a question with these parameters; None if nothing is."""
    for piece in pieces(phrasing):
        if isinstance(piece, str):
            if {"{", "}"} & set(piece):
                return f"the phrasing “{phrasing}” has a brace without its other half"
        elif piece.name not in parameters:
            return f"the phrasing “{phrasing}” names no parameter: {{{piece.name}}}"
        elif piece.kind and piece.kind not in _KINDS:
            return f"“{phrasing}” names no kind of body: {piece.kind}{offer(piece.kind, _KINDS)[1]}"
    return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise HeaderError(path, error.object.count(b"\n", 0, error.start) + 1, "not UTF-8") from None
