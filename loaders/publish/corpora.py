"""Remembering which files and folders were loaded into a store, to reload them when the model or rules change."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import orjson

from sparql.store import EmbeddedStore, Store

_FILE: Final = "corpora.json"
"""File in the folder of a store: the ids of the consultations that each path held."""


def known(store: Store) -> list[Path]:
    """Return the files and folders that were ever loaded into a store; none for a remote one."""
    return [Path(path) for path in _read(store)]


def left_behind(store: Store, paths: Sequence[Path], consultations: AbstractSet[str]) -> set[str]:
    """Return the consultations that these paths held at an earlier load and that no path holds any more.

    ``consultations`` are those that they hold now. They change if a folder gets a manifest, or its manifest another id.
    """
    held, here = _read(store), _names(paths)
    elsewhere = {name for path, names in held.items() if path not in here for name in names}
    return {name for path in here for name in held.get(path, ())} - consultations - elsewhere


def remember(
    store: Store, paths: Sequence[Path], consultations: AbstractSet[str], removed: AbstractSet[str] = frozenset()
) -> None:
    """Record that paths were loaded, and which consultations they held; does nothing for a remote store.

    The consultations are only recorded for a single path: of several, it is not known which held which. ``removed`` are
    consultations that are no longer in the store.
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
    """Return the consultations that each path held; none for files of an earlier release, which only list paths."""
    if not isinstance(store, EmbeddedStore):
        return {}
    try:
        found = orjson.loads((store.folder / _FILE).read_bytes())
    except FileNotFoundError:
        return {}
    return found if isinstance(found, dict) else {path: [] for path in found}
