"""The process that holds one generation of the dataset and forks the workers that query it.

Started as ``python -m service.workers.zygote SOCKET STORE``, ahead of need. It waits for a line that says which
generation to open and where to, ``VERSION memory`` or ``VERSION disk``, and says ``R`` when that is done. After that
each byte sent to it, along with a file descriptor, makes it fork a worker that serves that descriptor, and answers
with the worker's process id (32 bits, network order). It ends when the socket is closed.
"""

import gc
import logging
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from service.workers.worker import Worker
from sparql.store import EmbeddedStore

log = logging.getLogger(__name__)

PROCESS_ID: Final = struct.Struct("!I")
READY: Final = b"R"
_LINE: Final = 256
"""Bytes that the first line may have."""


def main(arguments: list[str]) -> None:
    """Load the dataset, then fork workers as long as they are asked for."""
    control, folder = socket.socket(fileno=int(arguments[0])), Path(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the service says when to end
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries dead workers
    line = control.recv(_LINE).decode("ascii")
    if not line:
        return
    version, place = line.removesuffix("\n").split(" ")
    dataset = _Dataset(folder, version, in_memory=place == "memory")
    gc.collect()
    gc.freeze()  # a collection in a worker would touch, and so copy, the pages that all share
    control.sendall(READY)
    while (descriptor := _next_descriptor(control)) is not None:
        process_id = os.fork()
        if process_id == 0:
            control.close()
            _work(socket.socket(fileno=descriptor), folder, dataset)
        os.close(descriptor)
        control.sendall(PROCESS_ID.pack(process_id))


class _Dataset:
    """A generation, in the memory that workers share, or on disk, where each worker opens it for itself."""

    def __init__(self, folder: Path, version: str, *, in_memory: bool) -> None:
        self._data = EmbeddedStore(folder).data(version) if version else None
        self._memory = _copied_to_memory(self._data) if in_memory or self._data is None else None

    def open(self) -> ox.Store:
        if self._memory is not None:
            return self._memory
        return ox.Store.read_only(str(self._data))


def _copied_to_memory(data: Path | None) -> ox.Store:
    """Read the generation through a child process: the threads of RocksDB must not be there when workers are forked."""
    store = ox.Store()
    if data is None:
        return store
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        with os.fdopen(sink, "wb", buffering=1 << 20) as pipe:
            ox.Store.read_only(str(data)).dump(pipe, format=ox.RdfFormat.N_QUADS)
        os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb", buffering=1 << 20) as pipe:
        store.bulk_load(pipe, format=ox.RdfFormat.N_QUADS)
    return store


def _next_descriptor(control: socket.socket) -> int | None:
    message, descriptors, _flags, _address = socket.recv_fds(control, 1, 1)
    return descriptors[0] if message else None


def _work(connection: socket.socket, folder: Path, dataset: _Dataset) -> None:
    """Serve as a worker; never returns."""
    try:
        Worker(dataset.open(), folder).serve(connection)
    except BaseException:
        log.exception("a worker ended on an error that nobody foresaw")
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
