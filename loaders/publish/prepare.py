"""The task of a worker: writing the graphs of a batch of responses as N-Quads, and a record of them beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import orjson
import pyoxigraph as ox
import zstandard

from loaders import graph
from loaders.document import Context, Extraction
from loaders.errors import BadInput
from loaders.kinds import Part
from loaders.limits import Limits
from loaders.publish.extraction import ResponseReader
from loaders.sources.find import Source
from ontology.sources import Sources
from sparql.inference import PartialInference, read_rules


@dataclass(frozen=True, kw_only=True)
class PreparedResponse:
    """A response whose graph is ready to be loaded."""

    name: str
    context: Context
    response: str
    fingerprint: str
    """Digest of everything that the graph depends on."""
    counts: Mapping[str, int]
    """How many answers, asks and so on it holds, by part of the extraction."""
    quads: int
    """How many quads its graph holds."""
    notes: tuple[str, ...] = ()

    @property
    def graph(self) -> str:
        """The IRI of the response's named graph."""
        return graph.response_graph(self.context.consultation, self.response)

    @property
    def statements(self) -> int:
        """How many statements the response holds; answers are none."""
        return sum(self.counts.values()) - self.counts["answers"]


@dataclass(frozen=True)
class Batch:
    """Some responses to prepare together, each with its fingerprint, and where to write their graphs."""

    sources: tuple[tuple[Source, str], ...]
    file: Path


@dataclass(frozen=True)
class PreparedBatch:
    """The result of a batch: the file of its graphs, a record of each, and why the other responses were refused."""

    file: Path
    prepared: tuple[PreparedResponse, ...] = ()
    refused: tuple[BadInput, ...] = ()


def setup(ontology: Path, extractor: str, limits: Limits) -> Callable[[Batch], PreparedBatch]:
    """Load what every task needs, once in a worker, and return the function that prepares a batch."""
    return BatchPreparer(ResponseReader.load(ontology, extractor, limits), inference(ontology))


def inference(ontology: Path) -> PartialInference | None:
    """Return what infers from a few responses at a time; None if a rule needs to see all of them."""
    rules = read_rules()
    apart = all(rule.is_within_response for rule in rules)
    return PartialInference(Sources.read(ontology).quads, rules) if apart else None


@dataclass(frozen=True)
class BatchPreparer:
    """Prepares batches of responses, one after another."""

    reader: ResponseReader
    inference: PartialInference | None

    def __call__(self, batch: Batch) -> PreparedBatch:
        """Write the graphs of a batch and what follows from them to its file, and a record of them to one beside it."""
        prepared: list[PreparedResponse] = []
        refused: list[BadInput] = []
        facts: list[str] = []
        partial_file = batch.file.with_suffix(".part")
        with partial_file.open("wb") as raw, zstandard.ZstdCompressor(level=1).stream_writer(raw) as out:
            for source, fingerprint in batch.sources:
                try:
                    extraction, reviews = self.reader.extract(source)
                except BadInput as error:
                    refused.append(error.renamed(source.name))  # a new error, without the traceback that holds the text
                    continue
                lines = graph.lines(extraction, source.response, reviews)
                written = list(chain.from_iterable(lines.values()))
                out.write(b"".join(map(str.encode, written)))
                facts += self.inference.facts(lines) if self.inference else ()
                prepared.append(_prepared(source, fingerprint, extraction, len(written)))
            if self.inference:
                ox.serialize(self.inference.of(facts), out, ox.RdfFormat.N_QUADS)
        result = PreparedBatch(batch.file, tuple(prepared), tuple(refused))
        _write_sidecar(result)
        partial_file.replace(batch.file)
        return result


def resumed(file: Path) -> PreparedBatch | None:
    """Return what an interrupted load has already prepared in a file; None if there is nothing."""
    if not file.exists():
        return None
    data = orjson.loads(_sidecar(file).read_bytes())
    refused = tuple(BadInput(name, sentence, line=line) for name, sentence, line in data["refused"])
    return PreparedBatch(file, tuple(_read_back(entry) for entry in data["prepared"]), refused)


def _write_sidecar(result: PreparedBatch) -> None:
    refused = [(error.file, error.sentence, error.line) for error in result.refused]
    _sidecar(result.file).write_bytes(orjson.dumps({"prepared": result.prepared, "refused": refused}))


def _sidecar(file: Path) -> Path:
    return file.with_suffix(".json")


def _read_back(data: dict[str, Any]) -> PreparedResponse:
    context = data.pop("context")
    questions = tuple((number, text) for number, text in context.pop("questions"))
    notes = tuple(data.pop("notes"))
    return PreparedResponse(**data, context=Context(**context, questions=questions), notes=notes)


def _prepared(source: Source, fingerprint: str, extraction: Extraction, quads: int) -> PreparedResponse:
    return PreparedResponse(
        name=source.name,
        context=extraction.context,
        response=source.response,
        fingerprint=fingerprint,
        counts={part: len(getattr(extraction, part)) for part in get_args(Part)},
        quads=quads,
        notes=(*extraction.document.notes, *extraction.notes),
    )
