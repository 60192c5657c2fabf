"""The files of patterns, read."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from loaders.patterns.pattern import AS_IT_STANDS, Pattern, PatternSet

FOLDER: Final = Path(__file__).parent
BODY: Final = "\ue000"
"""Stands for the name of a body in a masked sentence."""
OWNED: Final = "\ue001"
"""Stands for a name in the possessive: *the CQC's*."""
_NO_SETS: Final = frozenset(("words", "words_from", "guards"))
_FIELDS: Final = frozenset(("id", "find", "needs", "rank", "matches", "spares"))
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PIECE: Final = re.compile(r"\{([a-z_]+)\}")


@cache
def load(name: str) -> Mapping[str, PatternSet]:
    """Read one file of patterns: the sets that it holds, by name."""
    held = content(name)
    words = _words(held)
    return {
        key: PatternSet.of(_pattern(f"{name}.{entry['id']}", entry, words) for entry in entries)
        for key, entries in held.items()
        if key not in _NO_SETS
    }


@cache
def guard(name: str, key: str) -> re.Pattern[str]:
    """Return one of the guards of a file."""
    held = content(name)
    return re.compile(_filled(held["guards"][key], _words(held)))


def expression(pattern_id: str) -> re.Pattern[str]:
    """Return the regular expression of one pattern, by its id: ``speech.person``."""
    patterns = (pattern for group in load(pattern_id.partition(".")[0]).values() for pattern in group)
    return next(pattern.find for pattern in patterns if pattern.id == pattern_id)


def load_all() -> None:
    """Read every file of patterns, so that none is read when the first sentence comes."""
    for path in FOLDER.glob("*.yaml"):
        load(path.stem)
        for key in content(path.stem).get("guards", ()):
            guard(path.stem, key)


@cache
def content(name: str) -> dict[str, Any]:
    """Return what a file holds, as it stands; libyaml, where PyYAML has it, reads it ten times as fast."""
    loader = _Loader((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    try:
        return dict(loader.get_single_data())
    finally:
        loader.dispose()


def _words(held: Mapping[str, Any]) -> dict[str, str]:
    """Return the pieces of a file, beside those of the file that it names under ``words_from``; its own count."""
    words = _words(content(held["words_from"])) if "words_from" in held else {}
    for key, value in held.get("words", {}).items():
        words[key] = f"(?:{_filled(value, words)})"
    return words


def _pattern(id_: str, entry: Mapping[str, object], words: Mapping[str, str]) -> Pattern:
    """Compile one entry; its other keys are what it yields."""
    return Pattern(
        id=id_,
        find=re.compile(_filled(entry["find"], words), re.IGNORECASE if entry.get("text") == AS_IT_STANDS else 0),
        needs=frozenset(str(entry.get("needs", "")).split()),
        rank=int(str(entry.get("rank", 1))),
        yields={key: str(value) for key, value in entry.items() if key not in _FIELDS},
        matches=_examples(entry["matches"]),
        spares=tuple(_examples(entry.get("spares", []))),
    )


def _filled(value: object, words: Mapping[str, str]) -> str:
    """Put pieces and the signs of bodies in their places; line ends and the spaces around them are layout only."""
    joined = "".join(line.strip() for line in str(value).split("\n"))
    return _PIECE.sub(lambda piece: words[piece[1]], joined).replace("@s", OWNED).replace("@", BODY)


def _examples(value: object) -> dict[str, str]:
    """Return sentences with what is found in each, nothing where that is not said."""
    if isinstance(value, Mapping):
        return {str(text): str(found) for text, found in value.items()}
    return {str(text): "" for text in (value if isinstance(value, list) else [value])}
