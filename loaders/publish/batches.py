"""Dividing the responses among workers, and retrying what fails."""

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from loaders.errors import BadInput
from loaders.plan import Plan
from loaders.publish.prepare import Batch, Done, resumed, setup
from loaders.sources.find import Source
from loaders.workers import Failure, Workers

_LARGEST_BATCH: Final = 64
"""Most responses of one task."""
_SECONDS_FOR_EACH: Final = 2.0
"""Time that each response of a batch may add to the time of one file."""


def prepared(changed: Sequence[tuple[Source, str]], spool: Path, plan: Plan) -> Iterator[Done]:
    """Yield batch after batch as workers finish them; a batch that fails is done again one response at a time.

    ``changed`` are responses with their fingerprints; ``spool`` is the folder of prepared graphs.
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
    with Workers[Batch, Done](start, jobs=plan.jobs, limits=plan.limits) as workers:
        failed: list[Batch] = []
        for batch, result in workers.run(fresh, seconds):
            if isinstance(result, Failure) and len(batch.sources) > 1:
                failed += _singly(batch)
            else:
                yield _done(batch, result)
        for batch, result in workers.run(failed, seconds):
            yield _done(batch, result)


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
    return Done(batch.file, refused=tuple(BadInput(source.name, result.reason) for source, _print in batch.sources))
