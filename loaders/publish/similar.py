"""Asks of different respondents that are alike: on a topic in common, and by the words that they share.

Likeness is a measure of wording, never a claim that two asks are the same. It is the cosine of the two asks' words,
weighted by how rare each is among all asks (TF-IDF): 0 with nothing in common, 1 when alike word for word.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

import numpy as np
import pyoxigraph as ox
import snowballstemmer
from scipy import sparse
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer

from ontology.vocabulary import GRAPH_INFERENCES, PREFIXES, WA, iri

LEAST: Final = 0.15
"""Asks less alike than this are not linked: below it a reader sees only a shared subject."""
LINKS: Final = 5
"""Each ask is linked to at most so many, the likest; it may be among the likest of more."""
_AT_ONCE: Final = 5_000_000
"""Pairs of asks that are compared in one step, which bounds the memory."""
_STEMS: Final = 100_000
"""Words whose stems are remembered: the stemmer is slow, and a corpus uses few words often."""
_OTHER: Final = iri("topic", "other")

Query = Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]

_ASKS: Final = f"""PREFIX wa: <{WA}>
SELECT ?ask ?respondent ?quote WHERE {{ ?ask a wa:Ask ; wa:quote ?quote ; wa:inResponse/wa:respondent ?respondent }}"""
_TOPICS: Final = f"PREFIX wa: <{WA}> SELECT ?ask ?topic WHERE {{ ?ask a wa:Ask ; wa:topic ?topic }}"


@dataclass(frozen=True, slots=True)
class AskText:
    """What is compared of an ask; all three IRIs are whole."""

    ask: str
    respondent: str
    quote: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """Two asks of different respondents, ``first < second``, and how alike they are: more than 0, at most 1."""

    first: str
    second: str
    score: float


def alike(asks: Sequence[AskText], *, least: float = LEAST, links: int = LINKS) -> list[Likeness]:
    """Return the likest pairs across respondents, in the order of their IRIs."""
    asks = sorted(asks, key=lambda ask: ask.ask)
    found: dict[tuple[str, str], float] = {}
    for number, others, scores in _compared(asks, least):
        for place in np.argsort(-scores, kind="stable")[:links]:
            first, second = sorted((number, int(others[place])))
            found[asks[first].ask, asks[second].ask] = float(scores[place])
    return sorted(Likeness(first, second, min(1.0, round(score, 3))) for (first, second), score in found.items())


def similarity_quads(query: Query) -> Iterator[ox.Quad]:
    """Return what links the asks of a dataset that are alike, for the graph of inferences.

    ``query`` is that of the store or of the writer that holds the asks. Each pair is a ``wa:Similarity`` with its
    ``wa:score``, and ``wa:similarTo`` both ways.
    """
    for likeness in alike(list(_read(query))):
        yield from _quads(likeness)


def _read(query: Query) -> Iterator[AskText]:
    topics: dict[str, set[str]] = defaultdict(set)
    for row in _rows(query, _TOPICS):
        topics[row["ask"]].add(row["topic"])
    for row in _rows(query, _ASKS):
        yield AskText(row["ask"], row["respondent"], row["quote"], frozenset(topics[row["ask"]]))


def _rows(query: Query, text: str) -> Iterator[Mapping[str, str]]:
    solutions = query(text)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT was expected")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term.value for name in names if isinstance(term := solution[name], ox.NamedNode | ox.Literal)}


def _compared(asks: Sequence[AskText], least: float) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield the place of each ask with those of the asks of others that are on its topics and alike, and how much."""
    if not any(_topics(ask) for ask in asks):
        return
    words = TfidfVectorizer(analyzer=_words(), sublinear_tf=True, dtype=np.float32).fit_transform(asks)
    topics = CountVectorizer(analyzer=_topics, dtype=np.int8).fit_transform(asks)
    respondents = np.unique([ask.respondent for ask in asks], return_inverse=True)[1]
    step = max(1, _AT_ONCE // len(asks))
    for start in range(0, len(asks), step):
        some = slice(start, start + step)
        shared = (topics[some] @ topics.T).astype(bool)
        alike = sparse.csr_array((words[some] @ words.T).multiply(shared))
        for row in range(alike.shape[0]):
            place = slice(alike.indptr[row], alike.indptr[row + 1])
            others, scores = alike.indices[place], alike.data[place]
            kept = (scores >= least) & (respondents[others] != respondents[start + row])
            by_place = np.argsort(others[kept])
            yield start + row, others[kept][by_place], scores[kept][by_place]


def _topics(ask: AskText) -> Sequence[str]:
    return sorted(ask.topics - {_OTHER})


def _words() -> Callable[[AskText], list[str]]:
    """Return what lists the words of an ask that tell, by their stems."""
    stem = lru_cache(_STEMS)(snowballstemmer.stemmer("english").stemWord)

    def words(ask: AskText) -> list[str]:
        found = re.findall(r"[^\W\d_]{2,}", ask.quote.casefold())
        return [stem(word) for word in found if word not in ENGLISH_STOP_WORDS]

    return words


def _quads(likeness: Likeness) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(GRAPH_INFERENCES)
    first, second = ox.NamedNode(likeness.first), ox.NamedNode(likeness.second)
    pair = sha256(f"{likeness.first} {likeness.second}".encode()).hexdigest()[:16]
    node = ox.NamedNode(iri("similarity", pair))
    score = ox.Literal(f"{likeness.score:.3f}", datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal"))
    yield ox.Quad(node, ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{WA}Similarity"), graph)
    yield ox.Quad(node, ox.NamedNode(f"{WA}between"), first, graph)
    yield ox.Quad(node, ox.NamedNode(f"{WA}between"), second, graph)
    yield ox.Quad(node, ox.NamedNode(f"{WA}score"), score, graph)
    yield ox.Quad(first, ox.NamedNode(f"{WA}similarTo"), second, graph)
    yield ox.Quad(second, ox.NamedNode(f"{WA}similarTo"), first, graph)
