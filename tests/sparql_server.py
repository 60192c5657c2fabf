"""A real SPARQL server for the tests: Oxigraph's own, from its package, with a folder of its own."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest


class SparqlServer:
    """An Oxigraph server that the tests start, stop and start again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._bind = f"127.0.0.1:{probe.getsockname()[1]}"
        self.address = f"http://{self._bind}/query"
        self.start()

    def start(self) -> None:
        command = [Path(sys.executable).parent / "oxigraph", "serve", "--location", self._folder, "--bind", self._bind]
        self._process = subprocess.Popen([*command, "--union-default-graph"], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                httpx.get(self.address, params={"query": "ASK {}"})
            except httpx.ConnectError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("the server did not start")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
