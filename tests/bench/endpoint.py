"""The SPARQL endpoint beside its peers, on the same data in the same run."""

import asyncio
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
import pyoxigraph as ox

from ontology.vocabulary import GRAPH_MODEL
from sparql.store import EmbeddedStore

from . import data, load, peers, queries

COUNTS = {"point lookup": 3_000, "selective join": 400, "agreement": 300, "aggregate": 200}
"""How many different queries of each kind are sent in turn."""
ROUNDS = 5
WARM_UP = 1
"""Seconds of the round that is not counted."""
_KILLS = 20
HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

Rows = list[dict[str, object]]


def prepare(work: Path, size: data.Size) -> tuple[Path, Path]:
    """Make the N-Quads file and the published store, if they are not there yet; return both."""
    work.mkdir(parents=True, exist_ok=True)
    nquads, store = work / f"bench-{size.asks}.nq", EmbeddedStore(work / f"store-{size.asks}")
    if not nquads.exists():
        data.write(nquads, size)
    if store.version() is None:
        with store.writing("benchmark") as writer:
            writer.replace_graph(GRAPH_MODEL, ox.parse(path=str(nquads), format=ox.RdfFormat.N_QUADS))
    return nquads, store.folder


def compare(work: Path, size: data.Size, seconds: int) -> Rows:
    """Return a row for each server and kind of query; those for whoasks come first.

    All servers are there throughout and take turns, round by round, so that what else the machine does falls on all of
    them. A first, short round warms them up and is not counted. A ratio is the median of those of the rounds, with the
    least and the most; by processor time it says more than by rate where other programs compete for the machine.
    """
    nquads, store = prepare(work, size)
    missing: Rows = []
    with ExitStack() as stack:
        servers: list[peers.Peer] = []
        for name, start in (
            ("whoasks", lambda: peers.whoasks(store, work)),
            ("oxigraph", lambda: peers.oxigraph(nquads, work)),
            ("virtuoso", lambda: peers.virtuoso(nquads, work)),
            ("rdflib-endpoint", lambda: peers.rdflib_endpoint(nquads, work)),
        ):
            try:
                servers.append(stack.enter_context(start()))
            except peers.MissingPeerError as error:
                missing.append({"server": name, "missing": str(error)})
        return [row for kind in COUNTS for row in _of_kind(kind, servers, work, size, seconds)] + missing


def _of_kind(kind: str, servers: list[peers.Peer], work: Path, size: data.Size, seconds: int) -> Rows:
    asked = queries.queries(kind, size, COUNTS[kind])
    seen: dict[str, list[_Seen]] = {peer.name: [] for peer in servers}
    for number in range(1 + ROUNDS):
        for peer in servers if number % 2 else servers[::-1]:
            with peer.alone(servers):
                seen[peer.name].append(_seen(peer, asked, work, seconds if number else WARM_UP))
    ours = seen[servers[0].name][1:]
    return [_row(name, kind, ours, rounds[1:]) for name, rounds in seen.items()]


def _row(name: str, kind: str, ours: list["_Seen"], theirs: list["_Seen"]) -> dict[str, object]:
    pairs = list(zip(ours, theirs, strict=True))
    return {
        "server": name,
        "kind": kind,
        "rate": median(seen.load.rate for seen in theirs),
        "per CPU s": median(seen.efficiency for seen in theirs),
        "p50": median(seen.load.p50 for seen in theirs),
        "p99": median(seen.load.p99 for seen in theirs),
        "errors": sum(seen.load.errors for seen in theirs),
        "whoasks / this": _ratios((us.load.rate, seen.load.rate) for us, seen in pairs),
        "per CPU s, whoasks / this": _ratios((us.efficiency, seen.efficiency) for us, seen in pairs),
    }


def _ratios(pairs: Iterable[tuple[float, float]]) -> str:
    """Return the median of the ratios, with the least and the most; nothing where a round saw no answer."""
    pairs = list(pairs)
    if not all(theirs for _, theirs in pairs):
        return ""
    ratios = [ours / theirs for ours, theirs in pairs]
    return f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


@dataclass(frozen=True)
class _Seen:
    """What one round saw of one server."""

    load: load.Load
    efficiency: float
    """Requests for each second of processor time that all processes of the server took together."""


def _seen(peer: peers.Peer, asked: list[str], work: Path, seconds: int) -> _Seen:
    before = peer.processor_seconds()
    seen = load.run(peer.base, [peer.path(query) for query in asked], work, seconds=seconds)
    return _Seen(seen, seen.count / max(peer.processor_seconds() - before, 0.01))


def beside_hostile(work: Path, size: data.Size, seconds: int) -> Rows:
    """Return the latency of point lookups alone, and with a cross product running beside them."""
    _, store = prepare(work, size)
    with peers.whoasks(store, work) as peer:
        paths = [peer.path(q) for q in queries.queries("point lookup", size, COUNTS["point lookup"])]
        alone = load.run(peer.base, paths, work, seconds=seconds)
        beside = asyncio.run(_with_hostile(peer, paths, work, seconds))
    return [
        {"case": "alone", "rate": alone.rate, "p99": alone.p99, "errors": alone.errors},
        {"case": "beside a hostile query", "rate": beside.rate, "p99": beside.p99, "errors": beside.errors},
    ]


async def _with_hostile(peer: peers.Peer, paths: list[str], work: Path, seconds: int) -> load.Load:
    async with httpx.AsyncClient(timeout=seconds + 60) as client:
        hostile = asyncio.create_task(client.get(peer.sparql, params={"query": HOSTILE, "timeout": str(seconds + 5)}))
        await asyncio.sleep(1)
        seen = await asyncio.to_thread(load.run, peer.base, paths, work, seconds=seconds)
        hostile.cancel()
    return seen


def respawning(work: Path, size: data.Size, _seconds: int) -> Rows:
    """Return how long after a worker was killed another has answered its first query, over the whole dataset."""
    _, store = prepare(work, size)
    with peers.whoasks(store, work, workers=1) as peer, httpx.Client(timeout=60) as client:
        times = sorted(_respawned(peer, client) for _ in range(_KILLS))
    return [{"case": "killed, then answered by another", "p50, ms": median(times), "most, ms": times[-1]}]


def _respawned(peer: peers.Peer, client: httpx.Client) -> float:
    """Have the only worker killed by the time limit; return the milliseconds until the next query is answered."""
    assert client.get(peer.sparql, params={"query": HOSTILE, "timeout": "0.2"}).status_code == 504
    started = time.perf_counter()
    assert client.get(peer.sparql, params={"query": "ASK { ?s ?p ?o }"}).status_code == 200
    return 1000 * (time.perf_counter() - started)


def cached(work: Path, size: data.Size, seconds: int) -> Rows:
    """Return the rate of one repeated question with the cache, beside bare uvicorn serving as many static bytes."""
    _, store = prepare(work, size)
    query = queries.queries("selective join", size, 1)[0]
    with peers.whoasks(store, work, cache=True) as peer:
        path = peer.path(query)
        body = httpx.get(path, headers={"Accept": "application/sparql-results+json"}).content
        repeated = load.run(peer.base, [path], work, seconds=seconds)
    with peers.static(body, work) as peer:
        bare = load.run(peer.base, [peer.sparql], work, seconds=seconds)
    return [
        {"case": "repeated question", "rate": repeated.rate, "bytes": len(body), "errors": repeated.errors},
        {"case": "static bytes", "rate": bare.rate, "bytes": len(body), "errors": bare.errors},
    ]
