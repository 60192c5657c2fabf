"""The work of a worker: read a response, extract its statements, and write its graph as N-Quads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePath
from typing import Any, get_args

import orjson
import pyoxigraph as ox
import zstandard

from loaders import graph
from loaders.document import Context, Extraction
from loaders.errors import BadInput
from loaders.extract import Extractor
from loaders.extract import extractor as extractor_named
from loaders.kinds import Part
from loaders.limits import Limits
from loaders.naming import slug
from loaders.publish.validate import faults
from loaders.readers import read
from loaders.readers.row import SUFFIX
from loaders.reviews.applying import applied
from loaders.sources.find import Source
from ontology.lexicon import Lexicon
from ontology.sources import Sources
from sparql.inference import PartialInference, read_rules


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A response whose graph is ready to be loaded."""

    name: str
    context: Context
    response: str
    fingerprint: str
    counts: Mapping[str, int]
    quads: int
    notes: tuple[str, ...] = ()

    @property
    def graph(self) -> str:
        """Return the IRI of the response's named graph."""
        return graph.response_graph(self.context.consultation, self.response)


@dataclass(frozen=True)
class Batch:
    """Some responses to prepare together, each with its fingerprint, and where to write their graphs."""

    sources: tuple[tuple[Source, str], ...]
    file: Path


@dataclass(frozen=True)
class Done:
    """The result of a batch. ``refused`` has file, reason and line for each response that could not be read."""

    file: Path
    prepared: tuple[Prepared, ...] = ()
    refused: tuple[tuple[str, str, int | None], ...] = field(default=())


def setup(ontology: Path, extractor: str, limits: Limits) -> Callable[[Batch], Done]:
    """Load what every task needs, once in a worker, and return what does a batch."""
    lexicon = Lexicon.load(ontology)
    return Preparing(lexicon, extractor_named(extractor, lexicon), limits, inference(ontology))


def inference(ontology: Path) -> PartialInference | None:
    """Return what infers from a few responses at a time; None where a rule needs to see all of them."""
    rules = read_rules()
    apart = all(rule.is_within_response for rule in rules)
    return PartialInference(Sources.read(ontology).quads, rules) if apart else None


def extracting(ontology: Path, extractor: str, limits: Limits) -> Callable[[Source], Extraction | BadInput]:
    """Load what every task needs, once in a worker, and return what extracts one response."""
    lexicon = Lexicon.load(ontology)
    made = extractor_named(extractor, lexicon)

    def do(source: Source) -> Extraction | BadInput:
        try:
            return applied(extract(source, lexicon, made, limits), source.reviews)[0]
        except BadInput as error:
            return BadInput(source.name, error.sentence, line=error.line)

    return do


@dataclass(frozen=True)
class Preparing:
    """Prepares batch after batch with what was loaded once."""

    lexicon: Lexicon
    extractor: Extractor
    limits: Limits
    inference: PartialInference | None

    def __call__(self, batch: Batch) -> Done:
        """Write the graphs of a batch and what follows from them to its file, and beside it what they are."""
        prepared: list[Prepared] = []
        refused: list[tuple[str, str, int | None]] = []
        facts: list[str] = []
        partial_file = batch.file.with_suffix(".part")
        with partial_file.open("wb") as raw, zstandard.ZstdCompressor(level=1).stream_writer(raw) as out:
            for source, fingerprint in batch.sources:
                try:
                    extraction, marks = applied(
                        extract(source, self.lexicon, self.extractor, self.limits), source.reviews
                    )
                except BadInput as error:
                    refused.append((source.name, error.sentence, error.line))
                    continue
                lines = graph.lines(extraction, source.response, marks)
                written = list(chain.from_iterable(lines.values()))
                out.write(b"".join(map(str.encode, written)))
                facts += self.inference.facts(lines) if self.inference else ()
                prepared.append(_prepared(source, fingerprint, extraction, len(written)))
            if self.inference:
                ox.serialize(self.inference.of(facts), out, ox.RdfFormat.N_QUADS)
        done = Done(batch.file, tuple(prepared), tuple(refused))
        _sidecar(batch.file).write_bytes(orjson.dumps(done, default=str))
        partial_file.replace(batch.file)
        return done


def extract(source: Source, lexicon: Lexicon, extractor: Extractor, limits: Limits) -> Extraction:
    """Read one response and extract its statements. Raises BadInput if it is not what the manifest says it is."""
    document = read(source.path, encoding=source.encoding, limits=limits)
    if source.path.suffix == SUFFIX:
        document = replace(document, name=PurePath(source.name).name)
    extraction = extractor(document, _with_respondent(source.context, lexicon))
    _check(source, extraction)
    fault = next(faults(extraction, lexicon), None)
    if fault:
        raise BadInput(source.name, fault)
    return replace(extraction, context=_named(extraction, source, lexicon))


def resumed(file: Path) -> Done | None:
    """Return what an interrupted load had already prepared; None if there is nothing."""
    if not file.exists():
        return None
    data = orjson.loads(_sidecar(file).read_bytes())
    refused = tuple((name, sentence, line) for name, sentence, line in data["refused"])
    return Done(file, tuple(_read_back(entry) for entry in data["prepared"]), refused)


def _sidecar(file: Path) -> Path:
    return file.with_suffix(".json")


def _read_back(data: dict[str, Any]) -> Prepared:
    context = data.pop("context")
    questions = tuple((number, text) for number, text in context.pop("questions"))
    notes = tuple(data.pop("notes"))
    return Prepared(**data, context=Context(**context, questions=questions), notes=notes)


def _prepared(source: Source, fingerprint: str, extraction: Extraction, quads: int) -> Prepared:
    return Prepared(
        name=source.name,
        context=extraction.context,
        response=source.response,
        fingerprint=fingerprint,
        counts={part: len(getattr(extraction, part)) for part in get_args(Part)},
        quads=quads,
        notes=(*extraction.document.notes, *extraction.notes),
    )


def _with_respondent(context: Context, lexicon: Lexicon) -> Context:
    """Complete a respondent known by name alone with its id, where the ontology holds that name."""
    label = context.respondent_label
    if context.respondent or not label:
        return context
    return replace(context, respondent=_bodies_by_name(lexicon).get(label.casefold()))


def _bodies_by_name(lexicon: Lexicon) -> dict[str, str]:
    return {
        name.casefold(): body.id for body in lexicon.bodies.values() for name in (body.id, body.label, *body.alt_labels)
    }


def _check(source: Source, extraction: Extraction) -> None:
    """Refuse a response that is not what its manifest says it is."""
    asked = len(source.context.questions)
    if asked and not extraction.answers:
        what = f"none of the {asked} questions" if asked > 1 else "no answer to the one question"
        sentence = f"{what} of {source.context.consultation} was found in it"
        raise BadInput(source.name, f"holds no recognisable question: {sentence}")
    for part, (least, most) in source.expect.items():
        found = len(getattr(extraction, part))
        if not least <= found <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise BadInput(source.name, f"holds {found} {part}, where the manifest expects {wanted}")


def _named(extraction: Extraction, source: Source, lexicon: Lexicon) -> Context:
    """Complete what was guessed: every response belongs to a consultation, every answer to a question of it.

    A response without a title is called after its respondent, for the name of its file says little to its readers.
    """
    context = extraction.context
    body = lexicon.bodies.get(context.respondent or "")
    label = context.respondent_label or (body.label if body else None)
    known = {number for number, _text in context.questions}
    more = {answer.question: answer.asked for answer in extraction.answers if answer.question not in known}
    return replace(
        context,
        consultation=context.consultation or slug(context.consultation_title or source.path.stem),
        questions=(*context.questions, *more.items()),
        title=context.title or (f"Response of {label}" if label else None),
    )


def statements(counts: Sequence[Prepared]) -> int:
    """Return how many statements some responses hold in all, answers not counted."""
    return sum(sum(one.counts.values()) - one.counts["answers"] for one in counts)
