"""What one file says, without a store."""

from functools import partial
from pathlib import Path

from loaders.document import Extraction
from loaders.errors import BadInput
from loaders.extract import extractor as extractor_named
from loaders.plan import Plan
from loaders.publish.prepare import extracting
from loaders.publish.workers import Failure, Workers
from loaders.sources.find import Source
from loaders.sources.gather import gathered


def extract_file(path: Path, plan: Plan) -> list[Extraction]:
    """Return what one file says, one extraction for each response that it holds; raises BadInput."""
    lexicon = plan.lexicon()
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
