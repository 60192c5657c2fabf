"""Full text: an index over the words of statements and answers, kept beside the generation that it was made from.

The index (tantivy) finds words in all their forms, phrases in quotation marks, and ranks by BM25. It is derived: lost
or missing, it is built again from the dataset; a generation that is forgotten takes its index with it.

    STORE/generations/000001/text    the index of that generation
    CACHE/text/STORE/000001          the same among the caches of this user, for a store on a server or a read-only disk
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import pyoxigraph as ox
import tantivy
from platformdirs import user_cache_path

from ontology.vocabulary import BASE, OA, WA, local_id
from sparql.store import EmbeddedStore
from sparql.stores import is_remote, open_store

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

FOLDER: Final = "text-by-iri"
"""It changes with what an index holds: one of an earlier release is built anew, and never read as one of these."""
_ANALYZER: Final = "english"
_WRITER_BYTES: Final = 128 * 1024 * 1024
_WORD: Final = re.compile(r"[^\W_]+")
_ASKED: Final = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
_NICE: Final = 10
"""Questions go before the building of an index."""
_LONG_WORD: Final = 60
"""Bytes from which a word is not searched for."""
_LONGEST: Final = 64
"""Words of a search that are heeded."""

_TEXTS: Final = f"""PREFIX wa: <{WA}> PREFIX oa: <{OA}>
SELECT DISTINCT ?thing ?body ?text WHERE {{
  {{ ?thing a wa:Statement ; wa:quote ?text }} UNION
  {{ ?thing a wa:Answer ; wa:statedIn/oa:hasSelector/oa:exact ?text }}
  ?thing wa:inResponse/wa:respondent ?body
}}"""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: the words of one statement or answer."""

    iri: str
    kind: str
    """``ask``, ``concern``, ``quotation``, ``accountability``, ``endorsement``, ``answer``."""
    body: str
    """IRI of the respondent: two of different consultations may have the same id."""
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    passage: Passage
    score: float
    """BM25: higher is better, comparable within one search."""
    marks: tuple[tuple[int, int], ...]
    """Where the words that were searched stand: start and end, code points into the passage's text."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, best first."""

    total: int
    hits: Sequence[Hit]
    every_word: bool
    """Whether the hits have every word; where none has, those with some of them are found."""


@dataclass(frozen=True, slots=True)
class Words:
    """One word or phrase of a search."""

    text: str
    phrase: bool = False
    excluded: bool = False


def read_search(text: str) -> list[Words]:
    """Return the words and the quoted phrases of a search; ``-`` before one excludes it."""
    found = []
    for minus, phrase, other_minus, word in _ASKED.findall(text.replace("“", '"').replace("”", '"')):
        if word or phrase:
            found.append(Words(phrase or word, bool(phrase), bool(minus or other_minus)))
    return found[:_LONGEST]


def reason_against(text: str) -> str | None:
    """Say why a search can find nothing in any text, in words that follow its name; None where it may find some."""
    asked = read_search(text)
    analyzer = _analyzer()
    if any(analyzer.analyze(one.text) for one in asked if not one.excluded):
        return None
    if any(analyzer.analyze(one.text) for one in asked):
        return "only leaves words out: give a word to find as well, such as minutes -early"
    return f"has no word to find: a word has letters or digits, and fewer than {_LONG_WORD} of them"


class TextIndex:
    """An index that has been built."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._index.register_tokenizer(_ANALYZER, _analyzer())
        self._searcher = index.searcher()
        self._schema = index.schema

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in a folder."""
        return cls(tantivy.Index.open(str(folder)))

    @cached_property
    def _analyzer(self) -> tantivy.TextAnalyzer:
        return _analyzer()

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
        """Return the passages that have every word and phrase, or where there is none, those that have some."""
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
        """Return the IRIs of the best passages that have every word and phrase, with their scores."""
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
    """Write an index into a folder whole: it appears there when it is complete, or not at all."""
    making = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        index = tantivy.Index(_schema(), path=str(making))
        index.register_tokenizer(_ANALYZER, _analyzer())
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


def index_folder(location: str, version: str) -> Path:
    """Return where the index of a generation is kept: beside it, or where nothing can be among this user's caches."""
    if is_remote(location):
        return _caches(location) / version
    generation = EmbeddedStore(Path(location)).data(version).parent
    if os.access(generation, os.W_OK) or not generation.exists():
        return generation / FOLDER
    made = generation.stat().st_mtime_ns  # a store that is built anew counts from 1 again
    return _caches(str(generation.parent.resolve())) / f"{version}.{made}"


def _caches(location: str) -> Path:
    """Return where the indexes are kept of a store beside which nothing can be."""
    return user_cache_path("whoasks") / FOLDER / sha256(location.encode()).hexdigest()


def build_for(location: str, version: str) -> None:
    """Build the index of a generation of a store where there is none; those of forgotten generations go."""
    folder = index_folder(location, version)
    if not folder.exists():
        query = open_store(location).query if is_remote(location) else _generation(Path(location), version)
        build(folder, passages_of(query))
    if folder.name != FOLDER:
        _forget(folder.parent, {version, *(generation.version for generation in open_store(location).history())})


def _forget(caches: Path, kept: Collection[str]) -> None:
    """Remove the indexes of all generations but those, and what was left of building them."""
    for folder in caches.iterdir():
        if folder.name.partition(".")[0] not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _generation(folder: Path, version: str) -> Callable[[str], Results]:
    store = ox.Store.read_only(str(EmbeddedStore(folder).data(version)))
    return partial(store.query, use_default_graph_as_union=True)


def passages_of(query: Callable[[str], Results]) -> Iterator[Passage]:
    """Return what is searched of a dataset."""
    solutions = query(_TEXTS)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT was expected")
    for solution in solutions:
        thing, body, text = (term.value for term in solution)
        yield Passage(thing, kind_of(thing), body, text)


def kind_of(iri: str) -> str:
    """Return what an IRI stands for: ``…/ask-10-20`` for an ask, ``answer/…`` for an answer."""
    kind = iri.removeprefix(BASE).partition("/")[0]
    return local_id(iri).rsplit("-", 2)[0] if kind == "statement" else kind


def _analyzer() -> tantivy.TextAnalyzer:
    """Level case and accents, drop the absurdly long, and take the stems of English words."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(_LONG_WORD), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name=_ANALYZER)
    return builder.build()


if __name__ == "__main__":
    os.nice(_NICE)
    build_for(*sys.argv[1:3])
