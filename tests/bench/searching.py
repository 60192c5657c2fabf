"""How soon /search answers over two million passages, and what their index costs.

Passages are made of English words as often as people write them, and of set pairs of words that phrases are searched
by; each is a statement of the store, so that the hits are looked up there as usual. Seeded: the same each time.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Final

import httpx
from spellchecker import SpellChecker

from ontology.vocabulary import PREFIXES, iri
from service.settings import Settings
from sparql.fulltext.generations import index_folder
from sparql.store import EmbeddedStore
from sparql.store.location import VARIABLE

from . import data, endpoint, peers

_PASSAGES_OF_AN_ASK: Final = 20
"""Passages for each ask of the graph that other sections ask: 2 million at full size."""
_QUADS: Final = 8
"""Of a passage."""
_IN_A_RESPONSE: Final = 500
_IN_A_BATCH: Final = 200
"""Responses that are written to the store at a time."""
_WORDS: Final = 25
_VOCABULARY: Final = 30_000
_PAIRS: Final = 200
_WITH_A_PAIR: Final = 0.3
_SEARCHED: Final = slice(100, 5_000)
"""Which words are searched for, by how often they are written: neither *the* nor what hardly anybody writes."""
_SEARCHES: Final = 300
"""Of each kind, one after the other."""
_WARMING: Final = 20
"""Searches before those that count."""
_SEED: Final = 7


class _Language:
    """Words with how often they are written, and pairs that belong together."""

    def __init__(self) -> None:
        counted = SpellChecker().word_frequency.dictionary
        plain = [(word, count) for word, count in counted.items() if word.isascii() and word.isalpha()]
        ordered = sorted(plain, key=lambda pair: (-pair[1], pair[0]))[:_VOCABULARY]
        self.words = [word for word, _ in ordered]
        self._often = list(accumulate(count for _, count in ordered))
        random = Random(_SEED)
        self.pairs = [" ".join(random.sample(self.words[_SEARCHED], 2)) for _ in range(_PAIRS)]

    def passage(self, random: Random) -> str:
        """Return the words of one passage."""
        said = random.choices(self.words, cum_weights=self._often, k=_WORDS)
        if random.random() < _WITH_A_PAIR:
            said.insert(random.randrange(_WORDS), random.choice(self.pairs))
        return " ".join(said)

    def searches(self) -> dict[str, list[str]]:
        """Return what is searched for, by kind."""
        random, known = Random(_SEED), self.words[_SEARCHED]
        return {
            "one word": random.sample(known, _SEARCHES),
            "two words": [" ".join(random.sample(known, 2)) for _ in range(_SEARCHES)],
            "a phrase": [f'"{random.choice(self.pairs)}"' for _ in range(_SEARCHES)],
            "the commonest words": [random.choice(self.words[:20]) for _ in range(_SEARCHES)],
        }


def searching(work: Path, size: data.Size, _seconds: int) -> endpoint.Rows:
    """Return the milliseconds to the answers of each kind of search, one after the other over HTTP."""
    language, passages = _Language(), size.asks * _PASSAGES_OF_AN_ASK
    store = EmbeddedStore(work / f"search-{passages}")
    if store.version() is None:
        with store.writing("benchmark") as writer:
            responses = -(-passages // _IN_A_RESPONSE)
            for first in range(0, responses, _IN_A_BATCH):
                batch = range(first, min(first + _IN_A_BATCH, responses))
                writer.add(BytesIO(b"".join(_response(language, number, passages) for number in batch)))
    rows: endpoint.Rows = [{"case": f"an index of {passages:,} passages", **_indexed(store)}]
    in_memory = passages * _QUADS < Settings().quads_in_memory
    with (
        peers.whoasks(store.folder, work, in_memory=in_memory) as peer,
        httpx.Client(base_url=peer.base, timeout=60) as client,
    ):
        rows += [{"case": kind, **_measured(client, words)} for kind, words in language.searches().items()]
    return rows


def _indexed(store: EmbeddedStore) -> dict[str, object]:
    """Build the index of the store as the service does; return what it took."""
    version = store.version() or ""
    folder = index_folder(str(store.folder), version)
    row: dict[str, object] = {}
    if not folder.exists():
        started = time.perf_counter()
        environment = {**os.environ, VARIABLE: str(store.folder)}
        subprocess.run([sys.executable, "-m", "sparql.fulltext", version], check=True, env=environment)
        row["built in, s"] = time.perf_counter() - started
        row["peak MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row["index MB"] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return row


def _measured(client: httpx.Client, searches: Iterable[str]) -> dict[str, object]:
    took, found = [], []
    for words in searches:
        started = time.perf_counter()
        reply = client.get("/search", params={"q": words})
        took.append((time.perf_counter() - started) * 1_000)
        found.append(reply.raise_for_status().json()["total"])
    return {"median, ms": median(took), "p99, ms": quantiles(took, n=100)[-1], "median hits": int(median(found))}


def _response(language: _Language, number: int, passages: int) -> bytes:
    """Return the N-Quads of one response, its passages as the loaders write them."""
    random, name = Random(f"{_SEED}/{number}"), f"r{number}"
    graph, response, document = (iri(kind, data.CONSULTATION, name) for kind in ("graph", "response", "document"))
    facts = [
        (response, "wa:respondent", f"<{iri('body', f'org-{number % 2_000}')}>"),
        (document, "wa:sha256", f'"{number:064}"'),
    ]
    for place in range(min(_IN_A_RESPONSE, passages - number * _IN_A_RESPONSE)):
        facts += _statement(name, place * 200, (response, document), language.passage(random))
    return "".join(f"<{s}> <{_written(p)}> {o} <{graph}> .\n" for s, p, o in facts).encode()


def _statement(name: str, start: int, within: tuple[str, str], quote: str) -> Iterator[tuple[str, str, str]]:
    response, document = within
    span, integer = f"{start}-{start + len(quote)}", _written("xsd:integer")
    statement = iri("statement", data.CONSULTATION, name, f"ask-{span}")
    passage = iri("passage", data.CONSULTATION, name, span)
    yield statement, "rdf:type", f"<{_written('wa:Statement')}>"
    yield statement, "wa:quote", f'"{quote}"'
    yield statement, "wa:inResponse", f"<{response}>"
    yield statement, "wa:statedIn", f"<{passage}>"
    yield passage, "oa:hasSource", f"<{document}>"
    yield passage, "oa:hasSelector", f"<{passage}/position>"
    yield f"{passage}/position", "oa:start", f'"{start}"^^<{integer}>'
    yield f"{passage}/position", "oa:end", f'"{start + len(quote)}"^^<{integer}>'


def _written(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"
