"""How a SPARQL server is spoken to, shown with one that gives the answers that a test wants."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest

from sparql.store import StoreError
from sparql.store.endpoint import Endpoint, EndpointError, UnavailableError
from sparql.store.remote import RemoteStore
from tests.servers import started
from tests.sparql_server import OxigraphServer, VirtuosoServer

JSON, ROW = "application/sparql-results+json", '{"o": {"type": "literal", "value": "a"}}'
TABLE = f'{{"head": {{"vars": ["o"]}}, "results": {{"bindings": [{ROW}]}}}}'
Answer = tuple[int, dict[str, str], str]
"""Status, headers, body."""


@contextmanager
def answering(answer: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """Serve what ``answer`` makes of the Authorization of each request; yield the host and the list of those."""
    credentials: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            credentials.append(self.headers.get("Authorization", ""))
            status, headers, body = answer(credentials[-1])
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}", credentials
        server.shutdown()


def asked(address: str) -> list[str]:
    rows = Endpoint(address).query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(rows, ox.QuerySolutions)
    return [row["o"].value for row in rows]


def test_a_password_is_sent_as_the_server_asks_for_it() -> None:
    def digest(text: str) -> str:
        return md5(text.encode(), usedforsecurity=False).hexdigest()

    def answer(given: str) -> Answer:
        said = dict(re.findall(r'(\w+)="?([^",]*)', given)) if given.startswith("Digest") else {}
        secret, asked_for = digest("ann:SPARQL:a pass"), digest(f"POST:{said.get('uri')}")
        if said.get("response") == digest(f"{secret}:n1:{said.get('nc')}:{said.get('cnonce')}:auth:{asked_for}"):
            return 200, {"Content-Type": JSON}, TABLE
        return 401, {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="n1", qop="auth", algorithm=MD5'}, ""

    with answering(answer) as (host, credentials):
        endpoint = Endpoint(f"http://ann:a%20pass@{host}/sparql-auth")
        endpoint.query("ASK {}")
        endpoint.query("ASK {}")
    assert [each.partition(" ")[0] for each in credentials] == ["Basic", "", "Digest", "Digest"]


def test_a_password_is_sent_at_once_where_nothing_else_is_asked_for() -> None:
    with answering(lambda _given: (200, {"Content-Type": JSON}, TABLE)) as (host, credentials):
        assert asked(f"http://ann:secret@{host}/query") == ["a"]
    assert credentials == ["Basic YW5uOnNlY3JldA=="]


@pytest.mark.parametrize("body", [TABLE[:-3], TABLE[:-2], "", "<html>"])
def test_an_answer_that_breaks_off_is_no_answer(body: str) -> None:
    with answering(lambda _given: (200, {"Content-Type": JSON}, body)) as (host, _):
        endpoint = Endpoint(f"http://{host}/query")
        with pytest.raises(EndpointError, match="broke its answer off"):
            endpoint.query("SELECT ?o { ?s ?p ?o }")


def test_a_page_in_place_of_triples_is_no_fault_of_the_query() -> None:
    with answering(lambda _given: (200, {"Content-Type": "text/html"}, "<html>Log in</html>")) as (host, _):
        endpoint = Endpoint(f"http://{host}/query")
        with pytest.raises(EndpointError, match="text/html"):
            endpoint.query("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize(("seconds", "times"), [(0, 4), (1.2, 1)])
def test_a_busy_server_is_asked_again_but_not_one_that_has_stopped_the_query(seconds: float, times: int) -> None:
    def answer(_given: str) -> Answer:
        time.sleep(seconds)
        return 503, {}, "Query timed out"

    with answering(answer) as (host, credentials), pytest.raises(UnavailableError, match="Query timed out"):
        asked(f"http://{host}/query")
    assert len(credentials) == times


def test_a_default_graph_that_is_not_the_union_is_told_of(tmp_path: Path) -> None:
    server = OxigraphServer(tmp_path / "server", union=False)
    try:
        store = RemoteStore(server.address)
        with store.writing("first") as writer:
            writer.update("INSERT DATA { GRAPH <x:g> { <x:s> <x:p> <x:o> } }")
        with pytest.raises(StoreError, match="must be the union of the named graphs"):
            store.version()
    finally:
        server.stop()


def test_virtuoso_takes_updates_from_a_user_with_a_password(tmp_path: Path) -> None:
    with started("virtuoso", tmp_path / "server") as server:
        assert isinstance(server, VirtuosoServer)
        Endpoint(server.address.replace("//", "//dba:dba@") + "-auth").update(
            "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> <x:o> } }"
        )
        assert bool(Endpoint(server.address).query("ASK { GRAPH <x:g> { ?s ?p ?o } }"))
        with pytest.raises(EndpointError, match="401"):
            Endpoint(server.address.replace("//", "//dba:wrong@") + "-auth").query("ASK {}")
