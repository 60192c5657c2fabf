"""The processes that are there to be forked.

    nursery ──fork──▶ holder of a generation ──fork──▶ worker, worker, …, front, front, …

The nursery is started as ``python -m service.workers.zygote SOCKET`` for the store WHOASKS_STORE; it has imported all
that is needed, so that what comes from it is there within milliseconds. A holder waits for a line that says which
generation to open and where to, ``VERSION memory`` or ``VERSION disk``, and says ``R`` when that is done. Either takes
a byte with file descriptors on its socket, forks a child that serves the first, and answers with the child's process id
(32 bits, network order). A holder that gets a second, on which clients knock, forks a front. Each ends when its socket
is closed.
"""

import gc
import logging
import mmap
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

import orjson
import pyoxigraph as ox

from service.workers.worker import Worker
from sparql.dataset import Dataset, RemoteDataset
from sparql.store import EmbeddedStore
from sparql.store.location import VARIABLE, is_remote, open_store

log = logging.getLogger(__name__)

PROCESS_ID: Final = struct.Struct("!I")
READY: Final = b"R"
_LINE: Final = 256
"""Bytes that the first line may have."""


def main(arguments: list[str]) -> None:
    """Be the nursery."""
    control, location = socket.socket(fileno=int(arguments[0])), os.environ[VARIABLE]
    for number in (signal.SIGINT, signal.SIGTERM):  # they reach the whole group; the service says when to end
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries dead children
    _fork_on_demand(control, lambda connection, *_: _hold(connection, location))


def _hold(control: socket.socket, location: str) -> None:
    """Open a generation, and fork workers that query it."""
    line = control.recv(_LINE).decode("ascii")
    if not line:
        return
    version, place = line.removesuffix("\n").split(" ")
    dataset = _opener(location, version, in_memory=place == "memory")
    gc.collect()
    gc.freeze()  # a collection in a worker would touch, and so copy, the pages that all share
    control.sendall(READY)
    shared = mmap.mmap(-1, mmap.PAGESIZE)  # the fronts tell each other in it how many connections they have

    def live(connection: socket.socket, listener: socket.socket | None = None) -> None:
        if listener is None:
            Worker(dataset(), open_store(location)).serve(connection)
        else:
            import_module("service.fronts.front").live(connection, listener, dataset(), shared)  # slow

    _fork_on_demand(control, live)


def _fork_on_demand(control: socket.socket, live: Callable[..., None]) -> None:
    """Fork a child for each message with descriptors that comes, until the socket is closed."""
    while descriptors := _next_descriptors(control):
        process_id = os.fork()
        if process_id == 0:
            control.close()
            _live(partial(live, *(socket.socket(fileno=each) for each in descriptors)))
        for each in descriptors:
            os.close(each)
        control.sendall(PROCESS_ID.pack(process_id))


def _live(live: Callable[[], None]) -> NoReturn:
    """Be a child to the end."""
    status = 1
    try:
        live()
        status = 0
    except BaseException:
        log.exception("a child process ended on an error that nobody foresaw")
    finally:
        os._exit(status)


def _opener(location: str, version: str, *, in_memory: bool) -> Callable[[], Dataset]:
    """Return what gives a worker its view of the dataset."""
    if is_remote(location):
        return lambda: RemoteDataset(location)
    return _Generation(Path(location), version, in_memory=in_memory).open


class _Generation:
    """A generation, in the memory that workers share, or on disk, where each worker opens it for itself."""

    def __init__(self, folder: Path, version: str, *, in_memory: bool) -> None:
        self._data = EmbeddedStore(folder).data(version) if version else None
        self._memory = _copied_to_memory(self._data) if in_memory or self._data is None else None

    def open(self) -> ox.Store:
        if self._memory is not None:
            return self._memory
        return ox.Store.read_only(str(self._data))


def _copied_to_memory(data: Path | None) -> ox.Store:
    """Read the generation through a child process: the threads of RocksDB must not be there when workers are forked.

    Graphs that hold nothing come first, as a line of JSON: N-Quads cannot carry them.
    """
    store = ox.Store()
    if data is None:
        return store
    source, sink = os.pipe()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # this child's end matters
    child = os.fork()
    if child == 0:
        os.close(source)
        _live(partial(_dump, data, sink))
    os.close(sink)
    with os.fdopen(source, "rb", buffering=1 << 20) as pipe, ThreadPoolExecutor(1) as loader:
        # glibc gives a thread memory of its own. What workers allocate then lies together, not in the gaps between the
        # data: that would be slower, and copy a shared page for each gap.
        for graph in orjson.loads(pipe.readline() or b"[]"):
            store.add_graph(ox.NamedNode(graph))
        loader.submit(store.bulk_load, pipe, format=ox.RdfFormat.N_QUADS).result()
    _, status = os.waitpid(child, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if status:  # what came through the pipe may be a part of it only
        raise RuntimeError(f"{data} could not be read to its end")
    return store


def _dump(data: Path, sink: int) -> None:
    store = ox.Store.read_only(str(data))
    with os.fdopen(sink, "wb", buffering=1 << 20) as pipe:
        pipe.write(orjson.dumps(list(_empty_graphs(store)), option=orjson.OPT_APPEND_NEWLINE))
        store.dump(pipe, format=ox.RdfFormat.N_QUADS)


def _empty_graphs(store: ox.Store) -> Iterator[str]:
    """Yield the names of the graphs that are there and hold nothing."""
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode) and next(store.quads_for_pattern(None, None, None, graph), None) is None:
            yield graph.value


def _next_descriptors(control: socket.socket) -> list[int]:
    _message, descriptors, _flags, _address = socket.recv_fds(control, 1, 2)
    return descriptors


if __name__ == "__main__":
    main(sys.argv[1:])
