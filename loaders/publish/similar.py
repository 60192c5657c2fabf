"""Finding similar asks of different respondents: on a common topic, and with words in common.

The measure compares wording, and does not claim that two asks are the same. It is the cosine of their words, each
weighted by how rare it is among all asks (TF-IDF): 0 if they have nothing in common, 1 if they have the same words.
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
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from loaders.graph import name, node
from ontology.lexicon import OTHER
from ontology.vocabulary import GRAPH_INFERENCES, iri

LEAST: Final = 0.15
"""Lowest similarity of linked asks; below it, readers see no more than a common subject."""
LINKS: Final = 5
"""An ask is linked to this many others at most, the most similar ones; more may be linked to it."""
_AT_ONCE: Final = 5_000_000
"""Most pairs of asks that are compared in one step, to limit the memory."""
_STEMS: Final = 100_000
"""Most words whose stems are cached: the stemmer is slow, and most words of a corpus recur."""
_OTHER: Final = iri("topic", OTHER)

Query = Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]

_ASKS: Final = """SELECT ?ask ?respondent ?quote {
    ?ask a wa:Ask ; wa:quote ?quote ; wa:inResponse/wa:respondent ?respondent
}"""
_TOPICS: Final = "SELECT ?ask ?topic { ?ask a wa:Ask ; wa:topic ?topic }"


@dataclass(frozen=True, slots=True)
class AskText:
    """The parts of an ask that are compared; ask, respondent and topics are full IRIs."""

    ask: str
    respondent: str
    quote: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """The similarity of two asks of different respondents, above 0 and at most 1; ``first < second``."""

    first: str
    second: str
    score: float


def alike(asks: Sequence[AskText], *, least: float = LEAST, links: int = LINKS) -> list[Likeness]:
    """Return the pairs of similar asks of different respondents, in the order of their IRIs.

    ``least`` and ``links`` are as ``LEAST`` and ``LINKS``.
    """
    asks = sorted(asks, key=lambda ask: ask.ask)
    scored: dict[int, dict[int, float]] = defaultdict(dict)
    for number, others, similarities in _compared(asks, least, links):
        scored[number].update(zip(others.tolist(), similarities.tolist(), strict=True))
    found: dict[tuple[int, int], float] = {}
    for number, scores in scored.items():
        for other in sorted(scores, key=lambda one: (-scores[one], one))[:links]:
            found[min(number, other), max(number, other)] = scores[other]
    pairs = ((asks[first].ask, asks[second].ask, score) for (first, second), score in found.items())
    return sorted(Likeness(first, second, min(1.0, round(score, 3))) for first, second, score in pairs)


def similarity_quads(query: Query) -> Iterator[ox.Quad]:
    """Yield the quads that link similar asks, for the graph of inferences.

    ``query`` is the method of the store or writer that holds the asks. Each pair gives a ``wa:Similarity`` with its
    ``wa:score``, and ``wa:similarTo`` in both directions.
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


def _compared(asks: Sequence[AskText], least: float, links: int) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield the index of each ask, those of the asks on a topic of it that are most similar, and their scores.

    An ask on several topics is yielded once for each. Asks that share no topic are not compared.
    """
    on_topic: dict[str, list[int]] = defaultdict(list)
    for number, ask in enumerate(asks):
        for topic in ask.topics - {_OTHER}:
            on_topic[topic].append(number)
    if not on_topic:
        return
    words = TfidfVectorizer(analyzer=_words(), sublinear_tf=True, dtype=np.float32).fit_transform(asks)
    respondents = np.unique([ask.respondent for ask in asks], return_inverse=True)[1]
    for numbers in on_topic.values():
        places = np.array(numbers)
        here = words[places]
        step = max(1, _AT_ONCE // len(places))
        for start in range(0, len(places), step):
            products = sparse.csr_array(here[start : start + step] @ here.T)
            for row, number in enumerate(numbers[start : start + step]):
                of_row = slice(products.indptr[row], products.indptr[row + 1])
                others, scores = places[products.indices[of_row]], products.data[of_row]
                kept = (scores >= least) & (respondents[others] != respondents[number])
                yield number, *_most_similar(others[kept], scores[kept], links)


def _most_similar(others: np.ndarray, scores: np.ndarray, links: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the ``links`` asks with the highest scores and these scores; of equal ones, the first asks."""
    if len(scores) > links:
        kept = scores >= np.partition(scores, -links)[-links]
        others, scores = others[kept], scores[kept]
    order = np.lexsort((others, -scores))[:links]
    return others[order], scores[order]


def _words() -> Callable[[AskText], list[str]]:
    """Return a function that lists the stems of an ask's words, without stop words."""
    stem = lru_cache(_STEMS)(snowballstemmer.stemmer("english").stemWord)

    def words(ask: AskText) -> list[str]:
        found = re.findall(r"[^\W\d_]{2,}", ask.quote.casefold())
        return [stem(word) for word in found if word not in ENGLISH_STOP_WORDS]

    return words


def _quads(likeness: Likeness) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(GRAPH_INFERENCES)
    first, second = ox.NamedNode(likeness.first), ox.NamedNode(likeness.second)
    pair = sha256(f"{likeness.first} {likeness.second}".encode()).hexdigest()[:16]
    this = node("similarity", pair)
    score = ox.Literal(f"{likeness.score:.3f}", datatype=name("xsd:decimal"))
    yield ox.Quad(this, name("rdf:type"), name("wa:Similarity"), graph)
    yield ox.Quad(this, name("wa:between"), first, graph)
    yield ox.Quad(this, name("wa:between"), second, graph)
    yield ox.Quad(this, name("wa:score"), score, graph)
    yield ox.Quad(first, name("wa:similarTo"), second, graph)
    yield ox.Quad(second, name("wa:similarTo"), first, graph)
