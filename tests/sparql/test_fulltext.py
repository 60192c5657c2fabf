"""Words are found in all their forms, phrases as they stand, the best first, and marked where they stand."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparql.fulltext.generations import build_for, index_folder, kind_of
from sparql.fulltext.index import Passage, TextIndex, build
from sparql.fulltext.terms import read_search, reason_against
from sparql.store import EmbeddedStore
from sparql.store.remote import RemoteStore
from tests.sparql_server import OxigraphServer

_PASSAGES = (
    Passage("http://e/1", "ask", "http://e/bma", "NHSEI should publish the minutes of every meeting."),
    Passage("http://e/2", "ask", "http://e/lga", "Publishing minutes, and publishing them early, would help."),
    Passage("http://e/3", "concern", "http://e/bma", "The review of peers is no peer review."),
    Passage("http://e/4", "answer", "http://e/bma", "Früher gab es Cafés; the naïve “peer-reviewed” view."),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TextIndex:
    folder = tmp_path_factory.mktemp("index") / "text"
    build(folder, _PASSAGES)
    return TextIndex.open(folder)


def _iris(index: TextIndex, text: str, kinds: Sequence[str] = (), bodies: Sequence[str] = ()) -> list[str]:
    return [hit.passage.iri[-1] for hit in index.search(text, kinds=kinds, bodies=bodies).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("publish", ["2", "1"]),  # twice in the shorter passage
        ("PUBLISHED minute", ["2", "1"]),
        ("cafe naive", ["4"]),
        ('"peer review"', ["3", "4"]),
        ('"review peer"', []),
        ("minutes -early", ["1"]),
        ('minutes -"every meeting"', ["2"]),
        ("-minutes", []),
        ("…", []),
    ],
)
def test_words_are_found_in_all_their_forms(index: TextIndex, text: str, found: list[str]) -> None:
    assert sorted(_iris(index, text)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-minutes", "only leaves words out"),
        ('-"every meeting" -…', "only leaves words out"),
        ("…", "has no word to find"),
        ('""', "has no word to find"),
        ('"', "has no word to find"),
        ("- -", "has no word to find"),
        ("x" * 60, "has no word to find"),
    ],
)
def test_of_a_search_that_can_find_nothing_it_is_said_why(index: TextIndex, text: str, reason: str) -> None:
    assert str(reason_against(text)).startswith(reason)
    assert _iris(index, text) == []


@pytest.mark.parametrize("text", ["minutes -early", "the", "of every", '"the minutes', "x" * 59, "été"])
def test_a_search_that_may_find_something_is_searched_for(text: str) -> None:
    assert reason_against(text) is None


@pytest.mark.parametrize(("text", "found"), [('"peer review', ["3", "4"]), ("the", ["1", "3", "4"])])
def test_an_open_quotation_ends_with_the_search_and_small_words_count(
    index: TextIndex, text: str, found: list[str]
) -> None:
    assert sorted(_iris(index, text)) == found


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_what_is_refused_would_find_nothing(index: TextIndex, text: str) -> None:
    assert reason_against(text) is None or index.search(text).total == 0


def test_the_best_hit_stands_first(index: TextIndex) -> None:
    scores = [hit.score for hit in index.search("publish minutes").hits]
    assert scores == sorted(scores, reverse=True)
    assert _iris(index, "publish")[0] == "2"


def test_where_nothing_has_every_word_some_are_enough_and_it_is_said(index: TextIndex) -> None:
    found = index.search("minutes zebra")
    assert (found.every_word, {hit.passage.iri for hit in found.hits}) == (False, {"http://e/1", "http://e/2"})
    assert index.search("minutes").every_word


def test_hits_can_be_limited_to_kinds_and_to_a_body(index: TextIndex) -> None:
    assert _iris(index, "peer", kinds=["concern"]) == ["3"]
    assert _iris(index, "publish", bodies=["http://e/bma"]) == ["1"]


def test_marks_are_code_points_of_the_words_that_were_searched(index: TextIndex) -> None:
    [hit] = index.search("naive cafe").hits
    assert [hit.passage.text[start:end] for start, end in hit.marks] == ["Cafés", "naïve"]


def test_pages_follow_each_other(index: TextIndex) -> None:
    first, second = (index.search("publish", limit=1, offset=offset) for offset in (0, 1))
    assert [first.total, second.total] == [2, 2]
    assert first.hits[0].passage != second.hits[0].passage


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_searched(index: TextIndex, text: str) -> None:
    found = index.search(text)
    assert found.total == len(found.hits)
    for hit in found.hits:
        assert all(0 <= start < end <= len(hit.passage.text) for start, end in hit.marks)


def test_quotes_without_an_end_and_curly_ones_are_read() -> None:
    assert [(one.text, one.phrase) for one in read_search('“peer review” a "b c')] == [
        ("peer review", True),
        ("a", False),
        ("b c", True),
    ]


def test_an_index_is_built_once(tmp_path: Path) -> None:
    build(tmp_path / "text", _PASSAGES)
    build(tmp_path / "text", ())
    assert len(TextIndex.open(tmp_path / "text")) == len(_PASSAGES)
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def test_the_index_of_a_generation_that_a_server_has_forgotten_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    server = OxigraphServer(tmp_path / "server")
    try:
        store, versions = RemoteStore(server.address, keep=2), []
        for number in range(4):
            with store.writing("test") as writer:
                writer.update(f"INSERT DATA {{ GRAPH <x:g> {{ <x:s> <x:p> {number} }} }}")
            versions.append(store.version() or "")
            build_for(server.address, versions[-1])
    finally:
        server.stop()
    there = [index_folder(server.address, version).exists() for version in versions]
    assert there == [False, False, True, True]


def test_the_index_of_a_store_on_a_read_only_disk_is_among_the_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = EmbeddedStore(tmp_path / "store")
    with store.writing("test") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }")
    location, version = str(store.folder), store.version() or ""
    assert index_folder(location, version).is_relative_to(store.folder)
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    build_for(location, version)
    folder = index_folder(location, version)
    assert folder.is_relative_to(tmp_path / "cache")
    assert len(TextIndex.open(folder)) == 0
    assert sorted(path.name for path in (store.folder / "generations" / version).iterdir()) == [
        "data",
        "generation.json",
    ]


def test_the_kind_is_read_from_the_iri() -> None:
    base = "https://w3id.org/whoasks/"
    assert kind_of(f"{base}statement/c/bma/ask-10-20") == "ask"
    assert kind_of(f"{base}answer/c/bma/4") == "answer"
