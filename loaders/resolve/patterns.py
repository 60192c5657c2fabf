"""Wordings that speak of bodies, kept as data; each with sentences it must find and sentences it must not.

A file is YAML. ``words`` are named pieces of regular expressions, written ``{name}`` where a later piece or a wording
uses them; ``words_from`` names a file whose pieces may be used too. ``guards`` are expressions by name that a
resolver tests besides. Every other list holds wordings: ``find`` (over a masked sentence, where
``@`` stands for the name of a body and ``@s`` for one in the possessive), ``needs`` (the sentence must hold one of
these words, so that most wordings are never tried), ``matches`` (a sentence, and what is found in it) and
``spares`` (sentences that must not match).
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from loaders.wordings import held

BODY: Final = "\ue000"
"""Stands for the name of a body in a masked sentence."""
_NOTHING: Final = ""
"""The need of a wording that is always tried."""
OWNED: Final = "\ue001"
"""Stands for a name in the possessive: *the CQC's*."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One wording; ``yields`` holds whatever its file says that it stands for."""

    id: str
    find: re.Pattern[str]
    needs: frozenset[str]
    rank: int
    """Wordings of a lower rank are looked for first; a higher rank counts where no lower one fits."""
    yields: Mapping[str, str]
    matches: Mapping[str, str]
    spares: tuple[str, ...]


@cache
def wordings(name: str) -> Mapping[str, tuple[Wording, ...]]:
    """Return the lists of a file ``NAME.yaml`` of this package, each by rank."""
    loaded = _loaded(name)
    words = _words(loaded)
    return {
        key: tuple(sorted((_wording(name, entry, words) for entry in entries), key=lambda wording: wording.rank))
        for key, entries in loaded.items()
        if key not in {"words", "words_from", "guards"}
    }


@cache
def needed(name: str, key: str) -> frozenset[str]:
    """Return words of which a sentence holds one where any wording of a list may fit it; of *two-way* each part."""
    needs = (need for wording in wordings(name)[key] for need in wording.needs)
    return frozenset(part for need in needs for part in need.split("-"))


def candidates(name: str, key: str, words: AbstractSet[str]) -> list[Wording]:
    """Return the wordings of a list that may fit a sentence of some words, by rank: those without needs always."""
    places = _places(name, key)
    found = {place for word in places.keys() & words for place in places[word]}.union(places[_NOTHING])
    every = wordings(name)[key]
    return [every[place] for place in sorted(found)]


@cache
def _places(name: str, key: str) -> Mapping[str, Sequence[int]]:
    """Return the places of the wordings of a list by the words that they need."""
    places: dict[str, list[int]] = {_NOTHING: []}
    for place, wording in enumerate(wordings(name)[key]):
        for word in wording.needs or {_NOTHING}:
            places.setdefault(word, []).append(place)
    return places


@cache
def guard(name: str, key: str) -> re.Pattern[str]:
    """Return one of the guards of a file."""
    loaded = _loaded(name)
    return re.compile(_filled(loaded["guards"][key], _words(loaded)))


def load_all() -> None:
    """Read every file of wordings, so that none is read when the first sentence comes."""
    for file in files(__package__).iterdir():
        name, _dot, ending = file.name.rpartition(".")
        if ending == "yaml":
            wordings(name)
            for key in _loaded(name).get("guards", {}):
                guard(name, key)


@cache
def _loaded(name: str) -> dict[str, Any]:
    return held(files(__package__).joinpath(f"{name}.yaml"))


def _words(loaded: Mapping[str, Any]) -> dict[str, str]:
    """Return the pieces of a file, beside those of the file that it names under ``words_from``; its own count."""
    words = _words(_loaded(loaded["words_from"])) if "words_from" in loaded else {}
    for key, value in loaded.get("words", {}).items():
        words[key] = f"(?:{_filled(value, words)})"
    return words


def _wording(name: str, entry: Mapping[str, object], words: Mapping[str, str]) -> Wording:
    matches, spares = entry["matches"], entry.get("spares", ())
    if not isinstance(matches, Mapping) or not isinstance(spares, list | tuple):
        raise TypeError(f"{name}.{entry['id']}: matches are sentences with what is found, spares a list of sentences")
    return Wording(
        id=f"{name}.{entry['id']}",
        find=re.compile(_filled(entry["find"], words)),
        needs=frozenset(str(entry.get("needs", "")).split()),
        rank=int(str(entry.get("rank", 1))),
        yields={key: str(value) for key, value in entry.items() if key not in _FIELDS},
        matches={str(text): str(found) for text, found in matches.items()},
        spares=tuple(map(str, spares)),
    )


_FIELDS = {"id", "find", "needs", "rank", "matches", "spares"}
_WORDS = re.compile(r"\{([a-z_]+)\}")


def _filled(value: object, words: Mapping[str, str]) -> str:
    """Put pieces and the signs of bodies in their places; line ends and the spaces around them are layout only."""
    joined = "".join(line.strip() for line in str(value).split("\n"))
    return _WORDS.sub(lambda piece: words[piece[1]], joined).replace("@s", OWNED).replace("@", BODY)
