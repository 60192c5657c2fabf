"""Reads the files of patterns."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from loaders.patterns.pattern import AS_IT_STANDS, Pattern, PatternSet

FOLDER: Final = Path(__file__).parent
BODY: Final = "\ue000"
"""Replaces the name of a body in a masked sentence."""
OWNED: Final = "\ue001"
"""Replaces the name of a body in the possessive, such as *the CQC's*."""
_NO_SETS: Final = frozenset(("words", "words_from", "guards"))
_FIELDS: Final = frozenset(("id", "find", "needs", "rank", "matches", "spares"))
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PIECE: Final = re.compile(r"\{([a-z_]+)\}")


@cache
def load(name: str) -> Mapping[str, PatternSet]:
    """Return the pattern sets of a file by name, compiled. Raises FileNotFoundError if there is no such file."""
    held = content(name)
    words = _words(held)
    return {
        key: PatternSet.of(_pattern(f"{name}.{entry['id']}", entry, words) for entry in entries)
        for key, entries in held.items()
        if key not in _NO_SETS
    }


@cache
def guard(name: str, key: str) -> re.Pattern[str]:
    """Return a guard of a file by its key, compiled. Raises KeyError if the file has no such guard."""
    held = content(name)
    return re.compile(_filled(held["guards"][key], _words(held)))


def expression(pattern_id: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern by its id, such as ``speech.person``."""
    patterns = (pattern for group in load(pattern_id.partition(".")[0]).values() for pattern in group)
    return next(pattern.find for pattern in patterns if pattern.id == pattern_id)


def load_all() -> None:
    """Read and compile every file of patterns in advance, so that the first sentence does not have to wait."""
    for path in FOLDER.glob("*.yaml"):
        load(path.stem)
        for key in content(path.stem).get("guards", ()):
            guard(path.stem, key)


@cache
def content(name: str) -> dict[str, Any]:
    """Return the content of a file as parsed YAML; with libyaml, if PyYAML has it, since that is ten times as fast."""
    loader = _Loader((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    try:
        return dict(loader.get_single_data())
    finally:
        loader.dispose()


def _words(held: Mapping[str, Any]) -> dict[str, str]:
    """Return the pieces of a file and of the file under ``words_from``; its own override those of the same name."""
    words = _words(content(held["words_from"])) if "words_from" in held else {}
    for key, value in held.get("words", {}).items():
        words[key] = f"(?:{_filled(value, words)})"
    return words


def _pattern(id_: str, entry: Mapping[str, object], words: Mapping[str, str]) -> Pattern:
    """Return the pattern that an entry describes."""
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
    """Return an expression with its lines joined, and with pieces and the characters for bodies filled in."""
    joined = "".join(line.strip() for line in str(value).split("\n"))
    return _PIECE.sub(lambda piece: words[piece[1]], joined).replace("@s", OWNED).replace("@", BODY)


def _examples(value: object) -> dict[str, str]:
    """Map example sentences to what is found in each, or to an empty string if the file does not say."""
    if isinstance(value, Mapping):
        return {str(text): str(found) for text, found in value.items()}
    return {str(text): "" for text in (value if isinstance(value, list) else [value])}
