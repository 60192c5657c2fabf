"""The store in a folder of this machine: published generations of one RDF dataset (pyoxigraph).

A generation is a folder with a RocksDB of its own. Writing makes a new one from a hard-link checkpoint of the
published one; publishing replaces the file ``CURRENT`` atomically. A writer that is killed at any moment leaves the
published generation as it was, and the next writer removes what it left.

Where generations are kept and ``CURRENT`` is missing, the store is damaged, not empty: nothing is read or written until
``rollback`` has published one of them.

    STORE/CURRENT                    name of the published generation; empty while none is
    STORE/LOCK                       held by the one writer
    STORE/generations/000001/data    RocksDB
    STORE/generations/000001/generation.json
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from sparql.store.protocol import PATIENCE, Generation, StoreError, Writer
from sparql.store.writer import EmbeddedWriter
from sparql.syntax.guard import names_dataset

_LOOKS_EVERY: Final = 0.02
"""Seconds between two attempts to take the lock."""

_FIRST: Final = "000001"

_MERGED_FROM: Final = 1 << 28
"""Size, in bytes, from which the files of a mostly new generation are merged; about a million quads."""


class EmbeddedStore:
    """The store in a folder of this machine (pyoxigraph)."""

    def __init__(self, folder: Path, *, keep: int = 5) -> None:
        self.folder = folder
        self._current = folder / "CURRENT"
        self._keep = keep
        self._opened: tuple[str, ox.Store] | None = None

    @property
    def _generations(self) -> Path:
        return self.folder / "generations"

    def data(self, version: str) -> Path:
        """Return the folder of a generation's RocksDB."""
        return self._generations / version / "data"

    def version(self) -> str | None:
        try:
            return self._current.read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def check(self) -> None:
        """Raise StoreError if generations are kept and the file that says which is published is missing."""
        if not self._current.exists() and (kept := self.history()):
            raise StoreError(
                f"{self._current}: this file, which says what is published, is missing; "
                f"`whoasks rollback {kept[0].version}` publishes the newest generation that is kept"
            )

    def query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        version = self.version()
        if version is None:
            self.check()
            raise StoreError(f"{self.folder}: nothing is published here yet; run `whoasks load` first")
        if self._opened is None or self._opened[0] != version:
            self._opened = version, _opened(self.data(version))
        union = not names_dataset(text)  # the flag would override FROM
        return self._opened[1].query(text, base_iri=BASE, prefixes=PREFIXES, use_default_graph_as_union=union)

    @contextmanager
    def writing(self, reason: str, *, patience: float = PATIENCE, lasting: bool = False) -> Iterator[Writer]:
        with self._locked(patience), self._next_generation(reason, lasting=lasting) as data:
            self.check()
            current = self.version()
            if current is not None:
                _opened(self.data(current)).backup(str(data))
            before = _bytes(data)
            writer = EmbeddedWriter(ox.Store(str(data)))
            yield writer
            if _bytes(data) > max(_MERGED_FROM, 2 * before):
                writer.merge()
            writer.close()

    def backup(self, folder: Path) -> str:
        """Copy the published generation to a folder that must not exist, and return its version.

        Files that never change are linked instead of copied where folder and store share a file system.
        """
        version = self.version()
        if version is None:
            self.check()
            raise StoreError(f"{self.folder}: nothing is published here yet, so there is nothing to back up")
        if folder.exists():
            raise StoreError(f"{folder}: this exists already; name a folder that does not")
        folder.mkdir(parents=True)
        _opened(self.data(version)).backup(str(folder / "data"))
        shutil.copy(self._generations / version / "generation.json", folder)
        return version

    def restore(self, folder: Path) -> str:
        """Publish what ``backup`` wrote to a folder as a new generation, and return its version."""
        if not (folder / "generation.json").exists():
            raise StoreError(f"{folder}: this is no backup of a store; it has no generation.json")
        with self._locked(), self._next_generation(f"restored from {folder.name}", lasting=True) as data:
            _opened(folder / "data").backup(str(data))
        return data.parent.name

    @contextmanager
    def _next_generation(self, reason: str, *, lasting: bool) -> Iterator[Path]:
        """Yield the data folder of a new generation; publish it when the block ends, or remove it if that raises."""
        version = self._next()
        if version == _FIRST and not self._current.exists():  # if this is killed, the store is empty and not damaged
            _write_durably(self._current, "")
        self._sweep(self.version())
        folder = self._generations / version
        folder.mkdir()
        try:
            yield folder / "data"
            created = datetime.now(UTC).isoformat(timespec="microseconds")
            quads = len(ox.Store.read_only(str(folder / "data")))
            record = Generation(version, reason, created, quads, lasting)
            _write_durably(folder / "generation.json", json.dumps(asdict(record)))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _write_durably(self._current, version)
        self._forget(version)

    def history(self) -> list[Generation]:
        found = []
        for path in sorted(self._generations.glob("*/generation.json"), reverse=True):
            with suppress(FileNotFoundError):  # a writer has removed it in the meantime
                found.append(Generation(**json.loads(path.read_text(encoding="utf-8"))))
        return found

    def rollback(self, version: str) -> None:
        with self._locked():
            if version not in {generation.version for generation in self.history()}:
                raise StoreError(f"{self.folder}: no generation {version}; `whoasks history` lists those that are kept")
            _write_durably(self._current, version)

    @contextmanager
    def _locked(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the lock of the one writer; the system releases it when the process has ended."""
        self._generations.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + patience
        with (self.folder / "LOCK").open("w") as lock:
            while not _took(lock):
                if time.monotonic() >= deadline:
                    raise StoreError(f"{self.folder}: another process is writing; try again when it has finished")
                time.sleep(_LOOKS_EVERY)
            yield

    def _next(self) -> str:
        numbers = [int(path.name) for path in self._generations.iterdir() if path.name.isdecimal()]
        return f"{max(numbers, default=0) + 1:06d}"

    def _sweep(self, current: str | None) -> None:
        """Remove unfinished generations, which killed writers have left behind."""
        for path in self._generations.iterdir():
            if path.name != current and not (path / "generation.json").exists():
                shutil.rmtree(path, ignore_errors=True)

    def _forget(self, current: str) -> None:
        """Remove all generations except the newest ones, the published one and the newest lasting one."""
        history = self.history()
        kept = {current, next((generation.version for generation in history if generation.lasting), current)}
        for generation in history[self._keep :]:
            if generation.version not in kept:
                shutil.rmtree(self._generations / generation.version, ignore_errors=True)


def _opened(data: Path) -> ox.Store:
    """Open a published generation for reading. Raises StoreError if it is damaged or missing."""
    try:
        return ox.Store.read_only(str(data))
    except (OSError, RuntimeError) as error:
        advice = "`whoasks rollback` publishes an earlier generation again, `whoasks restore` a backup"
        raise StoreError(f"{data.parent}: this cannot be read: {error}; {advice}") from None


def _bytes(folder: Path) -> int:
    total = 0
    for path in folder.glob("*.sst"):
        with suppress(FileNotFoundError):  # RocksDB has merged it in the meantime
            total += path.stat().st_size
    return total


def _took(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_durably(path: Path, text: str) -> None:
    """Replace a small file atomically and durably."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
