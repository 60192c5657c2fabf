"""A seeded synthetic dataset in the shape of the graph that the loaders write, for benchmarks.

At full size: 5,000 responses of 2,000 organisations, 100,000 asks, 200 topics, a named graph for each response,
about one million quads. The same seed yields the same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyoxigraph as ox

from ontology.vocabulary import BASE, GRAPH_MODEL, OA, WA, iri

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SKOS = "http://www.w3.org/2004/02/skos/core#"
CONSULTATION = "bench"
SENTENCE = (
    "the framework should publish its metrics and minutes so that local systems can see how they are assessed and "
    "plan with partners across health care housing and the voluntary sector over time with clear lines of account"
)
WORDS = SENTENCE.split()


@dataclass(frozen=True)
class Size:
    """How much to make."""

    responses: int = 5_000
    asks: int = 100_000
    organisations: int = 2_000
    topics: int = 200
    questions: int = 10


def _wa(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{WA}{name}")


def _node(kind: str, *path: str) -> ox.NamedNode:
    return ox.NamedNode(iri(kind, *path))


def model(size: Size) -> Iterator[ox.Quad]:
    """Yield the graph of bodies and topics: a two-level tree of topics, a label for each thing."""
    graph = ox.NamedNode(GRAPH_MODEL)
    label, broader = ox.NamedNode(f"{SKOS}prefLabel"), ox.NamedNode(f"{SKOS}broader")
    for number in range(size.organisations):
        body = _node("body", f"org-{number}")
        yield ox.Quad(body, RDF_TYPE, _wa("Body"), graph)
        yield ox.Quad(body, label, ox.Literal(f"Organisation {number}", language="en"), graph)
    for number in range(size.topics):
        topic = _node("topic", f"topic-{number}")
        yield ox.Quad(topic, RDF_TYPE, _wa("Topic"), graph)
        yield ox.Quad(topic, label, ox.Literal(f"Topic {number}", language="en"), graph)
        if number >= size.topics // 10:
            yield ox.Quad(topic, broader, _node("topic", f"topic-{number % (size.topics // 10)}"), graph)


def response(size: Size, number: int, seed: int) -> Iterator[ox.Quad]:
    """Yield the named graph of one response."""
    random = Random(f"{seed}/{number}")
    name = f"r{number}"
    graph, node = _node("graph", "response", CONSULTATION, name), _node("response", CONSULTATION, name)
    body = _node("body", f"org-{number % size.organisations}")
    yield ox.Quad(node, RDF_TYPE, _wa("Response"), graph)
    yield ox.Quad(node, _wa("respondent"), body, graph)
    for question in range(1, size.questions + 1):
        answer = _node("answer", CONSULTATION, name, str(question))
        yield ox.Quad(answer, RDF_TYPE, _wa("Answer"), graph)
        yield ox.Quad(answer, _wa("inResponse"), node, graph)
        yield ox.Quad(answer, _wa("toQuestion"), _node("question", CONSULTATION, str(question)), graph)
        stance = random.choice(("fully-agree", "mostly-agree", "agree", "partly-agree", "disagree"))
        yield ox.Quad(answer, _wa("stance"), _node("stance", stance), graph)
    for position in range(size.asks // size.responses):
        yield from _ask(size, random, (name, node, body, graph), position)


def _ask(
    size: Size, random: Random, where: tuple[str, ox.NamedNode, ox.NamedNode, ox.NamedNode], position: int
) -> Iterator[ox.Quad]:
    name, response_node, body, graph = where
    start = position * 200
    ask = _node("statement", CONSULTATION, name, f"ask-{start}-{start + 150}")
    answer = _node("answer", CONSULTATION, name, str(position % size.questions + 1))
    yield ox.Quad(ask, RDF_TYPE, _wa("Ask"), graph)
    yield ox.Quad(ask, RDF_TYPE, _wa("Recommendation" if random.random() < 0.8 else "ClarityRequest"), graph)
    yield ox.Quad(ask, _wa("inResponse"), response_node, graph)
    yield ox.Quad(ask, _wa("inAnswer"), answer, graph)
    yield ox.Quad(ask, _wa("statedBy"), body, graph)
    quote = " ".join(random.choices(WORDS, k=25))
    yield ox.Quad(ask, _wa("quote"), ox.Literal(quote), graph)
    # a few bodies are asked of most: addressees follow a steep curve, as they do in real responses
    yield ox.Quad(
        ask, _wa("addressee"), _node("body", f"org-{int(random.paretovariate(0.6)) % size.organisations}"), graph
    )
    yield ox.Quad(ask, _wa("topic"), _node("topic", f"topic-{random.randrange(size.topics)}"), graph)


def quads(size: Size, seed: int = 7) -> Iterator[ox.Quad]:
    """Yield the whole dataset."""
    yield from model(size)
    for number in range(size.responses):
        yield from response(size, number, seed)


def write(path: Path, size: Size, seed: int = 7) -> int:
    """Write the dataset as N-Quads; return the number of quads."""
    count = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal count
        for quad in quads(size, seed):
            count += 1
            yield quad

    with path.open("wb") as file:
        ox.serialize(counted(), file, format=ox.RdfFormat.N_QUADS)
    return count


__all__ = ["BASE", "CONSULTATION", "OA", "Size", "model", "quads", "response", "write"]
