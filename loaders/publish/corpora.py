"""What was ever loaded into a store, so that it can be loaded anew when the model or the rules change."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from sparql.store import EmbeddedStore, Store

_FILE: Final = "corpora.json"
"""File of a store that lists what was loaded into it."""


def known(store: Store) -> list[Path]:
    """Return the files and folders that were ever loaded into a store of this machine."""
    if not isinstance(store, EmbeddedStore):
        return []
    try:
        return [Path(path) for path in orjson.loads((store.folder / _FILE).read_bytes())]
    except FileNotFoundError:
        return []


def remember(store: Store, paths: Sequence[Path]) -> None:
    """Keep in mind what was loaded, so that it can be loaded anew when the model or the rules change."""
    if isinstance(store, EmbeddedStore):
        listed = dict.fromkeys([*known(store), *(path.resolve() for path in paths)])
        (store.folder / _FILE).write_bytes(orjson.dumps([str(path) for path in listed if path.exists()]))
