"""Real SPARQL servers for the tests, each with a folder of its own: Oxigraph's, from its package, and Virtuoso."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.virtuoso import write_settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class SparqlServer:
    """A server at an address that the tests start, stop and start again."""

    address: str
    process: "subprocess.Popen[bytes]"

    def start(self) -> None:
        raise NotImplementedError

    def run(self, *command: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Run a command in a folder, and wait until the server answers."""
        with (folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=output, stderr=output, env={**os.environ, **(environment or {})}
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                httpx.get(self.address, params={"query": "ASK {}"}, timeout=30)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(f"the server did not start: {(folder / 'output').read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class OxigraphServer(SparqlServer):
    """An Oxigraph server; the union of all graphs is its default graph, unless it is to be another."""

    def __init__(self, folder: Path, *, union: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._options = ["--union-default-graph"] if union else []
        self._bind = f"127.0.0.1:{free_port()}"
        self.address = f"http://{self._bind}/query"
        self.start()

    def start(self) -> None:
        program = Path(sys.executable).parent / "oxigraph"
        place = ["--location", self._folder / "data", "--bind", self._bind]
        self.run(program, "serve", *place, *self._options, folder=self._folder)


class VirtuosoServer(SparqlServer):
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
        self.run("virtuoso-t", "+foreground", "+configfile", "virtuoso.ini", folder=self._folder)
