"""Finding the files to load, their respondents, and what is known about them before they are read."""

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
from loaders.reviews.keeping import beside
from loaders.reviews.review import Review
from ontology.lexicon import Lexicon

_NOTES = ("readme*", "source*", "licen[cs]e*", "notice*", "copyright*")
"""Files that stand beside responses and are none."""
_BESIDE = frozenset({"reviews"})
"""Folders that stand beside responses and hold none."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One response to load, or one file that holds many."""

    path: Path
    name: str
    """What messages call it."""
    context: Context
    response: str
    """Id of the response in its consultation."""
    encoding: str | None = None
    expect: Mapping[Part, tuple[int, int]] = field(default_factory=dict)
    table: TableEntry | None = None
    reviews: tuple[Review, ...] = ()
    """What people have said of its statements."""

    @property
    def is_container(self) -> bool:
        """Tell whether the file must be unpacked first."""
        return self.path.suffix.lower() in CONTAINERS

    def fingerprint(self, *versions: str) -> str:
        """Return a digest of all that its graph will depend on: bytes, manifest, versions. Hexadecimal."""
        said = [self.path.name, self.response, self.encoding, self.context, self.expect, self.reviews]
        return sha256(self.path.read_bytes() + orjson.dumps([*said, versions])).hexdigest()


@dataclass
class Found:
    """What there is to load, and what is not fit for it."""

    sources: list[Source] = field(default_factory=list)
    refused: list[BadInput] = field(default_factory=list)
    manifests: list[Manifest] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was guessed, one sentence each."""
    reviews: dict[tuple[str, str], list[Review]] = field(default_factory=dict)
    """By consultation and response, what people have said of its statements."""
    folders: dict[str, Path] = field(default_factory=dict)
    """The folder of each manifest, by the id of its consultation."""

    def add_reviews(self, consultation: str, some: Iterable[Review]) -> None:
        """Add what people have said of the statements in a consultation."""
        for review in some:
            self.reviews.setdefault((consultation, review.response), []).append(review)


def find(paths: Iterable[Path], *, lexicon: Lexicon, limits: Limits) -> Found:
    """Find the responses under files and folders.

    Raises BadInput for a path that is not there, a mistake in a ``consultation.yaml``, or a file named there in vain.
    """
    found = Found()
    taken: dict[str, Ids] = {}
    for path in paths:
        if not path.exists():
            raise BadInput(path, "is not there")
        search = _Search(path, lexicon, limits, found, taken)
        search.run()
    return found


@dataclass
class _Search:
    """The walk through one path that was given."""

    root: Path
    lexicon: Lexicon
    limits: Limits
    found: Found
    taken: dict[str, Ids]
    """For each consultation, the ids of responses given so far."""
    manifests: dict[Path, "_Known | None"] = field(default_factory=dict)
    """The manifest of each folder, its own or the nearest above it."""
    known: list["_Known"] = field(default_factory=list)

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
        """Yield the files under the folder, in order, that may be responses or that a manifest names as such."""
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

    def _manifest(self, folder: Path) -> "_Known | None":
        """Return the manifest of a folder, or of the nearest one above it within the search."""
        if folder not in self.manifests:
            path = folder / manifest.NAME
            if path.is_file():
                known = manifest.load(path, bodies=self.lexicon.bodies)
                self.known.append(_Known(folder, known))
                self.manifests[folder] = self.known[-1]
                self.found.manifests.append(known)
                self.found.folders[known.id] = folder
                self.found.add_reviews(known.id, beside(folder, lexicon=self.lexicon))
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
        """Return the id of a consultation that no manifest describes: that of its folder, or none for a lone file."""
        return slug(self.root.resolve().name) if self.root.is_dir() else ""


@dataclass
class _Known:
    """A manifest and its folder, and which files of those that it names have come up."""

    folder: Path
    manifest: Manifest
    read: list[Path] = field(default_factory=list)
    """Paths from the folder."""

    def entry(self, path: Path) -> ResponseEntry | None:
        return self.manifest.response_of.get(path.relative_to(self.folder).as_posix())

    def table(self, path: Path) -> TableEntry | None:
        inside = path.relative_to(self.folder)
        return next((table for table in self.manifest.tables if table.holds(inside)), None)

    def refuse_unread(self) -> None:
        """Raise BadInput where an entry names no file that came up: it would not be honoured."""
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
