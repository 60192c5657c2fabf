"""The kinds of SPARQL servers that the tests of remote stores run against; those not installed are skipped."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tests.jena import FusekiServer, JenaServer
from tests.sparql_server import OxigraphServer, SparqlServer, VirtuosoServer

KINDS: Final[dict[str, Callable[[Path], SparqlServer]]] = {
    "oxigraph": OxigraphServer,
    "virtuoso": VirtuosoServer,
    "jena": JenaServer,
    "fuseki": FusekiServer,
}


@contextmanager
def started(kind: str, folder: Path) -> Iterator[SparqlServer]:
    """A server of a kind, over an empty folder of its own, until the block ends."""
    with ExitStack() as ending:
        server = KINDS[kind](folder)
        ending.callback(server.stop)
        yield server
