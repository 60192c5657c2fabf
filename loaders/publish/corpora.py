"""Remembering what was loaded into a store, so that it can be reloaded when the model or the rules change."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import orjson

from sparql.store import EmbeddedStore, Store

_FILE: Final = "corpora.json"
"""File of a store that lists what was loaded into it."""


def known(store: Store) -> list[Path]:
    """Return the files and folders that were ever loaded into a store of this machine."""
    return [Path(path) for path in _read(store)]


def left_behind(store: Store, paths: Sequence[Path], consultations: AbstractSet[str]) -> set[str]:
    """Return the consultations that these paths held when they were loaded before, and no path holds now.

    A folder holds another one when it gets a manifest, or that gets another id.
    """
    held, here = _read(store), _names(paths)
    elsewhere = {name for path, names in held.items() if path not in here for name in names}
    return {name for path in here for name in held.get(path, ())} - consultations - elsewhere


def remember(
    store: Store, paths: Sequence[Path], consultations: AbstractSet[str], removed: AbstractSet[str] = frozenset()
) -> None:
    """Remember what was loaded, so that it can be reloaded when the model or the rules change.

    Of several paths at once nobody can say which held which of the consultations, so that is kept of one alone.
    """
    if not isinstance(store, EmbeddedStore):
        return
    held, here = _read(store), _names(paths)
    for path in here:
        known_before = set(held.get(path, ())) - removed
        held[path] = sorted(known_before | consultations if len(here) == 1 else known_before)
    there = {path: names for path, names in held.items() if Path(path).exists()}
    (store.folder / _FILE).write_bytes(orjson.dumps(there))


def _names(paths: Sequence[Path]) -> list[str]:
    return [str(path.resolve()) for path in paths]


def _read(store: Store) -> dict[str, list[str]]:
    """Return the consultations that each path was seen to hold; an earlier release kept a mere list of paths."""
    if not isinstance(store, EmbeddedStore):
        return {}
    try:
        found = orjson.loads((store.folder / _FILE).read_bytes())
    except FileNotFoundError:
        return {}
    return found if isinstance(found, dict) else {path: [] for path in found}
