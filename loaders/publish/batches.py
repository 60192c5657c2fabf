"""Dividing the responses among workers, and retrying what fails."""

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from loaders.errors import BadInput
from loaders.plan import Plan
from loaders.publish.prepare import Batch, PreparedBatch, resumed, setup
from loaders.sources.find import Source
from loaders.workers import Failure, Workers

_LARGEST_BATCH: Final = 64
"""Most responses in a batch."""
_SECONDS_FOR_EACH: Final = 2.0
"""Seconds that a batch may take for each response beyond the first, besides the limit for one file."""


def prepared(changed: Sequence[tuple[Source, str]], spool: Path, plan: Plan) -> Iterator[PreparedBatch]:
    """Yield batches as workers finish them; the responses of a batch that fails are tried again one by one.

    ``changed`` are responses with their fingerprints; ``spool`` is the folder of prepared graphs, from which batches
    that an interrupted load has finished are taken first.
    """

    def seconds(batch: Batch) -> float:
        return plan.limits.seconds + _SECONDS_FOR_EACH * (len(batch.sources) - 1)

    batches = _batches(changed, spool, plan.jobs)
    fresh = []
    for batch in batches:
        done = resumed(batch.file)
        if done:
            yield done
        else:
            fresh.append(batch)
    start = partial(setup, plan.ontology, plan.extractor, plan.limits)
    with Workers[Batch, PreparedBatch](start, jobs=plan.jobs, limits=plan.limits) as workers:
        failed: list[Batch] = []
        for batch, result in workers.run(fresh, seconds):
            if isinstance(result, Failure) and len(batch.sources) > 1:
                failed += _singly(batch)
            else:
                yield _prepared(batch, result)
        for batch, result in workers.run(failed, seconds):
            yield _prepared(batch, result)


def _batches(changed: Sequence[tuple[Source, str]], spool: Path, jobs: int) -> list[Batch]:
    """Divide responses into batches, always in the same way, so that an interrupted load finds what it has prepared."""
    size = max(1, min(_LARGEST_BATCH, len(changed) // (4 * jobs)))
    return [_batch(changed[first : first + size], spool) for first in range(0, len(changed), size)]


def _batch(some: Sequence[tuple[Source, str]], spool: Path) -> Batch:
    digest = sha256("".join(fingerprint for _source, fingerprint in some).encode()).hexdigest()
    return Batch(tuple(some), spool / f"{digest[:32]}.nq.zst")


def _singly(batch: Batch) -> list[Batch]:
    return [_batch([one], batch.file.parent) for one in batch.sources]


def _prepared(batch: Batch, result: PreparedBatch | Failure) -> PreparedBatch:
    if isinstance(result, PreparedBatch):
        return result
    refused = tuple(BadInput(source.name, result.reason) for source, _fingerprint in batch.sources)
    return PreparedBatch(batch.file, refused=refused)
