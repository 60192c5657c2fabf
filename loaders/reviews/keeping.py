"""Storing verdicts in ``reviews/REVIEWER.csv``, beside a corpus or in the service's own folder."""

import csv
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from loaders.naming import slug
from loaders.reviews.review import Review
from loaders.reviews.table import COLUMNS, as_row, read
from ontology.lexicon import Lexicon

FOLDER: Final = "reviews"
"""Name of the folder of reviews, beside responses or in a consultation's folder of the service."""


def keep(folder: Path, verdicts: Sequence[Review], lexicon: Lexicon) -> None:
    """Add verdicts to the earlier ones of their reviewers, in ``reviews/REVIEWER.csv`` of a folder.

    This is safe with any number of processes and threads: files are replaced atomically, under a lock. Raises BadInput
    if an existing file cannot be read, OSError if a file cannot be written.
    """
    home = folder / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    with _locked(home):
        for name in sorted({slug(verdict.reviewer) for verdict in verdicts}):
            path = home / f"{name}.csv"
            earlier = read(path, lexicon) if path.exists() else []
            _write(path, [*earlier, *(verdict for verdict in verdicts if slug(verdict.reviewer) == name)])


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the lock of a folder for the length of a ``with`` block."""
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, some: Iterable[Review]) -> None:
    """Replace a file with verdicts as CSV, in their order; of several on one subject, only the last is kept."""
    kept: dict[tuple[object, ...], Review] = {}
    for review in some:
        kept.pop(review.subject, None)
        kept[review.subject] = review
    unfinished = path.with_suffix(".new")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        rows.writerows(as_row(review) for review in kept.values())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def reviews_in(folder: Path, lexicon: Lexicon) -> list[Review]:
    """Return the verdicts in ``reviews/*.csv`` of a folder; raises BadInput if one of the files cannot be read."""
    return [review for path in sorted((folder / FOLDER).glob("*.csv")) for review in read(path, lexicon)]


def folder_for(root: Path, consultation: str) -> Path:
    """Return the folder of a consultation in ``root``, the folder of the reviews that the service keeps."""
    return root / slug(consultation)
