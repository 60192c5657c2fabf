"""All that there is to load: the files that were found, and what those that hold many responses unpack to."""

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
from loaders.reviews.keeping import beside, kept_for
from loaders.reviews.review import in_order
from loaders.sources import find as sources
from loaders.sources.find import Found, Source
from loaders.sources.unpack import Unpacked, Unpacking, setup
from loaders.workers import Failure, Workers
from ontology.lexicon import Lexicon


@contextmanager
def gathered(
    paths: Sequence[Path], *, lexicon: Lexicon, limits: Limits, jobs: int = 1, reviews: Path | None = None
) -> Iterator[Found]:
    """Find the responses under some paths; what was unpacked for it is there until the block ends. Raises BadInput.

    ``reviews`` holds a folder of verdicts for each consultation, besides those that stand beside the responses.
    """
    found = sources.find(paths, lexicon=lexicon, limits=limits)
    containers = [source for source in found.sources if source.is_container]
    if not containers:
        found.sources = list(_reviewed(found, lexicon, reviews))
        yield found
        return
    found.sources = [source for source in found.sources if not source.is_container]
    with TemporaryDirectory(prefix="whoasks-") as folder:
        _Unpacking(found, lexicon, limits, Path(folder)).run(containers, jobs)
        found.sources = list(_apart(found.sources))
        found.sources = list(_reviewed(found, lexicon, reviews))
        yield found


def _reviewed(found: Found, lexicon: Lexicon, kept: Path | None) -> Iterator[Source]:
    """Give each response what people have said of its statements."""
    if kept:
        for consultation in {source.context.consultation for source in found.sources}:
            found.add_reviews(consultation, beside(kept_for(kept, consultation), lexicon=lexicon))
    for source in found.sources:
        verdicts = found.reviews.get((source.context.consultation, source.response), ())
        yield replace(source, reviews=in_order(verdicts))


def _apart(some: Sequence[Source]) -> Iterator[Source]:
    """Give responses of one consultation that come from several files ids of their own."""
    taken: dict[str, Ids] = {}
    for source in some:
        ids = taken.setdefault(source.context.consultation, Ids())
        response = ids.give(source.response)
        yield replace(source, response=response)


@dataclass
class _Unpacking:
    """The unpacking of some files into a folder each."""

    found: Found
    lexicon: Lexicon
    limits: Limits
    folder: Path

    def run(self, containers: Sequence[Source], jobs: int) -> None:
        tasks = [Unpacking(source, self._place(source)) for source in containers]
        with Workers[Unpacking, Unpacked](partial(setup, self.limits), jobs=jobs, limits=self.limits) as workers:
            done = workers.run(tasks, lambda _task: self.limits.unpack_seconds)
            results = {task.folder: result for task, result in done}
        for task in tasks:
            self._take(task, results[task.folder])

    def _place(self, source: Source) -> Path:
        """Return the folder for a file, of its name: a consultation without a manifest is named for its folder."""
        return self.folder / sha256(bytes(source.path)).hexdigest()[:16] / source.path.stem

    def _take(self, task: Unpacking, result: Unpacked | Failure) -> None:
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
        """Add what an archive holds; archives within archives are refused."""
        try:
            inside = sources.find([folder], lexicon=self.lexicon, limits=self.limits)
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
    return BadInput(error.file.replace(str(folder), name), error.sentence, line=error.line)
