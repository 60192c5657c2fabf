"""The whole way: find → read → segment → extract → resolve → graph → validate → infer → publish.

A load is all or nothing. Readers and extractors run in worker processes that write what they found as N-Quads; this
process alone writes to the store, into a generation that nobody reads before it is published.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

import orjson
import pyoxigraph as ox

from loaders import BUNDLED_CORPUS
from loaders.document import Extraction
from loaders.errors import BadInput
from loaders.extract import extractor as extractor_named
from loaders.limits import Limits
from loaders.publish import model, provenance, version
from loaders.publish.prepare import Batch, Done, extracting, resumed, setup, statements
from loaders.publish.publication import Publication, described
from loaders.publish.published import fingerprints, is_current
from loaders.publish.similar import similarity_quads
from loaders.publish.validate import LARGEST, breaches
from loaders.publish.workers import Failure, Workers
from loaders.sources.find import Found, Source
from loaders.sources.gather import gathered
from ontology.lexicon import Lexicon, LexiconError
from ontology.vocabulary import GRAPH_INFERENCES, GRAPH_MODEL
from sparql.rules import infer
from sparql.store import EmbeddedStore, Store, StoreError, Writer

_LARGEST_BATCH: Final = 64
"""Responses that one task holds at most."""
_CORPORA: Final = "corpora.json"
"""File of a store that lists what was loaded into it."""
_COMPARED: Final = 30_000
"""Asks that are compared with each other at most; the work and the memory grow with their number."""
_SECONDS_FOR_EACH: Final = 2.0
"""Time that each response of a batch may add to the time of one file."""


class Listener(Protocol):
    """Whoever wants to hear how a load goes on."""

    def stage(self, name: str) -> None:
        """Hear what is done now."""

    def expect(self, total: int) -> None:
        """Hear how many responses there are to extract."""

    def advance(self, responses: int, statements: int) -> None:
        """Hear that some more have been extracted, and how many statements they hold."""


class _Silence:
    """Nobody listens."""

    def stage(self, name: str) -> None:
        pass

    def expect(self, total: int) -> None:
        pass

    def advance(self, responses: int, statements: int) -> None:
        pass


@dataclass
class Summary:
    """What a load did."""

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    quarantined: list[BadInput] = field(default_factory=list)
    statements: int = 0
    quads: int = 0
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    published: str | None = None
    """Version of the dataset that was published; None where nothing has changed."""


@dataclass(frozen=True)
class Plan:
    """What to load with."""

    ontology: Path
    extractor: str = "rules"
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    limits: Limits = field(default_factory=Limits)
    strict: bool = False
    """Whether one bad file stops the load."""
    reviews: Path | None = None
    """Folder of what was said of statements on the service's pages, besides what stands beside the responses."""


class _NothingToPublish(Exception):
    """Ends the writing of a generation that would hold nothing new."""


def load(store: Store, paths: Sequence[Path], plan: Plan, listener: Listener | None = None) -> Summary:
    """Load the responses under some files and folders; without any, the bundled corpus.

    Raises BadInput where nothing can be loaded: the store is then as it was.
    """
    return _Loading(store, plan, listener or _Silence()).run(paths or [BUNDLED_CORPUS])


@dataclass
class _Loading:
    """One load on its way."""

    store: Store
    plan: Plan
    listener: Listener
    summary: Summary = field(default_factory=Summary)
    extractor: str = ""
    """Which version of the extractor is at work, where it says so: the model behind it."""

    def run(self, paths: Sequence[Path]) -> Summary:
        started = time.monotonic()
        lexicon = _lexicon(self.plan.ontology)
        self.extractor = str(getattr(extractor_named(self.plan.extractor, lexicon), "version", ""))
        self.listener.stage("finding responses")
        plan = self.plan
        with gathered(paths, lexicon=lexicon, limits=plan.limits, jobs=plan.jobs, reviews=plan.reviews) as found:
            self._load(found, paths)
        self._refuse_if_nothing_is_good()
        self.summary.seconds = time.monotonic() - started
        return self.summary

    def _load(self, found: Found, paths: Sequence[Path]) -> None:
        """Publish what has changed, if anything has."""
        self.summary.notes += found.notes
        for error in found.refused:
            self._quarantine(error)
        before = self.store.version()
        published = fingerprints(self.store)
        digest = model.version(self.plan.ontology)
        changed = self._changed(found.sources, published, digest)
        self.summary.read = len(found.sources) + len(found.refused)
        if changed or published.get(GRAPH_MODEL) != digest:
            with _spool(self.store) as spool, self.store.writing(_reason(paths)) as writer:
                if self.store.version() != before:  # what was compared with above is no longer what is there
                    raise StoreError("another process has published meanwhile; run this again")
                contexts = described(manifest.context() for manifest in found.manifests)
                publication = Publication(writer, provenance.Load.now(digest), published, contexts)
                self._write(publication, changed, spool)
            version_now = self.store.version()
            self.summary.published = version_now if version_now != before else None
            _remember(self.store, paths)

    def _changed(
        self, candidates: Sequence[Source], published: dict[str, str], digest: str
    ) -> list[tuple[Source, str]]:
        """Return the sources whose graph is not published yet, each with its fingerprint."""
        known = set(published.values())
        changed = []
        for source in candidates:
            try:
                fingerprint = source.fingerprint(digest, version.rules(), self.plan.extractor, self.extractor)
            except OSError as error:
                self._quarantine(BadInput(source.name, f"cannot be read: {error.strerror}"))
                continue
            if fingerprint in known:
                self.summary.unchanged += 1
            else:
                changed.append((source, fingerprint))
        return changed

    def _write(self, publication: Publication, changed: Sequence[tuple[Source, str]], spool: Path) -> None:
        self.listener.stage("extracting statements")
        self.listener.expect(len(changed))
        publication.replace_model(self.plan.ontology)
        for done in self._prepared(changed, spool):
            publication.add(done)
            self._count(done)
        if not self.summary.loaded and (changed or not self.summary.unchanged):
            raise _NothingToPublish
        publication.finish()
        if self.summary.quads <= LARGEST:
            self.listener.stage("checking the shapes")
            self.summary.notes += breaches(publication.writer, publication.graphs, self.plan.ontology)
        self.listener.stage("inferring")
        self.summary.notes += conclude(publication.writer)
        self.listener.stage("publishing")

    def _count(self, done: Done) -> None:
        found = statements(done.prepared)
        self.summary.loaded += len(done.prepared)
        self.summary.statements += found
        self.summary.quads += sum(prepared.quads for prepared in done.prepared)
        self.summary.notes += [f"{prepared.name}: {note}" for prepared in done.prepared for note in prepared.notes]
        for file, sentence, line in done.refused:
            self._quarantine(BadInput(file, sentence, line=line))
        self.listener.advance(len(done.prepared) + len(done.refused), found)

    def _prepared(self, changed: Sequence[tuple[Source, str]], spool: Path) -> Iterator[Done]:
        """Yield batch after batch as workers finish them; a batch that fails is done again one response at a time."""
        batches = _batches(changed, spool, self.plan.jobs)
        fresh = []
        for batch in batches:
            done = resumed(batch.file)
            if done:
                yield done
            else:
                fresh.append(batch)
        start = partial(setup, self.plan.ontology, self.plan.extractor, self.plan.limits)
        with Workers[Batch, Done](start, jobs=self.plan.jobs, limits=self.plan.limits) as workers:
            failed: list[Batch] = []
            for batch, result in workers.run(fresh, self._seconds):
                if isinstance(result, Failure) and len(batch.sources) > 1:
                    failed += _singly(batch)
                else:
                    yield _done(batch, result)
            for batch, result in workers.run(failed, self._seconds):
                yield _done(batch, result)

    def _seconds(self, batch: Batch) -> float:
        return self.plan.limits.seconds + _SECONDS_FOR_EACH * (len(batch.sources) - 1)

    def _quarantine(self, error: BadInput) -> None:
        if self.plan.strict:
            raise error
        self.summary.quarantined.append(error)

    def _refuse_if_nothing_is_good(self) -> None:
        if not self.summary.loaded and not self.summary.unchanged:
            bad = self.summary.quarantined
            raise bad[0] if bad else BadInput("load", "found no response to load")


def ensure(store: Store, plan: Plan, listener: Listener | None = None) -> Summary | None:
    """Build the bundled dataset where nothing is published yet; load anew what was loaded with another model or rules.

    Returns None where the store is as it should be.
    """
    return None if is_current(store, plan.ontology) else load(store, _corpora(store), plan, listener)


def reload(store: Store, plan: Plan) -> Summary | None:
    """Load anew what has changed of all that was ever loaded, verdicts among it; None where nothing of it is known."""
    known = [path for path in _corpora(store) if path.exists()]
    return load(store, known, plan) if known else None


def _corpora(store: Store) -> list[Path]:
    """Return the files and folders that were ever loaded into a store of this machine."""
    if not isinstance(store, EmbeddedStore):
        return []
    try:
        return [Path(path) for path in orjson.loads((store.folder / _CORPORA).read_bytes())]
    except FileNotFoundError:
        return []


def _remember(store: Store, paths: Sequence[Path]) -> None:
    """Keep in mind what was loaded, so that it can be loaded anew when the model or the rules change."""
    if isinstance(store, EmbeddedStore):
        known = dict.fromkeys([*_corpora(store), *(path.resolve() for path in paths)])
        (store.folder / _CORPORA).write_bytes(orjson.dumps([str(path) for path in known if path.exists()]))


def conclude(writer: Writer) -> list[str]:
    """Write what follows from what has been written, and return what was left out of it."""
    asks = count(writer.query("SELECT (COUNT(?ask) AS ?number) { ?ask a wa:Ask }"))
    compared = asks <= _COMPARED
    writer.replace_graph(GRAPH_INFERENCES, infer(writer.query))
    if compared:
        likeness = ox.serialize(similarity_quads(writer.query), format=ox.RdfFormat.N_QUADS)
        writer.add(BytesIO(likeness or b""))
    return [] if compared else [f"{asks:,} asks are too many to compare each with others; none was linked as similar"]


def count(rows: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> int:
    """Return the one number that a query counts."""
    number = next(rows)["number"] if isinstance(rows, ox.QuerySolutions) else None
    return int(number.value) if isinstance(number, ox.Literal) else 0


def _lexicon(ontology: Path) -> Lexicon:
    try:
        return Lexicon.load(ontology)
    except LexiconError as error:
        raise BadInput(ontology, str(error)) from None


def _reason(paths: Sequence[Path]) -> str:
    return "load " + ", ".join(path.name for path in paths)


def _batches(changed: Sequence[tuple[Source, str]], spool: Path, jobs: int) -> list[Batch]:
    """Divide the work; the same work is divided alike, so that an interrupted load finds again what was prepared."""
    size = max(1, min(_LARGEST_BATCH, len(changed) // (4 * jobs)))
    return [_batch(changed[first : first + size], spool) for first in range(0, len(changed), size)]


def _batch(some: Sequence[tuple[Source, str]], spool: Path) -> Batch:
    digest = sha256("".join(fingerprint for _source, fingerprint in some).encode()).hexdigest()
    return Batch(tuple(some), spool / f"{digest[:32]}.nq.zst")


def _singly(batch: Batch) -> list[Batch]:
    return [_batch([one], batch.file.parent) for one in batch.sources]


def _done(batch: Batch, result: Done | Failure) -> Done:
    if isinstance(result, Done):
        return result
    return Done(batch.file, refused=tuple((source.name, result.reason, None) for source, _print in batch.sources))


@contextmanager
def _spool(store: Store) -> Iterator[Path]:
    """Lend a folder for prepared graphs: beside the store and kept until they are published, so that a load resumes."""
    if not isinstance(store, EmbeddedStore):
        with tempfile.TemporaryDirectory(prefix="whoasks-") as temporary:
            yield Path(temporary)
        return
    folder = store.folder / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(_NothingToPublish):
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


def extract_file(path: Path, plan: Plan) -> list[Extraction]:
    """Return what one file says, one extraction for each response that it holds; raises BadInput."""
    lexicon = _lexicon(plan.ontology)
    extractor_named(plan.extractor, lexicon)
    if not path.is_file():
        raise BadInput(path, "is a folder" if path.is_dir() else "is not there")
    start = partial(extracting, plan.ontology, plan.extractor, plan.limits)
    with gathered([path], lexicon=lexicon, limits=plan.limits) as found:
        if found.refused:
            raise found.refused[0]
        with Workers[Source, Extraction | BadInput](start, jobs=1, limits=plan.limits) as workers:
            return [_extraction(*pair) for pair in workers.run(found.sources, lambda _source: plan.limits.seconds)]


def _extraction(source: Source, result: Extraction | BadInput | Failure) -> Extraction:
    if isinstance(result, BadInput):
        raise result
    if isinstance(result, Failure):
        raise BadInput(source.name, result.reason)
    return result
