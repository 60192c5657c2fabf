"""Real SPARQL servers for the tests, each with a folder of its own: Oxigraph's, from its package, and Virtuoso."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.virtuoso import write_settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def started(address: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(address, params={"query": "ASK {}"})
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


class SparqlServer:
    """An Oxigraph server that the tests start, stop and start again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bind = f"127.0.0.1:{free_port()}"
        self.address = f"http://{self._bind}/query"
        self.start()

    def start(self) -> None:
        command = [Path(sys.executable).parent / "oxigraph", "serve", "--location", self._folder, "--bind", self._bind]
        self._process = subprocess.Popen([*command, "--union-default-graph"], stderr=subprocess.DEVNULL)
        started(self.address)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


class VirtuosoServer:
    """A Virtuoso that takes updates from everybody."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
            pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource")
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._sql, http = folder, free_port(), free_port()
        write_settings(folder, self._sql, http, threads=10, buffers=20_000)
        self.address = f"http://127.0.0.1:{http}/sparql"
        self.start()
        permit = 'GRANT SPARQL_UPDATE TO "SPARQL"; GRANT EXECUTE ON DB.DBA.L_O_LOOK TO "SPARQL";'
        subprocess.run(["isql-vt", str(self._sql), "dba", "dba", f"exec={permit}"], check=True, capture_output=True)

    def start(self) -> None:
        command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
        self._process = subprocess.Popen(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        started(self.address)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
