"""Finding where a text has a statement in its own words: in quotation marks, or behind words of likeness.

*what other asks are like “publish the metrics”*, *asks similar to publishing the minutes of meetings*
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sparql.asking.naming import Names
from sparql.asking.phrasing import NONSENSE, Phrasing
from sparql.asking.words import STATEMENT, level, words

ADDRESS: Final = "ask-0-0"
"""The address of no statement, which stands for the words of one while the rest of a text is read."""
_QUOTED: Final = re.compile(r"“([^“”]+)”|(?<!\w)‘(.+?)’(?!\w)|\"([^\"]+)\"|(?<!\w)'(.+?)'(?!\w)")
_AROUND: Final = " .,;:?!"
"""Characters that are cut off around the words."""
_LEAST: Final = 2
"""Fewest telling words of a statement."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words of a text that may be those of a statement."""

    words: str
    telling: Sequence[str]
    """Those among them that are neither of grammar nor fillers."""
    around: str
    """The text with an address in their place."""


class Likened:
    """Finds the words of a statement, by quotation marks or by the phrases of likeness before it."""

    def __init__(self, phrasing: Phrasing, names: Names) -> None:
        self._phrasing = phrasing
        self._names = names
        said = sorted((r"\s+".join(map(re.escape, one.split())) for one in phrasing.likened), key=len, reverse=True)
        self._likeness = re.compile(rf"\b(?:{'|'.join(said)})\s+", re.IGNORECASE) if said else None

    def find(self, text: str) -> Iterator[OwnWords]:
        """Yield the words of a text that may be those of a statement, quoted ones first; none beside an address.

        A name of a body alone is no statement, nor is a single telling word, nor what begins with a respondent behind
        words of likeness: *the same as the BMA on metrics* compares bodies.
        """
        if STATEMENT.search(text):
            return
        for quoted in _QUOTED.finditer(text):
            around = f"{text[: quoted.start()]}{ADDRESS}{text[quoted.end() :]}"
            yield from self._stated(quoted[quoted.lastindex or 0], around, "respondent")
        for likeness in self._likeness.finditer(text) if self._likeness else ():
            around = f"{text[: likeness.end()]}{ADDRESS}"
            yield from self._stated(text[likeness.end() :], around)

    def _stated(self, text: str, around: str, *may_begin: str) -> Iterator[OwnWords]:
        """Yield the words if they can be a statement; ``may_begin`` are the kinds of names that they may begin with."""
        telling = self._telling(text)
        kinds = [kind for _, kind in telling]
        if len(telling) >= _LEAST and "" in kinds and kinds[0] in {"", "group", "organisation", *may_begin}:
            yield OwnWords(text.strip(_AROUND), [word for word, _ in telling], around)

    def _telling(self, text: str) -> list[tuple[str, str]]:
        """Return the words that are neither of grammar nor fillers, each with the kind of body that it names."""
        asked = words(level(text))
        named = (one for one in self._names.find(asked) if one.type == "body")
        bodies = sorted(named, key=lambda one: one.asker)  # a respondent counts more than a group within its name
        kinds = {place: one.kind for one in bodies for place in range(one.first, one.end)}
        senses = (self._phrasing.senses.get((word.form,), NONSENSE) for word in asked)
        return [
            (word.text, kinds.get(place, ""))
            for place, (word, sense) in enumerate(zip(asked, senses, strict=True))
            if sense.structure is None and not sense.idle
        ]
