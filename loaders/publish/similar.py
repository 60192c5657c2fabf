"""Asks of different respondents that are alike, by the words and the topics that they share.

Likeness is a measure of wording, never a claim that two asks are the same. It is the cosine of the two asks' features,
weighted by how rare each feature is among all asks (inverse document frequency): 0 with nothing in common, 1 when
alike word for word. Topics count as features beside the stems of words, and two asks that share no topic are never
linked. What is common to hundreds of asks finds no candidates, so the work grows with the number of asks, not with
its square: an ask meets only those that share one of its rarest features.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Final

import pyoxigraph as ox
import snowballstemmer

from ontology.vocabulary import GRAPH_INFERENCES, PREFIXES, WA, iri

LEAST: Final = 0.15
"""Asks less alike than this are not linked: below it a reader sees only a shared subject."""
LINKS: Final = 5
"""Each ask is linked to at most so many, the likest; it may be among the likest of more."""
_CROWD: Final = 50
"""Of a feature that more asks share than this, only so many asks are candidates: those that stand nearest."""
_RAREST: Final = 10
"""How many of an ask's rarest features find its candidates."""
_COMPARED: Final = 60
"""An ask is compared with so many candidates at most: those with which it shares most of its rarest features."""
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
    vectors = _vectors(asks)
    sharing = _sharing(vectors)
    found: dict[tuple[str, str], float] = {}
    for number, ask in enumerate(asks):
        candidates = _candidates(number, asks, vectors[number], sharing)
        scored = ((_cosine(vectors[number], vectors[other]), asks[other].ask) for other in candidates)
        best = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))[:links]
        for score, other_iri in best:
            first, second = sorted((ask.ask, other_iri))
            found[first, second] = score
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


def _vectors(asks: Sequence[AskText]) -> list[dict[str, float]]:
    """Return each ask's features with their weights, rarest first, scaled to length 1."""
    stem = lru_cache(_STEMS)(snowballstemmer.stemmer("english").stemWord)
    features = [_features(ask, stem) for ask in asks]
    spread = Counter(feature for one in features for feature in one)
    return [_scaled(one, spread, len(asks)) for one in features]


def _features(ask: AskText, stem: Callable[[str], str]) -> Counter[str]:
    words = re.findall(r"[^\W\d_]{2,}", ask.quote.casefold())
    return Counter([*map(stem, words), *(ask.topics - {_OTHER})])


def _scaled(features: Mapping[str, int], spread: Mapping[str, int], total: int) -> dict[str, float]:
    weights = {
        feature: (1 + math.log(count)) * math.log((total + 1) / spread[feature]) for feature, count in features.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    ordered = sorted(weights.items(), key=lambda item: (spread[item[0]], item[0]))
    return {feature: weight / length for feature, weight in ordered}


def _sharing(vectors: Sequence[Mapping[str, float]]) -> Mapping[str, Sequence[int]]:
    """Return the asks that have each feature."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for feature in list(vector)[:_RAREST]:
            sharing[feature].append(number)
    return sharing


def _candidates(
    number: int, asks: Sequence[AskText], vector: Mapping[str, float], sharing: Mapping[str, Sequence[int]]
) -> Iterable[int]:
    """Return the asks worth comparing: of another respondent, with a topic in common and a rare feature in common."""
    ask = asks[number]
    near: Counter[int] = Counter()
    for feature in list(vector)[:_RAREST]:
        crowd = sharing[feature]
        middle = bisect_left(crowd, number)
        near.update(crowd[max(0, middle - _CROWD // 2) : middle + _CROWD // 2])
    topics = ask.topics - {_OTHER}
    apart = (
        other
        for other, _shared in near.most_common()
        if asks[other].respondent != ask.respondent and not topics.isdisjoint(asks[other].topics)
    )
    return islice(apart, _COMPARED)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[feature] for feature, weight in one.items() if feature in other)


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
