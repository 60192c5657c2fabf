"""What every store promises, shown of the embedded one and of one on a real SPARQL server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from loaders.pipeline import Plan, load
from ontology.lexicon import Lexicon
from ontology.vocabulary import BASE
from sparql import BUNDLED_QUESTIONS
from sparql.results import Table, Term
from sparql.saved import SavedQuestion
from sparql.saved.catalogue import Catalogue
from sparql.store import EmbeddedStore, Store, StoreError
from sparql.store.endpoint import Endpoint, UnavailableError
from sparql.store.journal import JOURNAL
from sparql.store.remote import RemoteStore
from tests.servers import KINDS, started
from tests.sparql_server import SparqlServer

GRAPH, OTHER = "http://example.org/graph", "http://example.org/other"


ENGINES_OWN = {"documents": "loaded", "rules-at-work": "example"}
"""Columns that differ by right: when each store was loaded, and the least of texts, which engines order by collations
of their own."""
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = [ox.NamedNode(f"{XSD}{name}") for name in ("boolean", "integer", "decimal", "double")]
QUESTIONS = Catalogue.load(BUNDLED_QUESTIONS, Lexicon.load(ontology.BUNDLED)).questions


def _asks_for_nothing(question: SavedQuestion) -> bool:
    return question.form == "SELECT" and not any(each.required for each in question.parameters.values())


def quad(value: str, graph: str = GRAPH) -> ox.Quad:
    subject, predicate = ox.NamedNode("http://example.org/s"), ox.NamedNode("http://example.org/p")
    return ox.Quad(subject, predicate, ox.Literal(value), ox.NamedNode(graph))


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SparqlServer]:
    """A server of each kind, with nothing in it."""
    with started(request.param, tmp_path / "server") as server:
        yield server


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], SparqlServer]]:
    """Servers for all tests of this file, each started when it is first asked for by its kind."""
    with ExitStack() as running:

        @cache
        def of(kind: str) -> SparqlServer:
            return running.enter_context(started(kind, tmp_path_factory.mktemp(kind)))

        yield of


@pytest.fixture(params=["embedded", *KINDS])
def store(request: pytest.FixtureRequest, lasting: Callable[[str], SparqlServer], tmp_path: Path) -> Store:
    if request.param == "embedded":
        return EmbeddedStore(tmp_path / "store")
    return emptied(lasting(request.param).address)


def emptied(address: str) -> RemoteStore:
    """The store on a server, without what these tests write."""
    for graph in (GRAPH, OTHER, JOURNAL):
        Endpoint(address).update(f"DROP SILENT GRAPH <{graph}>")
    return RemoteStore(address)


def values(store: Store) -> list[str]:
    return sorted(row["o"].value for row in store.query("SELECT ?o { <http://example.org/s> ?p ?o }"))


def publish(store: Store, value: str) -> str | None:
    with store.writing(value) as writer:
        writer.replace_graph(GRAPH, [quad(value)])
    return store.version()


def test_nothing_is_published_at_first(store: Store) -> None:
    assert store.version() is None


def test_what_was_written_is_read_and_has_a_version(store: Store) -> None:
    version = publish(store, "a")
    assert values(store) == ["a"]
    assert [generation.version for generation in store.history()] == [version]


def test_a_graph_is_replaced_whole_and_others_stay(store: Store) -> None:
    with store.writing("both") as writer:
        writer.replace_graph(GRAPH, [quad("a"), quad("b")])
        writer.replace_graph(OTHER, [quad("c", OTHER)])
    publish(store, "d")
    assert values(store) == ["c", "d"]


def test_a_write_that_fails_publishes_nothing(store: Store) -> None:
    before = publish(store, "a")
    with pytest.raises(RuntimeError), store.writing("b") as writer:
        writer.replace_graph(GRAPH, [quad("b")])
        raise RuntimeError
    assert (values(store), store.version()) == (["a"], before)


def test_the_writer_reads_what_it_wrote(store: Store) -> None:
    publish(store, "a")
    with store.writing("more") as writer:
        writer.replace_graph(OTHER, [quad("b", OTHER)])
        assert bool(writer.query('ASK { ?s ?p "a", "b" }'))
        writer.update(f'DELETE DATA {{ GRAPH <{GRAPH}> {{ <http://example.org/s> <http://example.org/p> "a" }} }}')
    assert values(store) == ["b"]


def various() -> list[ox.Quad]:
    """Return quads that engines write in different ways, and two that are tied by a blank node."""
    subject, predicate, graph = quad("").subject, quad("").predicate, ox.NamedNode(GRAPH)
    typed = {
        "boolean": "true",
        "dateTime": "2026-11-30T19:13:21.190Z",
        "decimal": "1.50",
        "integer": "007",
        "double": "7",
    }
    literals = [ox.Literal(value, datatype=ox.NamedNode(f"{XSD}{name}")) for name, value in typed.items()]
    literals += [ox.Literal("grün", language="de-AT"), ox.Literal('two\n"lines"')]
    between = ox.BlankNode()
    ends = [ox.Quad(subject, predicate, between, graph), ox.Quad(between, predicate, ox.Literal("linked"), graph)]
    return [*(ox.Quad(subject, predicate, literal, graph) for literal in literals), *ends]


def test_what_nobody_changes_is_not_sent_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing("first") as writer:
        writer.replace_graph(GRAPH, various())
    sent: list[str] = []
    update = Endpoint.update
    monkeypatch.setattr(Endpoint, "update", lambda self, text: (sent.append(text), update(self, text)))
    with store.writing("second") as writer:
        writer.replace_graph(OTHER, [quad("a", OTHER)])
    assert not [text for text in sent if f"GRAPH <{GRAPH}>" in text]


def test_what_leaves_a_graph_is_gone_however_the_engine_writes_it(store: Store) -> None:
    with store.writing("first") as writer:
        writer.replace_graph(GRAPH, [quad("kept"), *various()])
    with store.writing("second") as writer:
        writer.replace_graph(GRAPH, [quad("kept"), quad("added")])
    assert values(store) == ["added", "kept"]
    with store.writing("third") as writer:
        writer.replace_graph(GRAPH, [quad("kept"), *various()])
    store.rollback(store.history()[1].version)
    assert values(store) == ["added", "kept"]


def test_a_blank_node_stays_one_node(store: Store) -> None:
    for _ in range(2):
        with store.writing("again") as writer:
            writer.replace_graph(GRAPH, various())
    found = store.query("SELECT ?end { <http://example.org/s> ?p ?between . ?between ?p ?end }")
    assert [row["end"].value for row in found] == ["linked"]


def test_rollback_brings_an_earlier_content_back(store: Store) -> None:
    first = publish(store, "a")
    publish(store, "b")
    with store.writing("third") as writer:
        writer.replace_graph(OTHER, [quad("c", OTHER)])
    store.rollback(str(first))
    assert values(store) == ["a"]


def test_rollback_to_an_unknown_generation_says_so(store: Store) -> None:
    with pytest.raises(StoreError, match="no generation 000009"):
        store.rollback("000009")


def test_only_the_newest_generations_are_kept(store: Store) -> None:
    for value in "abcdefg":
        publish(store, value)
    assert [generation.reason for generation in store.history()] == ["g", "f", "e", "d", "c"]


def test_the_last_load_can_be_published_again_however_many_updates_follow_it(store: Store) -> None:
    with store.writing("load", lasting=True) as writer:
        writer.replace_graph(GRAPH, [quad("loaded")])
    load = store.version() or ""
    for value in "abcdefg":
        with store.writing(value) as writer:
            writer.extend([quad(value, OTHER if value in "ace" else GRAPH)])
    assert [generation.reason for generation in store.history()] == ["g", "f", "e", "d", "c", "load"]
    store.rollback(store.history()[3].version)
    assert values(store) == ["a", "b", "c", "d", "loaded"]
    store.rollback(load)
    assert values(store) == ["loaded"]


def test_a_graph_that_holds_nothing_is_there_until_it_is_removed(store: Store) -> None:
    publish(store, "a")
    with store.writing("make one and empty another") as writer:
        writer.replace_graph(OTHER, [])
        writer.update(f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
    with store.writing("something else") as writer:
        assert (writer.has_graph(OTHER), writer.has_graph(GRAPH)) == (True, True)
        writer.drop_graph(OTHER)
        writer.replace_graph(GRAPH, [quad("b")])
    with store.writing("nothing") as writer:
        assert (writer.has_graph(OTHER), writer.has_graph(GRAPH)) == (False, True)
    assert values(store) == ["b"]


def test_a_server_that_goes_away_is_reported_and_one_that_comes_back_has_lost_nothing(server: SparqlServer) -> None:
    store = RemoteStore(server.address)
    publish(store, "a")
    server.stop()
    with pytest.raises(UnavailableError, match="cannot be reached"):
        store.version()
    server.start()
    assert values(store) == ["a"]


def test_a_server_that_comes_back_while_a_query_waits_answers_it(server: SparqlServer) -> None:
    store = RemoteStore(server.address)
    publish(store, "a")
    server.stop()
    server.start()
    assert values(store) == ["a"]


def test_of_two_writers_at_once_the_slower_is_refused(server: SparqlServer) -> None:
    slow, quick = RemoteStore(server.address), RemoteStore(server.address)
    with pytest.raises(StoreError, match="another process"), slow.writing("slow") as writer:
        writer.replace_graph(GRAPH, [quad("slow")])
        publish(quick, "quick")
    assert values(slow) == ["quick"]


def test_a_malformed_query_is_the_query_s_fault(server: SparqlServer) -> None:
    with pytest.raises(SyntaxError):
        RemoteStore(server.address).query("SELECT nonsense")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The bundled corpus in an embedded store."""
    store = EmbeddedStore(tmp_path_factory.mktemp("embedded") / "store")
    load(store, [], Plan(ontology.BUNDLED))
    return store


@pytest.fixture(scope="module", params=KINDS)
def both(
    request: pytest.FixtureRequest, lasting: Callable[[str], SparqlServer], embedded: Store
) -> tuple[Store, Store]:
    """The bundled corpus on a server and in an embedded store."""
    remote = emptied(lasting(request.param).address)
    load(remote, [], Plan(ontology.BUNDLED))
    return remote, embedded


def test_a_server_holds_the_bundled_corpus_triple_for_triple(both: tuple[Store, Store]) -> None:
    remote, embedded = both
    assert counted(remote) == counted(embedded)


def test_what_a_server_holds_is_not_loaded_into_it_again(both: tuple[Store, Store]) -> None:
    remote, _ = both
    before = remote.version()
    summary = load(remote, [], Plan(ontology.BUNDLED))
    assert (summary.loaded, remote.version()) == (0, before)


@pytest.mark.parametrize("name", [name for name, question in QUESTIONS.items() if _asks_for_nothing(question)])
def test_a_server_answers_a_saved_question_as_the_embedded_store_does(both: tuple[Store, Store], name: str) -> None:
    query = QUESTIONS[name].bind({})
    remote, embedded = (rows(store, query, but=ENGINES_OWN.get(name, "")) for store in both)
    assert embedded, "there must be answers to compare"
    assert remote == embedded


def rows(store: Store, query: str, *, but: str = "") -> list[list[list[str]]]:
    """Return the sorted rows without one column, each cell as its words: engines concatenate a group in any order."""
    table = Table.of(store.query(query))
    columns = [table.column(name) for name in table.variables if name != but]
    return sorted([words(term) for term in row] for row in zip(*columns, strict=True))


def words(term: Term | None) -> list[str]:
    """Return the words of an IRI or a literal, sorted; a number or a truth as its value, however it is written."""
    if isinstance(term, ox.Literal) and term.datatype in NUMBERS:
        return [str(float({"true": 1, "false": 0}.get(term.value, term.value)))]
    return sorted(getattr(term, "value", "").split())


def counted(store: Store) -> dict[str, str]:
    """Return how many triples each graph of ours has."""
    rows = store.query("SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
    found = {row["graph"].value: row["triples"].value for row in rows}
    return {name: count for name, count in found.items() if name.startswith(BASE) and name != JOURNAL}
