"""What some files say, without a store."""

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
    """Return what one file says, one extraction for each response that it holds; raises BadInput."""
    lexicon = plan.lexicon()
    extractor_named(plan.extractor, lexicon)
    if not path.is_file():
        raise BadInput(path, "is a folder" if path.is_dir() else "is not there")
    with gathered([path], lexicon=lexicon, limits=plan.limits) as found:
        if found.refused:
            raise found.refused[0]
        return [extraction for _, extraction in extracted(found.sources, plan, jobs=1)]


def extracted(sources: Sequence[Source], plan: Plan, *, jobs: int) -> Iterator[tuple[Source, Extraction]]:
    """Yield what some responses say after their verdicts, as they come; raises BadInput where one cannot be read."""
    start = partial(setup, plan.ontology, plan.extractor, plan.limits)
    with Workers[Source, Extraction | BadInput](start, jobs=jobs, limits=plan.limits) as workers:
        for source, result in workers.run(sources, lambda _source: plan.limits.seconds):
            if isinstance(result, BadInput):
                raise result
            if isinstance(result, Failure):
                raise BadInput(source.name, result.reason)
            yield source, result
