"""The servers that are compared: whoasks itself and its peers, each started on a free port of 127.0.0.1."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.virtuoso import write_settings

BIN = Path(sys.executable).parent
_TICKS = os.sysconf("SC_CLK_TCK")
_LOOKS_EVERY = 0.2
_IDLE = 0.1
"""Share of a processor below which a server is taken to have nothing to do."""
SETTLES_WITHIN = 10.0
"""Seconds that a server may go on with queries after a load."""
STARTS_WITHIN = 300.0
"""Seconds that a server may take to load the data and answer."""


@dataclass(frozen=True)
class Peer:
    """A running server."""

    name: str
    sparql: str
    """URL of its query endpoint."""
    pid: int

    @property
    def base(self) -> str:
        """Return scheme, host and port."""
        return self.sparql[: self.sparql.index("/", len("http://"))]

    def path(self, query: str) -> str:
        """Return the request path for a query, relative to the server."""
        separator = "&" if "?" in self.sparql else "?"
        return f"{self.sparql}{separator}query={quote(query)}"

    def processor_seconds(self) -> float:
        """Return the processor time that all processes of the server have taken so far."""
        return sum(_processor_seconds_in(self.pid))

    @contextmanager
    def alone(self, others: Iterable["Peer"]) -> Iterator[None]:
        """Hold all other servers still, and leave this one when what it has begun is done, if it ever is."""
        halted = [other for other in others if other is not self]
        for other in halted:
            os.killpg(other.pid, signal.SIGSTOP)
        try:
            yield
            self._settle()
        finally:
            for other in halted:
                os.killpg(other.pid, signal.SIGCONT)

    def _settle(self) -> None:
        """Wait for queries that nobody waits for any more: not every server ends them."""
        deadline, before = time.monotonic() + SETTLES_WITHIN, -1.0
        while time.monotonic() < deadline and self.processor_seconds() - before > _IDLE * _LOOKS_EVERY:
            before = self.processor_seconds()
            time.sleep(_LOOKS_EVERY)


def _processor_seconds_in(session: int) -> Iterator[float]:
    """Yield the processor time of each process of a session: user and system, all threads."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended just now
            fields = stat.read_bytes().rpartition(b")")[2].split()
            if int(fields[3]) == session:
                yield (int(fields[11]) + int(fields[12])) / _TICKS


class MissingPeerError(Exception):
    """A peer is not installed here; the message says what to install."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    name: str,
    command: list[str],
    url: str,
    log: Path,
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    ready: str = "true",
) -> Iterator[Peer]:
    """Start a server in a process group of its own, wait until it answers, end the group afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=cwd,
            env={**os.environ, **(env or {})},
        )
    try:
        _wait(name, process, url, log, ready)
        yield Peer(name, url, process.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(name: str, process: subprocess.Popen[bytes], url: str, log: Path, ready: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{name} ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}")
        try:
            answer = httpx.get(
                url,
                params={"query": "ASK { ?s ?p ?o }"},
                headers={"Accept": "application/sparql-results+json"},
                timeout=60,
            )
            if answer.status_code == 200 and ready in answer.text:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{name} did not answer within {STARTS_WITHIN:.0f} s: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def whoasks(
    store: Path, work: Path, *, cache: bool = False, workers: int = 0, in_memory: bool = True
) -> Iterator[Peer]:
    """Serve a published store as it is, with or without the cache of results, by so many workers (0: as usual).

    One that is too large to be held in memory has no fronts to wait for.
    """
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.serving", str(port)]
    settings = {"WHOASKS_STORE": str(store), **({} if cache else {"WHOASKS_CACHE_BYTES": "0"})}
    settings |= {"WHOASKS_WORKERS": str(workers)} if workers else {}
    with _running("whoasks", command, f"http://127.0.0.1:{port}/sparql", work / "whoasks.log", env=settings) as peer:
        _wait_until_settled(peer, _SETTLED if in_memory else _SETTLED[1:])
        yield peer


_SETTLED = ("whoasks_fronts", "whoasks_store_surveyed")
"""Metrics that are 0 until fronts take connections and statistics are there, as other servers make while loading."""


def _wait_until_settled(peer: Peer, metrics: Sequence[str]) -> None:
    """Wait until none of these metrics is 0."""
    deadline = time.monotonic() + STARTS_WITHIN
    while any(f"\n{name} 0.0" in _metrics(peer) for name in metrics):
        if time.monotonic() > deadline:
            raise RuntimeError("no front takes connections, or nothing is known of the dataset; the log says why")
        time.sleep(0.2)


def _metrics(peer: Peer) -> str:
    return httpx.get(f"{peer.base}/metrics", timeout=60).text


@contextmanager
def oxigraph(nquads: Path, work: Path) -> Iterator[Peer]:
    """Serve the data by oxigraph's own server, read-only, default graph as the union."""
    port, location = _free_port(), work / "oxigraph"
    if not location.exists():
        subprocess.run(
            [BIN / "oxigraph", "load", "--location", location, "--file", nquads], check=True, capture_output=True
        )
    command = [
        str(BIN / "oxigraph"),
        "serve-read-only",
        "--location",
        str(location),
        "--bind",
        f"127.0.0.1:{port}",
        "--union-default-graph",
    ]
    with _running("oxigraph", command, f"http://127.0.0.1:{port}/query", work / "oxigraph.log") as peer:
        yield peer


@contextmanager
def rdflib_endpoint(nquads: Path, work: Path) -> Iterator[Peer]:
    """Serve the data by rdflib-endpoint with its Oxigraph store."""
    if not (BIN / "rdflib-endpoint").exists():
        raise MissingPeerError("rdflib-endpoint is not installed: pip install rdflib-endpoint")
    port = _free_port()
    command = [
        str(BIN / "rdflib-endpoint"),
        "serve",
        "--store",
        "Oxigraph",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        str(nquads),
    ]
    with _running("rdflib-endpoint", command, f"http://127.0.0.1:{port}/", work / "rdflib-endpoint.log") as peer:
        yield peer


@contextmanager
def virtuoso(nquads: Path, work: Path) -> Iterator[Peer]:
    """Serve the data by Virtuoso, with buffers for 2.7 GB and the limits of results lifted."""
    if shutil.which("virtuoso-t") is None:
        raise MissingPeerError("Virtuoso is not installed: apt-get install virtuoso-opensource")
    folder, sql, http = work / "virtuoso", _free_port(), _free_port()
    fresh = not folder.exists()
    folder.mkdir(exist_ok=True)
    write_settings(folder, sql, http, threads=20, buffers=340_000)
    command = ["virtuoso-t", "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with _running("virtuoso", command, f"http://127.0.0.1:{http}/sparql", work / "virtuoso.log", cwd=folder) as peer:
        if fresh:
            (folder / "data.nq").symlink_to(nquads.resolve())
            orders = f"ld_dir('{folder}', 'data.nq', 'http://example.org/bench'); rdf_loader_run(); checkpoint;"
            subprocess.run(["isql-vt", str(sql), "dba", "dba", f"exec={orders}"], check=True, capture_output=True)
        yield peer


STATIC = """\
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    headers = [(b"content-type", b"application/sparql-results+json"), (b"content-length", LENGTH)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})

BODY = open("static.bin", "rb").read()
LENGTH = str(len(BODY)).encode()
"""


@contextmanager
def static(body: bytes, work: Path) -> Iterator[Peer]:
    """Serve fixed bytes by bare uvicorn: the most that an HTTP server in Python can do."""
    (work / "static.bin").write_bytes(body)
    (work / "static_app.py").write_text(STATIC, encoding="utf-8")
    port = _free_port()
    command = [
        str(BIN / "uvicorn"),
        "static_app:app",
        "--port",
        str(port),
        "--log-level",
        "critical",
        "--no-access-log",
    ]
    with _running("static", command, f"http://127.0.0.1:{port}/", work / "static.log", cwd=work, ready="") as peer:
        yield peer
