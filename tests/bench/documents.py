"""Extraction beside plain sentence splitting, and publishing beside the store's own bulk load."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox

import ontology
from loaders import BUNDLED_CORPUS
from loaders.document import Context, Document, Span
from loaders.extract import RuleExtractor
from loaders.find.sentences import sentences
from loaders.readers import read
from ontology.lexicon import Lexicon
from ontology.vocabulary import GRAPH_MODEL
from sparql.store import EmbeddedStore

from . import data, endpoint

_VARIANTS: Final = 12
"""How often the bundled documents are read, each time with other sentences: more than are remembered."""


def _rate(units: int, work: Callable[[], object], seconds: float) -> float:
    """Repeat some work of ``units`` units for at least some seconds; return units a second of processor time."""
    work()
    times, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        work()
        times += 1
    return units * times / (time.process_time() - started)


def extraction(_work: Path, _size: data.Size, seconds: int) -> endpoint.Rows:
    """Return words a second on one core: the sentence splitter alone, then the whole extraction."""
    extract = RuleExtractor(Lexicon.load(ontology.BUNDLED))
    with TemporaryDirectory() as folder:
        documents = list(_varied(Path(folder)))
    words = sum(len(document.text.split()) for document in documents)

    def split() -> list[list[Span]]:
        return [_sentences(document) for document in documents]

    def whole() -> list[object]:
        return [extract(document, Context()) for document in documents]

    return [
        {"case": "whole extraction", "unit": "words/s/core", "rate": _rate(words, whole, seconds)},
        {"case": "sentence splitting alone", "unit": "words/s/core", "rate": _rate(words, split, seconds)},
    ]


def _varied(folder: Path) -> Iterator[Document]:
    """Yield the bundled documents several times, no sentence twice: what was found in a sentence is remembered."""
    for path in sorted(BUNDLED_CORPUS.glob("*/*.txt")):
        for number in range(_VARIANTS):
            varied = folder / f"{number}-{path.name}"
            varied.write_text(re.sub(r"([.?!])(?=\s)", rf" ({number})\1", path.read_text("utf-8")), "utf-8")
            yield read(varied)


def _sentences(document: Document) -> list[Span]:
    return [found for block in document.blocks for found in sentences(document.text, block.span)]


def loading(work: Path, size: data.Size, _seconds: int) -> endpoint.Rows:
    """Return quads a second: a published generation, and pyoxigraph's bulk load of the same file on disk."""
    nquads, _ = endpoint.prepare(work, size)
    published, bulk = work / "load-published", work / "load-bulk"
    for folder in (published, bulk):
        rmtree(folder, ignore_errors=True)
    started = time.perf_counter()
    with EmbeddedStore(published).writing("benchmark") as writer:
        writer.replace_graph(GRAPH_MODEL, ox.parse(path=str(nquads), format=ox.RdfFormat.N_QUADS))
    ours = time.perf_counter() - started
    started = time.perf_counter()
    store = ox.Store(str(bulk))
    store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    theirs = time.perf_counter() - started
    count = len(store)
    return [
        {"case": "published generation", "unit": "quads/s", "rate": count / ours},
        {"case": "bulk load alone", "unit": "quads/s", "rate": count / theirs},
    ]
