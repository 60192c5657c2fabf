"""Where verdicts are kept: ``reviews/REVIEWER.csv`` beside a corpus, or in the folder of a service."""

import csv
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from loaders.naming import slug
from loaders.reviews.review import COLUMNS, Review, as_row, read
from ontology.lexicon import Lexicon

FOLDER: Final = "reviews"


def keep(folder: Path, verdicts: Sequence[Review], lexicon: Lexicon) -> None:
    """Add verdicts to what their reviewers have said before, in ``reviews/REVIEWER.csv`` of a folder.

    Any number of processes and threads may do so at once. A file is replaced whole, so that a load at the same moment
    reads it as it was or as it is. Raises BadInput where a file that is there cannot be read, OSError where one cannot
    be written.
    """
    home = folder / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        for name in sorted({slug(verdict.reviewer) for verdict in verdicts}):
            path = home / f"{name}.csv"
            earlier = read(path, lexicon) if path.exists() else []
            _write(path, [*earlier, *(verdict for verdict in verdicts if slug(verdict.reviewer) == name)])


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Wait until nobody else writes in a folder."""
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, some: Iterable[Review]) -> None:
    """Write verdicts as CSV, of several on one subject the last, in the order in which they were given."""
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


def beside(folder: Path, *, lexicon: Lexicon) -> list[Review]:
    """Return the verdicts in ``reviews/*.csv`` of a folder."""
    return [review for path in sorted((folder / FOLDER).glob("*.csv")) for review in read(path, lexicon)]


def kept_for(root: Path, consultation: str) -> Path:
    """Return the folder of a consultation within the folder that a service keeps for what is said on its pages."""
    return root / slug(consultation)
