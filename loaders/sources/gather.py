"""Gathering everything that there is to load: files, the contents of archives, and the rows of tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.naming import Ids
from loaders.reviews.keeping import folder_for, reviews_in
from loaders.reviews.review import in_order
from loaders.sources.find import Found, Source, find
from loaders.sources.unpack import Unpacked, UnpackTask, setup
from loaders.workers import Failure, Workers
from ontology.lexicon import Lexicon


@contextmanager
def gathered(
    paths: Sequence[Path], *, lexicon: Lexicon, limits: Limits, jobs: int = 1, reviews: Path | None = None
) -> Iterator[Found]:
    """Find the responses under some files and folders; unpacked files are deleted when the ``with`` block ends.

    ``reviews`` is a folder with a folder of verdicts for each consultation; those kept beside the responses are always
    read. Raises BadInput as ``find`` does.
    """
    found = find(paths, lexicon=lexicon, limits=limits)
    containers = [source for source in found.sources if source.is_container]
    if not containers:
        found.sources = list(_reviewed(found, lexicon, reviews))
        yield found
        return
    found.sources = [source for source in found.sources if not source.is_container]
    with TemporaryDirectory(prefix="whoasks-") as folder:
        _Unpacker(found, lexicon, limits, Path(folder)).run(containers, jobs)
        found.sources = list(_with_own_ids(found.sources))
        found.sources = list(_reviewed(found, lexicon, reviews))
        yield found


def _reviewed(found: Found, lexicon: Lexicon, kept: Path | None) -> Iterator[Source]:
    """Yield each response with the verdicts on its statements."""
    if kept:
        for consultation in {source.context.consultation for source in found.sources}:
            found.add_reviews(consultation, reviews_in(folder_for(kept, consultation), lexicon))
    for source in found.sources:
        verdicts = found.reviews.get((source.context.consultation, source.response), ())
        yield replace(source, reviews=in_order(verdicts))


def _with_own_ids(some: Sequence[Source]) -> Iterator[Source]:
    """Yield the responses with ids that are unique in their consultation, as those from several files may not be."""
    taken: dict[str, Ids] = {}
    for source in some:
        ids = taken.setdefault(source.context.consultation, Ids())
        yield replace(source, response=ids.give(source.response))


@dataclass
class _Unpacker:
    """Unpacks files, each into a folder of its own, and adds what they hold to what was found."""

    found: Found
    lexicon: Lexicon
    limits: Limits
    folder: Path

    def run(self, containers: Sequence[Source], jobs: int) -> None:
        tasks = [UnpackTask(source, self._place(source)) for source in containers]
        with Workers[UnpackTask, Unpacked](partial(setup, self.limits), jobs=jobs, limits=self.limits) as workers:
            done = workers.run(tasks, lambda _task: self.limits.unpack_seconds)
            results = {task.folder: result for task, result in done}
        for task in tasks:
            self._take(task, results[task.folder])

    def _place(self, source: Source) -> Path:
        """Return the folder to unpack a file into, named like the file: a consultation without a manifest is, too."""
        return self.folder / sha256(bytes(source.path)).hexdigest()[:16] / source.path.stem

    def _take(self, task: UnpackTask, result: Unpacked | Failure) -> None:
        if isinstance(result, Failure):
            self.found.refused.append(BadInput(task.source.name, result.reason))
        elif result.refused:
            self.found.refused.append(result.refused)
        elif result.folder:
            self._search(task.source, result.folder)
        else:
            self.found.sources += result.rows
            self.found.notes += result.notes

    def _search(self, archive: Source, folder: Path) -> None:
        """Add the responses in an unpacked archive; archives within it are refused."""
        try:
            inside = find([folder], lexicon=self.lexicon, limits=self.limits)
        except BadInput as error:
            raise _outside(error, folder, archive.name) from None
        self.found.manifests += inside.manifests
        self.found.reviews.update(inside.reviews)
        self.found.refused += [_outside(error, folder, archive.name) for error in inside.refused]
        for source in inside.sources:
            name = source.name.replace(str(folder), archive.name)
            if source.is_container:
                self.found.refused.append(BadInput(name, "is packed within an archive; unpack it first"))
                continue
            context = source.context if inside.manifests else archive.context
            known = context if context.consultation else source.context
            self.found.sources.append(replace(source, name=name, context=known))


def _outside(error: BadInput, folder: Path, name: str) -> BadInput:
    return error.renamed(error.file.replace(str(folder), name))
