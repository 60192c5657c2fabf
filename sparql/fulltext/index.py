"""An index over passages, which is written once and then only searched."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import tantivy

from sparql.fulltext.terms import Words, english_analyzer, read_search

_ANALYZER: Final = "english"
_WRITER_BYTES: Final = 128 * 1024 * 1024
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one statement or answer."""

    iri: str
    kind: str
    """``ask``, ``concern``, ``quotation``, ``accountability``, ``endorsement``, ``answer``."""
    body: str
    """IRI of the respondent; its id is not unique across consultations."""
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    passage: Passage
    score: float
    """BM25: higher is better, comparable within one search."""
    marks: tuple[tuple[int, int], ...]
    """Start and end of each word that was found, in code points of the passage's text."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, best first."""

    total: int
    hits: Sequence[Hit]
    every_word: bool
    """Whether the hits have every word; if no passage does, those with some of the words are found."""


class TextIndex:
    """An index that can be searched."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._index.register_tokenizer(_ANALYZER, english_analyzer())
        self._searcher = index.searcher()
        self._schema = index.schema

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in a folder."""
        return cls(tantivy.Index.open(str(folder)))

    @cached_property
    def _analyzer(self) -> tantivy.TextAnalyzer:
        return english_analyzer()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        kinds: Sequence[str] = (),
        bodies: Sequence[str] = (),
    ) -> Found:
        """Return the passages with every word and phrase or, if there are none, those with some of them."""
        asked = read_search(text)
        terms = {term for one in asked if not one.excluded for term in self._terms(one.text)}
        for every_word in (True, False):
            query = self._query(asked, kinds, bodies, every_word=every_word)
            result: Any = self._searcher.search(query, limit, count=True, offset=offset)
            if result.count:
                break
        hits = [self._hit(score, address, terms) for score, address in result.hits]
        return Found(result.count, hits, every_word)

    def rank(self, text: str, *, limit: int) -> list[tuple[str, float]]:
        """Return the IRIs of the best passages with every word and phrase, with their scores."""
        query = self._query(read_search(text), (), (), every_word=True)
        found = self._searcher.search(query, limit, count=False).hits
        return [(str(self._searcher.doc(address).get_first("iri")), score) for score, address in found]

    def _query(
        self, asked: Sequence[Words], kinds: Sequence[str], bodies: Sequence[str], *, every_word: bool
    ) -> tantivy.Query:
        must, may, never = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
        wanted = [
            (must if every_word else may, query) for one in asked if not one.excluded for query in self._queries(one)
        ]
        if not wanted:
            return tantivy.Query.empty_query()
        parts = [(must, tantivy.Query.boolean_query(wanted))]
        parts += [(never, query) for one in asked if one.excluded for query in self._queries(one)]
        parts += [(must, self._any(field, values)) for field, values in (("kind", kinds), ("body", bodies)) if values]
        return tantivy.Query.boolean_query(parts)

    def _terms(self, text: str) -> list[str]:
        return list(self._analyzer.analyze(text))

    def _queries(self, asked: Words) -> Iterator[tantivy.Query]:
        terms = self._terms(asked.text)
        if asked.phrase and len(terms) > 1:
            yield tantivy.Query.phrase_query(self._schema, "text", list[str | tuple[int, str]](terms))
        else:
            for term in terms:
                yield tantivy.Query.term_query(self._schema, "text", term)

    def _any(self, field: str, values: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, list(values)), 0.0)

    def _hit(self, score: float, address: tantivy.DocAddress, terms: set[str]) -> Hit:
        document = self._searcher.doc(address)
        iri, kind, body, text = (str(document.get_first(name)) for name in ("iri", "kind", "body", "text"))
        passage = Passage(iri, kind, body, text)
        return Hit(passage, score, tuple(self._marks(passage.text, terms)))

    def _marks(self, text: str, terms: set[str]) -> Iterator[tuple[int, int]]:
        for word in _WORD.finditer(text):
            if terms.intersection(self._terms(word[0])):
                yield word.start(), word.end()


def build(folder: Path, passages: Iterable[Passage]) -> None:
    """Write an index into a folder, which appears only when the index is complete."""
    making = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        index = tantivy.Index(_schema(), path=str(making))
        index.register_tokenizer(_ANALYZER, english_analyzer())
        writer = index.writer(_WRITER_BYTES, 1)
        for passage in passages:
            writer.add_document(
                tantivy.Document(iri=passage.iri, kind=passage.kind, body=passage.body, text=passage.text)
            )
        writer.commit()
        writer.wait_merging_threads()
        if not folder.exists():
            making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name=_ANALYZER)
    return builder.build()
