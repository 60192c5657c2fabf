"""The SPARQL endpoint beside its peers, on the same data in the same run."""

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import httpx
import pyoxigraph as ox

from ontology.vocabulary import GRAPH_MODEL
from sparql.store import EmbeddedStore

from . import data, load, peers, queries

COUNTS = {"point lookup": 3_000, "selective join": 400, "agreement": 300, "aggregate": 200}
"""How many different queries of each kind are sent in turn."""
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
    """Return a row for each server and kind of query; the server that is measured first is whoasks."""
    nquads, store = prepare(work, size)
    rows: Rows = []
    for name, start in (
        ("whoasks", lambda: peers.whoasks(store, work)),
        ("oxigraph", lambda: peers.oxigraph(nquads, work)),
        ("virtuoso", lambda: peers.virtuoso(nquads, work)),
        ("rdflib-endpoint", lambda: peers.rdflib_endpoint(nquads, work)),
    ):
        with ExitStack() as stack:
            try:
                peer = stack.enter_context(start())
            except peers.MissingPeerError as error:
                rows.append({"server": name, "missing": str(error)})
                continue
            for kind, count in COUNTS.items():
                seen = load.run(
                    peer.base, [peer.path(q) for q in queries.queries(kind, size, count)], work, seconds=seconds
                )
                rows.append(
                    {
                        "server": name,
                        "kind": kind,
                        "rate": seen.rate,
                        "p50": seen.p50,
                        "p99": seen.p99,
                        "errors": seen.errors,
                    }
                )
    return rows


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
