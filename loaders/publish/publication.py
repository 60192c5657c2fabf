"""Writing a load into a new generation: model, consultations, responses and provenance."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from loaders import graph
from loaders.document import Context
from loaders.graph import rules
from loaders.publish import provenance
from loaders.publish.prepare import PreparedBatch, PreparedResponse
from loaders.publish.streams import as_stream, unpacked
from ontology.sources import Sources
from ontology.vocabulary import GRAPH_MODEL, local_id
from sparql.store import Writer

_FORGOTTEN_AT_ONCE = 500
"""Most graphs whose provenance one update removes."""

_Questions = tuple[tuple[str, str], ...]


@dataclass
class Publication:
    """Writes what one load changes."""

    writer: Writer
    load: provenance.Load
    published: Mapping[str, str]
    """The fingerprint of each graph that was published before the load."""
    described: dict[str, Context]
    """The consultations that manifests describe, by id."""
    _guessed: dict[str, Context] = field(default_factory=dict)
    """Consultations whose questions, or everything, was guessed from responses, by id."""
    _replaced: set[str] = field(default_factory=set)
    """Graphs that were written."""
    _removed: set[str] = field(default_factory=set)
    """Graphs that were dropped."""
    _quads: list[ox.Quad] = field(default_factory=list)
    """Provenance that is written at the end, after that of earlier versions of the graphs has been removed."""
    _contexts: dict[str, Context] = field(default_factory=dict)
    """The contexts of responses to consultations whose questions no manifest lists, by the responses' graphs."""

    @property
    def graphs(self) -> list[str]:
        """The named graphs that this load has written, except the model."""
        return sorted(self._replaced - {GRAPH_MODEL})

    def replace_model(self, ontology: Path) -> None:
        """Replace the model if it has changed."""
        if self.published.get(GRAPH_MODEL) != self.load.model:
            self.writer.replace_graph(GRAPH_MODEL, Sources.read(ontology).quads)
        self._replaced.add(GRAPH_MODEL)

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove some graphs; ``finish`` removes their provenance."""
        for graph_name in graphs:
            self.writer.drop_graph(graph_name)
            self._removed.add(graph_name)

    def add(self, batches: Iterable[PreparedBatch]) -> None:
        """Write the graphs of batches as they come, replacing earlier graphs of the same responses.

        The store takes in all of them in one go, which is faster than many small ones. As it can do nothing else
        meanwhile, batches that replace graphs wait: afterwards, those graphs are dropped and the batches written.
        """
        later: list[PreparedBatch] = []
        self.writer.add(as_stream(self._new(batches, later)))
        for batch in later:
            for prepared in batch.prepared:
                if prepared.graph in self.published:
                    self.writer.drop_graph(prepared.graph)
        if later:
            self.writer.add(as_stream(chain.from_iterable(unpacked(batch.file) for batch in later)))

    def _new(self, batches: Iterable[PreparedBatch], later: list[PreparedBatch]) -> Iterator[bytes]:
        """Yield the quads of batches that replace no graph, and add the other batches to ``later``."""
        for batch in batches:
            for prepared in batch.prepared:
                self._replaced.add(prepared.graph)
                self._note(prepared)
            origins = chain.from_iterable(map(self.load.response_quads, batch.prepared))
            if any(prepared.graph in self.published for prepared in batch.prepared):
                later.append(batch)
                self._quads.extend(origins)
            elif batch.prepared:
                yield from unpacked(batch.file)
                yield _n_quads(origins)

    def finish(self) -> None:
        """Write the consultations, the rules, and the provenance of everything that was written."""
        for graph_name in sorted(self._contexts):
            self._guess(self._contexts[graph_name])  # in the order of the responses, not of the workers
        for name, context in {**self.described, **self._guessed}.items():
            told = context.questions and name not in self._guessed
            self._replace_consultation(context if told else self._with_what_is_known(context))
        stale = sorted((self._replaced | self._removed) & self.published.keys())
        for first in range(0, len(stale), _FORGOTTEN_AT_ONCE):
            self.writer.update(provenance.forget(stale[first : first + _FORGOTTEN_AT_ONCE]))
        self.writer.update(rules.FORGET)
        self._quads.extend(rules.quads())
        self._quads.extend(self.load.quads())
        self.writer.add(BytesIO(_n_quads(self._quads)))

    def _note(self, prepared: PreparedResponse) -> None:
        described = self.described.get(prepared.context.consultation)
        if not (described and described.questions):
            self._contexts[prepared.graph] = prepared.context

    def _guess(self, context: Context) -> None:
        """Add the questions that a response answers to those guessed for its consultation."""
        name = context.consultation
        before = self._guessed.get(name) or replace(self.described.get(name, context), questions=())
        self._guessed[name] = _with_questions(before, before.questions, context.questions)

    def _with_what_is_known(self, context: Context) -> Context:
        """Return a consultation with its owner and questions from earlier loads, followed by the new questions."""
        name = context.consultation
        owner = context.owner if name in self.described else self._known_owner(name) or context.owner
        return _with_questions(replace(context, owner=owner), self._known_questions(name), context.questions)

    def _known_owner(self, consultation: str) -> str | None:
        """Return the id of the owner of a consultation that an earlier load has written; None if there is none."""
        rows = self.writer.query(f"""SELECT ?owner {{
            GRAPH <{graph.consultation_graph(consultation)}> {{ ?consultation wa:owner ?owner }} }}""")
        owner = next(rows, None) if isinstance(rows, ox.QuerySolutions) else None
        return local_id(str(owner["owner"].value)) if owner else None

    def _known_questions(self, consultation: str) -> tuple[tuple[str, str], ...]:
        """Return the questions of a consultation that earlier loads have written, in their order."""
        rows = self.writer.query(f"""SELECT ?number ?text {{
            GRAPH <{graph.consultation_graph(consultation)}> {{
                ?question wa:questionNumber ?number ; wa:rank ?rank . OPTIONAL {{ ?question wa:questionText ?text }}
            }} }} ORDER BY ?rank""")
        if not isinstance(rows, ox.QuerySolutions):
            return ()
        return tuple((_value(row["number"]), _value(row["text"])) for row in rows)

    def _replace_consultation(self, context: Context) -> None:
        name = graph.consultation_graph(context.consultation)
        quads = list(graph.consultation_quads(context))
        fingerprint = _digest(quads)
        if self.published.get(name) != fingerprint:
            self.writer.replace_graph(name, quads)
            self._replaced.add(name)
            self._quads.extend(self.load.graph_quads(name, fingerprint))


def _with_questions(context: Context, first: _Questions, then: _Questions) -> Context:
    """Return a context with the questions of both lists, those in both once."""
    numbers = {number for number, _text in first}
    return replace(context, questions=first + tuple(one for one in then if one[0] not in numbers))


def _n_quads(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _digest(quads: Sequence[ox.Quad]) -> str:
    return sha256("\n".join(sorted(map(str, quads))).encode()).hexdigest()
