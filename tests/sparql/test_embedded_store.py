"""The embedded store: generations are published whole or not at all."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest

from sparql.store import EmbeddedStore, StoreError

GRAPH = "http://example.org/graph"


def quad(value: str) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode("http://example.org/s"),
        ox.NamedNode("http://example.org/p"),
        ox.Literal(value),
        ox.NamedNode(GRAPH),
    )


def values(store: EmbeddedStore) -> list[str]:
    return sorted(row["o"].value for row in store.query("SELECT ?o { ?s ?p ?o }"))


def test_a_published_generation_is_read_back(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.writing("first") as writer:
        writer.replace_graph(GRAPH, [quad("a")])
    assert values(store) == ["a"]


def test_a_write_that_fails_leaves_the_published_generation(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.writing("first") as writer:
        writer.replace_graph(GRAPH, [quad("a")])
    with pytest.raises(RuntimeError), store.writing("second") as writer:
        writer.replace_graph(GRAPH, [quad("b")])
        raise RuntimeError
    assert values(store) == ["a"]
    assert [generation.reason for generation in store.history()] == ["first"]


def test_a_generation_that_is_forgotten_while_the_history_is_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, listed = EmbeddedStore(tmp_path, keep=1), Path.glob
    for value in "ab":
        with store.writing(value) as writer:
            writer.replace_graph(GRAPH, [quad(value)])
    gone = tmp_path / "generations" / "000001" / "generation.json"
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: [*listed(folder, pattern), gone])
    assert not gone.exists()
    assert [generation.reason for generation in store.history()] == ["b"]


def test_rollback_publishes_an_earlier_generation_again(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    for value in "ab":
        with store.writing(value) as writer:
            writer.replace_graph(GRAPH, [quad(value)])
    store.rollback("000001")
    assert values(store) == ["a"]


def test_the_last_load_can_be_published_again_however_many_updates_follow_it(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    for value in ("load 1", "load 2", *"abcdef"):
        with store.writing(value, lasting=value.startswith("load")) as writer:
            writer.replace_graph(GRAPH, [quad(value)])
    assert [generation.reason for generation in store.history()] == [*"fedcb", "load 2"]
    store.rollback("000002")
    assert values(store) == ["load 2"]
    with store.writing("g") as writer:
        writer.replace_graph(GRAPH, [quad("g")])
    assert [generation.reason for generation in store.history()] == [*"gfedc", "load 2"]


def test_a_generation_of_an_earlier_release_is_read(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.writing("first") as writer:
        writer.replace_graph(GRAPH, [quad("a")])
    record = tmp_path / "generations" / "000001" / "generation.json"
    record.write_text(record.read_text(encoding="utf-8").replace(', "lasting": false', ""), encoding="utf-8")
    assert [generation.reason for generation in store.history()] == ["first"]


def test_rollback_to_an_unknown_generation_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no generation 000009"):
        EmbeddedStore(tmp_path).rollback("000009")


def test_a_second_writer_is_refused_while_the_first_writes(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    second = store.writing("second", patience=0.1)
    with store.writing("first"), pytest.raises(StoreError, match="another process"), second:
        pass


def test_a_second_writer_waits_for_the_first_to_finish(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    first = store.writing("first")
    first.__enter__().replace_graph(GRAPH, [quad("a")])
    with ThreadPoolExecutor() as pool:
        second = pool.submit(_extend, store, quad("b"))
        with pytest.raises(TimeoutError):
            second.result(timeout=0.2)
        first.__exit__(None, None, None)
        second.result()
    assert values(store) == ["a", "b"]


def _extend(store: EmbeddedStore, added: ox.Quad) -> None:
    with store.writing("second", patience=60) as writer:
        writer.extend([added])


def test_a_stream_of_nquads_goes_to_the_graphs_that_it_names(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.writing("first") as writer:
        writer.add(BytesIO(f'<http://example.org/s> <http://example.org/p> "a" <{GRAPH}> .\n'.encode()))
    assert values(store) == ["a"]


def test_what_a_large_load_has_written_is_merged_and_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def files(name: str) -> int:
        store = EmbeddedStore(tmp_path / name)
        with store.writing("first") as writer:
            for lot in range(3):
                lines = (
                    f'<http://example.org/s> <http://example.org/p> "{number}" <{GRAPH}> .\n'
                    for number in range(lot, 300, 3)
                )
                writer.add(BytesIO("".join(lines).encode()))
        assert len(values(store)) == 300
        return len(list(store.data("000001").glob("*.sst")))

    small = files("small")
    monkeypatch.setattr("sparql.store.embedded._MERGED_FROM", 0)
    assert files("large") < small


@pytest.mark.parametrize("broken", ["CURRENT", ""])
def test_a_damaged_generation_is_told_with_the_way_back(tmp_path: Path, broken: str) -> None:
    store = EmbeddedStore(tmp_path)
    for number in range(2):
        with store.writing("test") as writer:
            writer.update(f"INSERT DATA {{ <x:s> <x:p> {number} }}")
    data = tmp_path / "generations" / "000002" / "data"
    shutil.move(data / broken, tmp_path / "gone")
    again = EmbeddedStore(tmp_path)
    with pytest.raises(StoreError, match=r"generations/000002: this cannot be read: .*`whoasks rollback`"):
        again.query("ASK {}")
    with pytest.raises(StoreError, match="this cannot be read"), again.writing("test"):
        pass
    again.rollback("000001")
    assert again.query("ASK { ?s ?p 0 }")


def test_a_store_that_lost_what_it_publishes_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.check()  # empty, and sound
    for number in range(2):
        with store.writing("test") as writer:
            writer.update(f"INSERT DATA {{ <x:s> <x:p> {number} }}")
    (tmp_path / "CURRENT").unlink()
    again = EmbeddedStore(tmp_path)
    advice = "CURRENT: this file, .* is missing; `whoasks rollback 000002` publishes"
    with pytest.raises(StoreError, match=advice):
        again.query("ASK {}")
    with pytest.raises(StoreError, match=advice), again.writing("test"):
        pass
    with pytest.raises(StoreError, match=advice):
        again.backup(tmp_path / "copy")
    again.rollback("000002")
    assert again.query("ASK { ?s ?p 1 }")


def test_a_first_load_that_is_killed_before_it_publishes_leaves_an_empty_store(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.writing("test") as writer:
        writer.update("INSERT DATA { <x:s> <x:p> 1 }")
    (tmp_path / "CURRENT").write_text("")  # what it was until then
    again = EmbeddedStore(tmp_path)
    again.check()
    assert again.version() is None
    with again.writing("test") as writer:
        writer.update("INSERT DATA { <x:s> <x:p> 2 }")
    assert again.query("ASK { ?s ?p 2 }")
    assert not again.query("ASK { ?s ?p 1 }")
