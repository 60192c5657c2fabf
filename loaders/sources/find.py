"""Finding the files to load, and what their manifests say about them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

import orjson

from loaders import manifest
from loaders.document import Context
from loaders.errors import BadInput
from loaders.kinds import Part
from loaders.limits import Limits
from loaders.manifest import Manifest, ResponseEntry, TableEntry, lines
from loaders.naming import Ids, slug
from loaders.readers import CONTAINERS
from loaders.reviews.keeping import reviews_in
from loaders.reviews.review import Review
from ontology.lexicon import Lexicon

_NOTES = ("readme*", "source*", "licen[cs]e*", "notice*", "copyright*")
"""Names of files beside the responses that are no responses."""
_BESIDE = frozenset({"reviews"})
"""Names of folders beside the responses that hold no responses."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One response to load, or one file that holds many."""

    path: Path
    name: str
    """Its name in messages."""
    context: Context
    response: str
    """Id of the response in its consultation."""
    encoding: str | None = None
    expect: Mapping[Part, tuple[int, int]] = field(default_factory=dict)
    table: TableEntry | None = None
    reviews: tuple[Review, ...] = ()
    """The verdicts of reviewers on its statements."""

    @property
    def is_container(self) -> bool:
        """Whether the file must be unpacked first."""
        return self.path.suffix.lower() in CONTAINERS

    def fingerprint(self, *versions: str) -> str:
        """Return a hexadecimal digest of everything that its graph depends on: the file, its manifest, the versions."""
        said = [self.path.name, self.response, self.encoding, self.context, self.expect, self.reviews]
        return sha256(self.path.read_bytes() + orjson.dumps([*said, versions])).hexdigest()


@dataclass
class Found:
    """The responses to load, and the files that cannot be loaded."""

    sources: list[Source] = field(default_factory=list)
    refused: list[BadInput] = field(default_factory=list)
    manifests: list[Manifest] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was guessed, one sentence each."""
    reviews: dict[tuple[str, str], list[Review]] = field(default_factory=dict)
    """The verdicts of reviewers on the statements of each response, by consultation and response."""
    folders: dict[str, Path] = field(default_factory=dict)
    """The folder of each manifest, by the id of its consultation."""

    def add_reviews(self, consultation: str, some: Iterable[Review]) -> None:
        """Add verdicts on statements in a consultation."""
        for review in some:
            self.reviews.setdefault((consultation, review.response), []).append(review)


def find(paths: Iterable[Path], *, lexicon: Lexicon, limits: Limits) -> Found:
    """Find the responses under files and folders.

    Raises BadInput for a path that does not exist, a mistake in a ``consultation.yaml``, or an entry of it whose file
    does not exist.
    """
    found = Found()
    taken: dict[str, Ids] = {}
    for path in paths:
        if not path.exists():
            raise BadInput(path, "is not there")
        _Search(path, lexicon, limits, found, taken).run()
    return found


@dataclass
class _Search:
    """The search of one file or folder; it adds to what other searches found."""

    root: Path
    lexicon: Lexicon
    limits: Limits
    found: Found
    taken: dict[str, Ids]
    """For each consultation, the ids of responses given so far."""
    manifests: dict[Path, "_ManifestFolder | None"] = field(default_factory=dict)
    """The manifest of each folder, its own or the nearest above it."""
    known: list["_ManifestFolder"] = field(default_factory=list)
    """The folders that have a manifest of their own."""

    def run(self) -> None:
        for path in [self.root] if self.root.is_file() else self._files():
            try:
                self._refuse_oversized(path)
            except BadInput as error:
                self.found.refused.append(error)
            else:
                self.found.sources.append(self._source(path))
        for known in self.known if self.root.is_dir() else ():
            known.refuse_unread()

    def _files(self) -> Iterator[Path]:
        """Yield the files under the folder, in order, that a manifest names as responses or that may be some."""
        for path in sorted(self.root.rglob("*")):
            known = self._manifest(path.parent)
            if path.name == manifest.NAME or not path.is_file():
                continue
            is_named = known is not None and known.entry(path) is not None
            if is_named or _may_be_response(path.relative_to(self.root)):
                if known:
                    known.read.append(path.relative_to(known.folder))
                yield path

    def _refuse_oversized(self, path: Path) -> None:
        try:
            size = path.stat().st_size
        except OSError as error:
            raise BadInput(path, f"cannot be read: {error.strerror}") from None
        most = self.limits.unpacked_bytes if path.suffix.lower() in CONTAINERS else self.limits.file_bytes
        if size > most:
            raise BadInput(path, f"is too large: {size >> 20} MiB, and {most >> 20} are read at most")
        if size == 0:
            raise BadInput(path, "is empty")

    def _manifest(self, folder: Path) -> "_ManifestFolder | None":
        """Return the manifest of a folder or of the nearest folder above it, no higher than the root of the search."""
        if folder not in self.manifests:
            path = folder / manifest.NAME
            if path.is_file():
                known = manifest.load(path, bodies=self.lexicon.bodies)
                self.known.append(_ManifestFolder(folder, known))
                self.manifests[folder] = self.known[-1]
                self.found.manifests.append(known)
                self.found.folders[known.id] = folder
                self.found.add_reviews(known.id, reviews_in(folder, self.lexicon))
            else:
                inside = folder != self.root and self.root in folder.parents
                self.manifests[folder] = self._manifest(folder.parent) if inside else None
        return self.manifests[folder]

    def _source(self, path: Path) -> Source:
        known = self._manifest(path.parent)
        entry, table = (known.entry(path), known.table(path)) if known else (None, None)
        context = known.manifest.context(entry) if known else Context(consultation=self._unnamed())
        wanted = (entry and (entry.id or entry.respondent)) or slug(path.stem)
        response = self.taken.setdefault(context.consultation, Ids()).give(wanted)
        return Source(
            path=path,
            name=str(path),
            context=context,
            response=response,
            encoding=entry.encoding if entry else table.encoding if table else None,
            expect=dict(entry.expect) if entry else {},
            table=table,
        )

    def _unnamed(self) -> str:
        """Return the id of a consultation without a manifest: the folder's name, or empty for a single file."""
        return slug(self.root.resolve().name) if self.root.is_dir() else ""


@dataclass
class _ManifestFolder:
    """A manifest, its folder, and the files that were found under it."""

    folder: Path
    manifest: Manifest
    read: list[Path] = field(default_factory=list)
    """The files, relative to the folder."""

    def entry(self, path: Path) -> ResponseEntry | None:
        return self.manifest.response_of.get(path.relative_to(self.folder).as_posix())

    def table(self, path: Path) -> TableEntry | None:
        inside = path.relative_to(self.folder)
        return next((table for table in self.manifest.tables if table.holds(inside)), None)

    def refuse_unread(self) -> None:
        """Raise BadInput for an entry that names none of the files that were found: it would have no effect."""
        named = {path.as_posix() for path in self.read}
        for index, response in enumerate(self.manifest.responses):
            if response.file not in named:
                there = (self.folder / response.file).is_file()
                why = "which another manifest stands nearer to" if there else "which is not there"
                self._refuse("responses", index, f"names the response {response.file}, {why}")
        for index, table in enumerate(self.manifest.tables):
            if not any(table.holds(path) for path in self.read):
                self._refuse("tables", index, f"names the table {table.file}, and no file is called so")

    def _refuse(self, part: str, index: int, sentence: str) -> None:
        path = self.folder / manifest.NAME
        raise BadInput(path, sentence, line=lines.line_of(path, (part, index, "file")))


def _may_be_response(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    beside = _BESIDE.intersection(path.parts[:-1])
    return not hidden and not beside and not any(fnmatch(path.name.lower(), note) for note in _NOTES)
