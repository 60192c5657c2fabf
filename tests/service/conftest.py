"""Live services for the tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from sparql.store import EmbeddedStore
from tests.service.live import Service

DATA = Path(__file__).parents[1] / "sparql" / "questions" / "data.ttl"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a live service over the small dataset of tests/sparql/questions."""
    folder = tmp_path_factory.mktemp("store")
    graph = ox.NamedNode("https://w3id.org/whoasks/graph/response/demo/all")
    with EmbeddedStore(folder).writing("test") as writer:
        parsed = ox.parse(path=DATA, format=ox.RdfFormat.TURTLE)
        writer.replace_graph(graph.value, (ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed))
    with Service(store=str(folder)) as service:
        yield service.client


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Start a service with the given settings; returns a client of it. All are stopped when the test ends."""
    with ExitStack() as running:

        def start(**settings: object) -> httpx.Client:
            service = Service(**{"store": str(tmp_path / "store"), **settings})
            return running.enter_context(service).client

        yield start
