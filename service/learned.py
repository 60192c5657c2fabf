"""Caching what plain English has learned between runs, since learning takes seconds of processor time.

The cache is the user's own. Its key is a digest of everything learned from and of the program that learned it.
A file that cannot be read, or that another user could have written, is ignored.
"""

import logging
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from platformdirs import user_cache_path

import ontology
import sparql
from ontology.lexicon import Lexicon
from ontology.sources import Sources
from service.settings import Settings
from sparql import BUNDLED_WEIGHTS
from sparql.asking import Phrasing, Understanding
from sparql.saved import SavedQuestion
from sparql.saved.catalogue import Catalogue

log = logging.getLogger(__name__)

_KEPT: Final = 3
"""Most files that are kept; each is some 40 MB."""


@dataclass(frozen=True)
class _Lessons:
    """What plain English is learned from; equal if the texts are."""

    texts: Sequence[str]
    questions: Sequence[SavedQuestion] = field(compare=False)
    lexicon: Lexicon = field(compare=False)
    phrasing: Phrasing = field(compare=False)
    examples: Path = field(compare=False)


def understanding(sources: Sources, lexicon: Lexicon, catalogue: Catalogue, settings: Settings) -> Understanding:
    """Return the understanding of plain English, from the cache unless a text that it is learned from has changed."""
    questions, phrasing = tuple(catalogue.questions.values()), Phrasing.load(settings.phrasing)
    read = [settings.phrasing, BUNDLED_WEIGHTS, *sorted(settings.examples.rglob("*.txt"))]
    texts = *(source.text for source in sources.files), *map(repr, questions), *(_text(path) for path in read)
    return _understanding(_Lessons(texts, questions, lexicon, phrasing, settings.examples))


@lru_cache(maxsize=2)
def _understanding(lessons: _Lessons) -> Understanding:
    path = user_cache_path("whoasks") / "understanding" / f"{_digest(lessons.texts)}.pickle"
    return _read(path) or _learned(lessons, path)


def _learned(lessons: _Lessons, path: Path) -> Understanding:
    learned = Understanding(lessons.questions, lessons.lexicon, lessons.phrasing, lessons.examples)
    with suppress(OSError):  # it cannot be kept, and will be learned again next time
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_own(path.parent):
            _keep(learned, path)
    return learned


def _read(path: Path) -> Understanding | None:
    """Return what is in the cache; None if nothing is, if it is damaged, or if another user could have written it."""
    try:
        if not (_is_own(path.parent) and _is_own(path)):
            return None
        with path.open("rb") as file:
            found = pickle.load(file)  # noqa: S301  written by this user's own program alone
        path.touch()
    except OSError:  # nothing is kept, or nothing can be
        return None
    except Exception as error:  # noqa: BLE001  damaged pickles raise whatever they like
        log.warning("%s cannot be read, so plain English is learned again: %r", path, error)
        return None
    return found if isinstance(found, Understanding) else None


def _is_own(path: Path) -> bool:
    """Tell whether a file or folder belongs to this user and nobody else may write to it."""
    status = path.stat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _keep(learned: Understanding, path: Path) -> None:
    """Write a file atomically, and remove the least recently used of too many."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        pickle.dump(learned, file, protocol=pickle.HIGHEST_PROTOCOL)
    Path(file.name).replace(path)
    for old in sorted(path.parent.glob("*.pickle"), key=lambda each: each.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _digest(texts: Sequence[str]) -> str:
    digest = sha256(_program())
    for text in texts:
        digest.update(sha256(text.encode()).digest())
    return digest.hexdigest()


@cache
def _program() -> bytes:
    """Return an identifier of the program that learns: its code, and the versions of its dependencies."""
    return "\0".join((sys.version, *_versions(), *map(_text, _code()))).encode()


def _versions() -> Iterator[str]:
    yield from (
        metadata.version(name) for name in ("scikit-learn", "numpy", "scipy", "pyspellchecker", "snowballstemmer")
    )


def _code() -> Iterator[Path]:
    for room in (ontology, sparql):
        yield from sorted(Path(str(room.__file__)).parent.rglob("*.py"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
