"""The whole pipeline: find → read → segment → extract → resolve → graph → validate → infer → publish.

A load is all or nothing. Worker processes read files, extract statements and write them as N-Quads. Only this process
writes to the store, into a generation that nobody reads before it is published.
"""

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from loaders import BUNDLED_CORPUS
from loaders.errors import BadInput
from loaders.extract import extractor as extractor_named
from loaders.plan import Plan
from loaders.progress import Listener, Silence, Summary
from loaders.publish import corpora, provenance, version
from loaders.publish.batches import prepared
from loaders.publish.inferences import conclude
from loaders.publish.prepare import PreparedBatch
from loaders.publish.pruning import consultations, response_graphs, stale
from loaders.publish.publication import Publication
from loaders.publish.published import fingerprints, is_current
from loaders.publish.validate import LARGEST, breaches
from loaders.sources.find import Found, Source
from loaders.sources.gather import gathered
from ontology.sources import Sources
from ontology.vocabulary import GRAPH_MODEL
from sparql.store import EmbeddedStore, Store, StoreError

__all__ = ["Listener", "Plan", "Summary", "ensure", "load", "reload"]


class _NothingToPublish(Exception):
    """Raised to abandon a generation that would contain nothing new."""


def load(store: Store, paths: Sequence[Path], plan: Plan, listener: Listener | None = None) -> Summary:
    """Load the responses in some files and folders, or the bundled corpus if none are given.

    ``listener`` receives the progress. Raises BadInput if nothing can be loaded, and StoreError if another process
    publishes meanwhile; the store is then unchanged.
    """
    return _Loading(store, plan, listener or Silence()).run(paths or [BUNDLED_CORPUS])


@dataclass
class _Loading:
    """One load in progress."""

    store: Store
    plan: Plan
    listener: Listener
    summary: Summary = field(default_factory=Summary)
    extractor: str = ""
    """Version of the extractor, such as the language model that it uses; empty if it has none."""

    def run(self, paths: Sequence[Path]) -> Summary:
        started = time.monotonic()
        lexicon = self.plan.lexicon()
        self.extractor = str(getattr(extractor_named(self.plan.extractor, lexicon), "version", ""))
        self.listener.stage("finding responses")
        plan = self.plan
        with gathered(paths, lexicon=lexicon, limits=plan.limits, jobs=plan.jobs, reviews=plan.reviews) as found:
            self._load(found, paths)
        self._refuse_if_nothing_is_good()
        self.summary.seconds = time.monotonic() - started
        return self.summary

    def _load(self, found: Found, paths: Sequence[Path]) -> None:
        """Publish whatever has changed."""
        self.summary.notes += found.notes
        for error in found.refused:
            self._quarantine(error)
        before = self.store.version()
        published = fingerprints(self.store)
        digest = Sources.read(self.plan.ontology).digest
        changed = self._changed(found.sources, published, digest)
        self.summary.read = len(found.sources) + len(found.refused)
        held = consultations(found)
        left = corpora.left_behind(self.store, paths, held)
        gone = stale(found, published, left) if self.plan.prune else self._tell_of(left, published)
        if changed or gone or published.get(GRAPH_MODEL) != digest:
            with _spool(self.store) as spool, self.store.writing(_reason(paths), lasting=True) as writer:
                if self.store.version() != before:  # the comparison above was with another generation
                    raise StoreError("another process has published meanwhile; run this again")
                contexts = {manifest.id: manifest.context() for manifest in found.manifests}
                publication = Publication(writer, provenance.Load.now(digest), published, contexts)
                publication.remove(gone)
                self._write(publication, changed, spool)
            version_now = self.store.version()
            self.summary.published = version_now if version_now != before else None
            self.summary.removed = len(gone) if self.summary.published else 0
            corpora.remember(self.store, paths, held, left if self.summary.removed else frozenset())

    def _tell_of(self, left: Iterable[str], published: dict[str, str]) -> list[str]:
        """Add a note for each consultation left behind that is still in the dataset; return no graphs to remove."""
        for name in sorted(left):
            if count := len(response_graphs([name], published)):
                self.summary.notes.append(
                    f"{count} responses that were loaded from here as consultation “{name}” are still in the dataset; "
                    "--prune removes them"
                )
        return []

    def _changed(
        self, candidates: Sequence[Source], published: dict[str, str], digest: str
    ) -> list[tuple[Source, str]]:
        """Return the sources whose graph is new or has changed, each with its fingerprint."""
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
        publication.add(self._counted(prepared(changed, spool, self.plan)))
        if not self.summary.loaded and (changed or not self.summary.unchanged):
            raise _NothingToPublish
        publication.finish()
        if self.summary.quads <= LARGEST:
            self.listener.stage("checking the shapes")
            self.summary.notes += breaches(publication.writer, publication.graphs, self.plan.ontology)
        self.listener.stage("inferring")
        first_with = self.plan.ontology if self.store.version() is None else None
        self.summary.notes += conclude(publication.writer, first_with)
        self.listener.stage("publishing")

    def _counted(self, batches: Iterable[PreparedBatch]) -> Iterator[PreparedBatch]:
        """Yield batches after adding them to the summary."""
        for batch in batches:
            self._count(batch)
            yield batch

    def _count(self, batch: PreparedBatch) -> None:
        found = sum(prepared.statements for prepared in batch.prepared)
        self.summary.loaded += len(batch.prepared)
        self.summary.statements += found
        self.summary.quads += sum(prepared.quads for prepared in batch.prepared)
        self.summary.notes += [f"{prepared.name}: {note}" for prepared in batch.prepared for note in prepared.notes]
        for error in batch.refused:
            self._quarantine(error)
        self.listener.advance(len(batch.prepared) + len(batch.refused), found)

    def _quarantine(self, error: BadInput) -> None:
        if self.plan.strict:
            raise error
        self.summary.quarantined.append(error)

    def _refuse_if_nothing_is_good(self) -> None:
        if not self.summary.loaded and not self.summary.unchanged:
            bad = self.summary.quarantined
            raise bad[0] if bad else BadInput("load", "found no response to load")


def ensure(store: Store, plan: Plan, listener: Listener | None = None) -> Summary | None:
    """Load the bundled corpus into an empty store; reload any other store if the model or the rules have changed.

    Responses from a folder that no longer exists remain as they are. Returns None if there is nothing to do, or if none
    of the files exist any more. Raises as ``load`` does.
    """
    if is_current(store, plan.ontology):
        return None
    known = corpora.known(store)
    there = [path for path in known if path.exists()]
    return load(store, there, plan, listener) if there or not known else None


def reload(store: Store, plan: Plan) -> Summary | None:
    """Reload the files that were ever loaded and that, or whose reviews, have changed.

    Returns None if none of them exist any more. Raises as ``load`` does.
    """
    known = [path for path in corpora.known(store) if path.exists()]
    return load(store, known, plan) if known else None


def _reason(paths: Sequence[Path]) -> str:
    return "load " + ", ".join(path.name for path in paths)


@contextmanager
def _spool(store: Store) -> Iterator[Path]:
    """Provide a folder for prepared graphs; in that of a store, it stays until they are published, to resume loads."""
    if not isinstance(store, EmbeddedStore):
        with tempfile.TemporaryDirectory(prefix="whoasks-") as temporary:
            yield Path(temporary)
        return
    folder = store.folder / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(_NothingToPublish):
        yield folder
    shutil.rmtree(folder, ignore_errors=True)
