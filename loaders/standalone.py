"""Extracting statements without a store, as ``whoasks extract`` does."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from loaders.document import Extraction
from loaders.errors import BadInput
from loaders.extract import extractor as extractor_named
from loaders.plan import Plan
from loaders.publish.extraction import setup
from loaders.sources.find import Source
from loaders.sources.gather import gathered
from loaders.workers import Failure, Workers


def extract_file(path: Path, plan: Plan) -> list[Extraction]:
    """Return an extraction for each response in a file; raises BadInput if it cannot be read."""
    lexicon = plan.lexicon()
    extractor_named(plan.extractor, lexicon)  # an unknown one is refused here, before any worker starts
    if not path.is_file():
        raise BadInput(path, "is a folder" if path.is_dir() else "is not there")
    with gathered([path], lexicon=lexicon, limits=plan.limits) as found:
        if found.refused:
            raise found.refused[0]
        return [extraction for _, extraction in extracted(found.sources, plan, jobs=1)]


def extracted(sources: Sequence[Source], plan: Plan, *, jobs: int) -> Iterator[tuple[Source, Extraction]]:
    """Yield responses with their extractions, after their reviews, as workers finish them.

    Raises BadInput for the first one that cannot be read.
    """
    start = partial(setup, plan.ontology, plan.extractor, plan.limits)
    with Workers[Source, Extraction | BadInput](start, jobs=jobs, limits=plan.limits) as workers:
        for source, result in workers.run(sources, lambda _source: plan.limits.seconds):
            if isinstance(result, BadInput):
                raise result
            if isinstance(result, Failure):
                raise BadInput(source.name, result.reason)
            yield source, result
