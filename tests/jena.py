"""Apache Jena for the tests: Fuseki where a download of it is named, and Jena's engine as Debian packages it."""

import os
import shutil
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

from tests.sparql_server import SparqlServer, free_port

_JARS: Final = Path("/usr/share/java")
_NEEDED: Final = (
    *("jena-arq", "jena-base", "jena-core", "jena-iri", "jena-tdb2", "jena-dboe-base", "jena-dboe-index"),
    *("jena-dboe-storage", "jena-dboe-trans-data", "jena-dboe-transaction", "slf4j-api", "slf4j-nop", "thrift"),
    *("commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io", "commons-lang3", "protobuf"),
    *("dexx.collection", "guava", "gson", "jackson-annotations", "jackson-core", "jackson-databind", "jsonld-java"),
    *("titanium-json-ld", "jakarta.json-api", "httpclient", "httpcore"),
)
_MISPLACED: Final = "org/apache/jena/ext/"
"""Where Debian's package keeps texts that its classes look for one level up, and cannot start without."""
_CONFIGURATION: Final = """\
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Service ;
  fuseki:name "ds" ;
  fuseki:endpoint
    [ fuseki:operation fuseki:query ] , [ fuseki:operation fuseki:query ; fuseki:name "query" ] ,
    [ fuseki:operation fuseki:update ] , [ fuseki:operation fuseki:update ; fuseki:name "update" ] ;
  fuseki:dataset [ a tdb2:DatasetTDB2 ; tdb2:location "data" ; tdb2:unionDefaultGraph true ] .
"""


class JenaServer(SparqlServer):
    """The engine and the store of Fuseki (ARQ, TDB2), behind a plain server of the tests' own."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("javac") is None or not all((_JARS / f"{name}.jar").exists() for name in _NEEDED):
            pytest.skip("Jena is not installed: apt-get install libapache-jena-java default-jdk-headless")
        (folder / "data").mkdir(parents=True)
        with ZipFile(_JARS / "jena-core.jar") as packed:
            for name in packed.namelist():
                if name.startswith(_MISPLACED) and name.endswith(".properties"):
                    place = folder / "texts" / name.removeprefix(_MISPLACED)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(packed.read(name))
        self._folder, self._port = folder, free_port()
        self.address = f"http://127.0.0.1:{self._port}/ds"
        self.start()

    def start(self) -> None:
        path = ":".join([*(str(_JARS / f"{name}.jar") for name in _NEEDED), str(self._folder / "texts")])
        program = Path(__file__).with_suffix(".java")
        self.run("java", "-cp", path, program, "data", str(self._port), folder=self._folder)


class FusekiServer(SparqlServer):
    """Fuseki with TDB2, from the folder that FUSEKI_HOME names: a download unpacked, or a folder of its jars."""

    def __init__(self, folder: Path) -> None:
        home = os.environ.get("FUSEKI_HOME")
        if not home or shutil.which("java") is None:
            pytest.skip("Fuseki is not installed: FUSEKI_HOME names no folder of it, or there is no Java")
        (folder / "data").mkdir(parents=True)
        (folder / "config.ttl").write_text(_CONFIGURATION, encoding="utf-8")
        whole = Path(home) / "fuseki-server.jar"
        main = ["-cp", f"{home}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"]
        self._program = ["-jar", str(whole)] if whole.exists() else main
        self._folder, self._port = folder, free_port()
        self.address = f"http://127.0.0.1:{self._port}/ds/query"
        self.start()

    def start(self) -> None:
        options = ["--config=config.ttl", f"--port={self._port}", "--localhost"]
        environment = {"FUSEKI_BASE": str(self._folder / "base")}
        self.run("java", *self._program, *options, folder=self._folder, environment=environment)
